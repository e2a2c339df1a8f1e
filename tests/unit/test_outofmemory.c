/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a probe says when there is no memory.  The linker puts __wrap_calloc() in the
 * place of calloc(3) for the code of the suite, not for the libraries.
 */

#include "common/base/array.h"
#include "common/probe/cert.h"
#include "common/probe/tunnel.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdlib.h>
#include <string.h>

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

/* Calls that still get memory; negative for all. */
static int calls_left = -1;

void *__wrap_calloc(size_t count, size_t size)
{
	if (calls_left == 0)
		return NULL;
	if (calls_left > 0)
		calls_left--;
	return __real_calloc(count, size);
}

static void probe_cert(const struct oa_target *target, struct oa_report *report)
{
	const struct oa_cert_plan plan = {.max_validity_days = 0};

	oa_probe_cert(target, &plan, oa_deadline_in(5), report);
}

static void probe_tunnel(const struct oa_target *target, struct oa_report *report)
{
	static const uint16_t ports[] = {6001};
	const struct oa_tunnel_plan plan = {.server = "EX1.lab.test",
		.port = ports,
		.port_count = 1,
		.depth = OA_DEPTH_TUNNEL};

	oa_probe_tunnel(target, &plan, oa_deadline_in(5), report);
}

static void (*const probes[])(const struct oa_target *target,
	struct oa_report *report) = {probe_cert, probe_tunnel};

START_TEST(no_memory_is_an_internal_error)
{
	const struct oa_target target = {.host = "mail.lab.test",
		.address = "127.0.0.1",
		.port = 443,
		.path = "/rpc/rpcproxy.dll",
		.no_tls = true};

	for (size_t i = 0; i < OA_LENGTH(probes); i++) {
		struct oa_report *report = malloc(sizeof(*report));
		const struct oa_step *verdict;

		oa_report_init(report);
		calls_left = 0;
		probes[i](&target, report);
		calls_left = -1;
		verdict = oa_report_verdict(report);
		ck_assert_ptr_nonnull(verdict);
		ck_assert_msg(verdict->code == OA_CODE_INTERNAL_ERROR, "probe %zu: %s",
			i, oa_diagnosis(verdict->code)->name);
		ck_assert_int_eq(verdict->state, OA_STATE_UNKNOWN);
		ck_assert_ptr_nonnull(strstr(verdict->text, "out of memory"));
		ck_assert_ptr_null(strchr(verdict->text, '?'));
		oa_report_free(report);
		free(report);
	}
}
END_TEST

OA_TEST_MAIN("outofmemory", no_memory_is_an_internal_error)
