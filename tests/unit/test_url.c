/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/url.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <string.h>

#define BASE "https://mail.lab.test:8443/a/b?c=d"

static const struct {
	const char *text;
	const char *host;
	unsigned port;
	const char *target;
	bool is_tls;
	bool has_base;
} good[] = {
	{"https://mail.lab.test", "mail.lab.test", 443, "/", true, false},
	{"http://mail.lab.test/x?y=z#w", "mail.lab.test", 80, "/x?y=z", false, false},
	{"HTTPS://mail.lab.test:444/x", "mail.lab.test", 444, "/x", true, false},
	{"https://[2001:db8::1]:444/", "2001:db8::1", 444, "/", true, false},
	{"https://192.0.2.1/x", "192.0.2.1", 443, "/x", true, false},
	{"/x", "mail.lab.test", 8443, "/x", true, true},
	{"x", "mail.lab.test", 8443, "/a/x", true, true},
	{"https://other.lab.test/x", "other.lab.test", 443, "/x", true, true},
	{"http://other.lab.test/x", "other.lab.test", 80, "/x", false, true},
};

START_TEST(urls_are_cut_into_parts)
{
	for (size_t i = 0; i < OA_LENGTH(good); i++) {
		struct oa_url base, url;

		ck_assert_int_eq(oa_url_parse(BASE, NULL, &base, NULL), 0);
		ck_assert_int_eq(oa_url_parse(good[i].text,
					 good[i].has_base ? &base : NULL, &url, NULL),
			0);
		ck_assert_str_eq(url.host, good[i].host);
		ck_assert_uint_eq(url.port, good[i].port);
		ck_assert_str_eq(url.target, good[i].target);
		ck_assert_int_eq(url.is_tls, good[i].is_tls);
		ck_assert_ptr_null(strchr(url.text, '#'));
	}
}
END_TEST

static const char *const bad[] = {"", "/x", "mail.lab.test", "ftp://mail.lab.test/",
	"file:///etc/passwd", "https://user@mail.lab.test/",
	"https://user:secret@mail.lab.test/", "https://", "https://mail.lab.test:0/",
	"https://mail.lab.test:99999/", "https://mail.lab.test/\r\nX: y",
	"javascript:alert(1)"};

START_TEST(others_are_refused)
{
	for (size_t i = 0; i < OA_LENGTH(bad); i++) {
		struct oa_url url = {.port = 7};
		struct oa_error err = {.layer = OA_LAYER_NONE};

		ck_assert_msg(
			oa_url_parse(bad[i], NULL, &url, &err) == -1, "%s", bad[i]);
		ck_assert_int_eq(err.layer, OA_LAYER_HTTP);
		ck_assert_uint_eq(url.port, 7);
	}
}
END_TEST

START_TEST(long_ones_are_refused)
{
	char text[2000] = "https://mail.lab.test/";
	struct oa_url url;

	memset(text + strlen(text), 'a', sizeof(text) - strlen(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert_int_eq(oa_url_parse(text, NULL, &url, NULL), -1);
	text[900] = '\0';
	ck_assert_int_eq(oa_url_parse(text, NULL, &url, NULL), 0);
}
END_TEST

OA_TEST_MAIN("url", urls_are_cut_into_parts, others_are_refused, long_ones_are_refused)
