/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/attempt.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct refusal_case {
	enum oa_vconn_end end;
	int out_status;
	int in_status;
	const char *text; /* reason of that answer, or the line in the stream */
	uint32_t number;  /* 0: no refusal */
} refusals[] = {
	{OA_VCONN_OUT_REFUSED, 503, 0, "RPC Error: 6ba", 0x6ba},
	{OA_VCONN_OUT_REFUSED, 503, 0, "RPC Error: 5", 5},
	{OA_VCONN_OUT_REFUSED, 503, 0, "RPC Error: 6bf", 0},
	{OA_VCONN_OUT_REFUSED, 503, 0, "Service Unavailable", 0},
	{OA_VCONN_IN_ANSWERED, 200, 503, "RPC Error: c0020017", 0xc0020017},
	{OA_VCONN_IN_ANSWERED, 200, 200, "RPC Error: 6ba", 0},
	{OA_VCONN_OUT_STATUS, 200, 0, "HTTP/1.0 503 RPC Error: 6ba", 0x6ba},
	{OA_VCONN_OUT_CLOSED, 503, 0, "RPC Error: 6ba", 0},
	{OA_VCONN_TIMEOUT, 503, 0, "RPC Error: 6ba", 0},
};

static void answer(struct oa_session *session, int status, const char *reason)
{
	session->has_head = status != 0;
	session->head.status = status;
	session->head.reason = (struct oa_http_span){reason, strlen(reason)};
}

static struct oa_attempt *ended(
	struct oa_front *front, const struct refusal_case *given)
{
	struct oa_attempt *attempt = oa_attempt_new(front, "EX1", 6001);

	ck_assert_ptr_nonnull(attempt);
	attempt->vconn.end = given->end;
	answer(&attempt->out, given->out_status, given->text);
	answer(&attempt->in, given->in_status, given->text);
	snprintf(attempt->vconn.line, sizeof(attempt->vconn.line), "%s", given->text);
	return attempt;
}

START_TEST(a_refusal_is_noted_once)
{
	struct oa_front front = {0};

	for (size_t i = 0; i < OA_LENGTH(refusals); i++) {
		struct oa_attempt *attempt = ended(&front, &refusals[i]);
		bool is_refusal = refusals[i].number != 0;

		ck_assert_msg(oa_attempt_note_refusal(attempt) == is_refusal, "%s",
			refusals[i].text);
		ck_assert_int_eq(attempt->reach,
			is_refusal ? OA_REACH_UNAVAILABLE : OA_REACH_BROKEN);
		ck_assert_uint_eq(attempt->refusal, refusals[i].number);
		/* whoever asks later gets the same, with the time of then */
		attempt->refusal_seconds = -1;
		ck_assert(oa_attempt_note_refusal(attempt) == is_refusal);
		ck_assert(attempt->refusal_seconds == -1);
		free(attempt);
	}
}
END_TEST

static bool is_told(
	int first_year, const char *earlier, const struct oa_http_field *field)
{
	struct oa_front front = {.build.first_year = first_year};
	struct oa_attempt *attempt = ended(&front, &refusals[0]);
	bool is_exchange;

	snprintf(attempt->out_side.front_end, sizeof(attempt->out_side.front_end), "%s",
		earlier);
	attempt->out.head.fields[0] = *field;
	attempt->out.head.fields_len = 1;
	ck_assert(oa_attempt_note_refusal(attempt));
	is_exchange = attempt->is_exchange;
	free(attempt);
	return is_exchange;
}

START_TEST(an_exchange_front_end_is_told)
{
	static const struct oa_http_field other = {{"Server", 6}, {"EX1", 3}};
	static const struct oa_http_field own = {{"X-FEServer", 10}, {"EX1", 3}};

	ck_assert(!is_told(0, "", &other));
	ck_assert(!is_told(2010, "", &other));
	ck_assert(is_told(0, "", &own));
	ck_assert(is_told(0, "EX1", &other));
	ck_assert(is_told(2013, "", &other));
}
END_TEST

OA_TEST_MAIN("attempt", a_refusal_is_noted_once, an_exchange_front_end_is_told)
