/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/certlook.h"
#include "tests/unit/runner.h"
#include "tests/unit/scripted.h"

/* Places by name, and where the look goes. */
static const struct place_case {
	const char *place;
	const char *address; /* NULL: no place */
	uint16_t port;
} places[] = {
	{"127.0.0.1", "127.0.0.1", 443},
	{"127.0.0.2:8443", "127.0.0.2", 8443},
	{"[::1]", "::1", 443},
	{"[::1]:444", "::1", 444},
	{"::1", "::1", 443},
	{"", NULL, 0},
	{":443", NULL, 0},
	{"127.0.0.1:", NULL, 0},
	{"127.0.0.1:0", NULL, 0},
	{"127.0.0.1:65536", NULL, 0},
	{"127.0.0.1:x", NULL, 0},
	{"[::1", NULL, 0},
	{"[::1]443", NULL, 0},
	{"[]:443", NULL, 0},
};

START_TEST(places_are_split)
{
	struct scripted *script = calloc(1, sizeof(*script));

	scripted_start(script);
	script->front.how.port = 443;
	for (size_t i = 0; i < OA_LENGTH(places); i++) {
		struct oa_certlook *look = calloc(1, sizeof(*look));

		oa_certlook_at_other(
			look, &script->front, places[i].place, oa_deadline_in(5));
		ck_assert(look->is_other);
		ck_assert_str_eq(look->place, places[i].place);
		ck_assert_ptr_null(look->how.sessions);
		ck_assert_msg(
			(look->error.layer == OA_LAYER_USAGE) == !places[i].address,
			"%s: %s", places[i].place, look->error.text);
		if (places[i].address) {
			ck_assert_uint_eq(look->how.port, places[i].port);
			ck_assert_uint_eq(look->how.address_count, 1);
			ck_assert_str_eq(look->addresses[0], places[i].address);
		}
		ck_assert(!oa_certlook_is_up(look));
		oa_certlook_free(look);
		free(look);
	}
	scripted_stop(script);
	free(script);
}
END_TEST

static const struct answer_case {
	const char *answer; /* NULL: the connection closes */
	const char *text;   /* for people */
	int64_t date;
	enum oa_code code;
} answers[] = {
	{"HTTP/1.1 401 No\r\nDate: Mon, 01 Jun 2026 12:00:00 GMT\r\n" SCRIPTED_END,
		"status 401", INT64_C(1780315200), OA_CODE_OK},
	{"HTTP/1.1 200 OK\r\nDate: yesterday\r\n" SCRIPTED_END, "status 200", 0,
		OA_CODE_OK},
	{"HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\n403.7 No\n", "status 403", 0,
		OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{"HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\n403.6 No\n", "status 403", 0,
		OA_CODE_OK},
	{"HTTP/1.1 502 No\r\nContent-Length: 17\r\n\r\nHTTP_1_1_REQUIRED", "status 502",
		0, OA_CODE_TLS_H2_ONLY},
	{NULL, "closed", 0, OA_CODE_OK},
};

START_TEST(answers_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(answers); i++) {
		struct scripted *script = calloc(1, sizeof(*script));
		struct oa_certlook *look = calloc(1, sizeof(*look));
		char text[256];

		script->answer[0] = answers[i].answer;
		scripted_start(script);
		oa_certlook_at_target(look, &script->front, 0);
		ck_assert_str_eq(look->place, "127.0.0.1");
		oa_certlook_open(look, oa_deadline_in(5));
		ck_assert(oa_certlook_is_up(look));
		oa_certlook_ask(look, &script->front, true, oa_deadline_in(5), text,
			sizeof(text));
		ck_assert_msg(
			strstr(text, answers[i].text) != NULL, "%zu: %s", i, text);
		ck_assert_int_eq(look->date, answers[i].date);
		ck_assert_int_eq(scripted_code(script), answers[i].code);
		oa_certlook_free(look);
		scripted_stop(script);
		free(look);
		free(script);
	}
}
END_TEST

START_TEST(dead_places_have_a_reason)
{
	struct scripted *script = calloc(1, sizeof(*script));
	struct oa_certlook *look = calloc(1, sizeof(*look));

	scripted_start(script);
	oa_certlook_at_target(look, &script->front, -1);
	look->how.port = loopback_closed_port();
	oa_certlook_open(look, oa_deadline_in(5));
	ck_assert(!oa_certlook_is_up(look));
	ck_assert_int_eq(look->error.layer, OA_LAYER_TCP);
	oa_certlook_free(look);
	scripted_stop(script);
	free(look);
	free(script);
}
END_TEST

OA_TEST_MAIN(
	"certlook", places_are_split, answers_are_judged, dead_places_have_a_reason)
