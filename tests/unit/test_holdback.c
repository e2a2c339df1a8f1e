/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/holdback.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct fits_case {
	struct oa_holdback times;
	bool fits;
} fits[] = {
	/* HAProxy 2.6 on loopback, measured */
	{{true, 0.001, 0.002, 0.208, 0.208}, true},
	{{false, 0.001, 0.002, 0.208, 0.208}, true},
	{{true, 0.001, 0.002, 0.041, 0.208}, true},
	/* HAProxy 3.0, which holds CONN/C2 back as well */
	{{true, 0.002, 0.043, 0.222, 0.212}, true},
	{{false, 0.018, 0.053, 0.219, 0.219}, true},
	/* HAProxy 2.8, in both directions; of others that is not known */
	{{true, 0.017, 0.220, 0.459, 0.427}, true},
	{{true, 0.002, 0.288, 0.464, 0.438}, true},
	{{false, 0.017, 0.220, 0.459, 0.427}, false},
	{{false, 0.002, 0.030, 0.448, 0.445}, false},
	/* the same over a long way, and that behind a forward proxy */
	{{false, 0.150, 0.150, 0.355, 0.352}, true},
	{{false, 0.001, 0.150, 0.355, 0.352}, true},
	{{false, -1, 0.002, 0.208, -1}, true},
	{{false, 0.001, 0.002, -1, 0.208}, true},

	{{true, 0.001, 0.002, 0.001, 0.001}, false},
	{{true, 0.150, 0.150, 0.150, 0.150}, false},
	/* a slow call alone is load */
	{{true, 0.001, 0.002, 0.001, 0.208}, false},
	{{true, 0.001, 0.002, 0.208, 0.6}, false},
	{{false, 0.001, 0.002, 0.208, 0.5}, false},
	/* nor is it a quick acknowledgement alone */
	{{true, 0.001, 0.002, 0.041, 0.041}, false},
	{{true, 0.001, 0.002, -1, -1}, false},
	/* nor a server that takes its time for everything */
	{{false, 0.300, 0.300, 0.505, 0.505}, false},
	{{false, 0.001, 0.200, 0.208, 0.208}, false},
	{{true, 0.001, 0.600, 0.608, 0.608}, false},
};

START_TEST(delays_of_acknowledgements_fit)
{
	for (size_t i = 0; i < OA_LENGTH(fits); i++)
		ck_assert_msg(
			oa_holdback_fits(&fits[i].times) == fits[i].fits, "row %zu", i);
}
END_TEST

static const struct remark_case {
	const char *head;
	int64_t c2_us;   /* after IN was opened */
	const char *who; /* NULL if nothing is remarked */
} remarks[] = {
	{"HTTP/1.1 200 Success\r\ncontent-type: application/rpc\r\n\r\n", 2000,
		"HAProxy, by"},
	{"HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n\r\n", 2000,
		"a device"},
	{"HTTP/1.1 200 Success\r\n\r\n", 2000, "a device"},
	/* CONN/C2 held back as well, or a server that is slow */
	{"HTTP/1.1 200 Success\r\ncontent-type: application/rpc\r\n\r\n", 212000,
		"HAProxy, by"},
	{"HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n\r\n", 212000, NULL},
	{"HTTP/1.1 200 Success\r\ncontent-type: application/rpc\r\n\r\n", 600000, NULL},
};

static void judge_remark(const struct oa_report *report, const char *who)
{
	ck_assert_uint_eq(report->step_count, who ? 1 : 0);
	if (!who)
		return;
	ck_assert_int_eq(report->steps[0].code, OA_CODE_OK);
	ck_assert_ptr_nonnull(strstr(report->steps[0].text, who));
	ck_assert_ptr_nonnull(oa_facts_get(&report->facts, "cause"));
}

START_TEST(remark_names_the_device)
{
	struct oa_attempt *attempt = calloc(1, sizeof(*attempt));
	struct oa_front front = {0};
	struct oa_report report;

	ck_assert_ptr_nonnull(attempt);
	attempt->front = &front;
	attempt->in_us = 1000;
	front.report = &report;
	for (size_t i = 0; i < OA_LENGTH(remarks); i++) {
		struct oa_session *out = &attempt->out;

		oa_report_init(&report);
		oa_report_value(&report, "tcp_time", 0.001);
		attempt->bind_seconds = 0.208;
		attempt->call_seconds = 0.207;
		ck_assert_int_eq(oa_http_head_parse(remarks[i].head,
					 strlen(remarks[i].head), &out->head, NULL),
			0);
		out->has_head = true;
		attempt->vconn.c2_us = attempt->in_us + remarks[i].c2_us;
		oa_holdback_remark(attempt);
		judge_remark(&report, remarks[i].who);
		oa_http_head_free(&out->head);
		oa_report_free(&report);
	}
	free(attempt);
}
END_TEST

OA_TEST_MAIN("holdback", delays_of_acknowledgements_fit, remark_names_the_device)
