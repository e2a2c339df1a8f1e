/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/snmp/runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400

static void tell_cert(const struct run_story *story, struct oa_result *result)
{
	struct oa_cert_result *cert = calloc(1, sizeof(*cert));

	if (!cert)
		return;
	result->cert[OA_ROLE_FRONT_END - 1] = cert;
	cert->shown = result->ended;
	cert->status = cert->expiry = OA_STATUS_OK;
	cert->code = OA_CODE_OK;
	cert->not_before = result->ended - DAY;
	/* half a day more, so that the days left do not depend on the second */
	cert->not_after = result->ended + (int64_t)story->days_left * DAY + DAY / 2;
	cert->subject = strdup("CN=mail.lab.test");
	cert->issuer = strdup("CN=Lab CA");
	cert->names = strdup("mail.lab.test autodiscover.lab.test");
	snprintf(cert->serial, sizeof(cert->serial), "%08x", story->serial);
	snprintf(cert->sha256, sizeof(cert->sha256), "%08x%056d", story->serial, 0);
	snprintf(cert->key, sizeof(cert->key), "RSA 2048");
	snprintf(cert->tls, sizeof(cert->tls), "TLS 1.3");
	cert->is_for_name = cert->is_trusted = true;
	if (story->days_left >= 14)
		return;
	cert->status = cert->expiry = OA_STATUS_WARNING;
	cert->code = OA_CODE_CERT_EXPIRES_SOON;
}

static void tell_addresses(struct oa_result *result)
{
	static const char *const addresses[] = {"192.0.2.10", "2001:db8::10"};

	result->address_count = 2;
	for (size_t i = 0; i < 2; i++) {
		struct oa_address_result *address = &result->address[i];

		snprintf(address->text, sizeof(address->text), "%s", addresses[i]);
		address->status = i == 0 ? OA_STATUS_OK : OA_STATUS_NOT_TESTED;
		address->code = i == 0 ? OA_CODE_OK : OA_CODE_NOT_TESTED;
		address->ms = i == 0 ? 7 : 0;
	}
}

static void tell_probe(
	const struct run_story *story, enum oa_kind kind, struct oa_probe_result *probe)
{
	bool is_reached = story->kind == OA_KIND_NONE || kind < story->kind;

	probe->status = is_reached ? OA_STATUS_OK : OA_STATUS_NOT_TESTED;
	probe->code = is_reached ? OA_CODE_OK : OA_CODE_NOT_TESTED;
	probe->ms = is_reached ? 10 + (uint32_t)kind : 0;
	probe->text = strdup(is_reached ? "works" : "not reached");
	if (kind == OA_KIND_MAILBOX)
		probe->status = OA_STATUS_DISABLED;
}

void run_tell(const struct run_story *story, struct oa_result *ret_result)
{
	struct oa_probe_result *wrong = &ret_result->probe[story->kind];

	memset(ret_result, 0, sizeof(*ret_result));
	ret_result->ended = (int64_t)time(NULL);
	ret_result->ms = 321;
	ret_result->status = OA_STATUS_OK;
	ret_result->code = OA_CODE_OK;
	for (int kind = 1; kind < OA_KINDS; kind++)
		tell_probe(story, (enum oa_kind)kind, &ret_result->probe[kind]);
	for (int leg = 0; leg < OA_LEGS; leg++)
		ret_result->leg_seconds[leg] = -1;
	tell_cert(story, ret_result);
	tell_addresses(ret_result);
	ret_result->text = strdup(
		story->kind == OA_KIND_NONE ? "everything works" : story->text);
	if (story->kind == OA_KIND_NONE)
		return;
	ret_result->status = wrong->status = story->status;
	ret_result->code = wrong->code = story->code;
	ret_result->culprit = story->kind;
	ret_result->hint = strdup("repair it");
	snprintf(wrong->text = realloc(wrong->text, sizeof(story->text)),
		sizeof(story->text), "%s", story->text);
}
