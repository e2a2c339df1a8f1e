/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/markup.h"
#include "tests/unit/runner.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static const struct oa_perf perf[] = {
	{"time", "s", "the whole run"},
	{"days_left", "", "until it ends"},
	{0},
};

static const struct oa_rendering plain = {
	.program = "check_oa",
	.concern = "CHAIN",
	.target = "mail.lab.test",
	.ok_text = "all is well",
	.perf = perf,
	.main_label = "time",
	.now = 1780315200,
	.version = "1.2.3",
};

/* Renders and releases the report; the caller frees the page. */
static char *render(struct oa_report *report, const struct oa_rendering *how)
{
	char *page = oa_render_html(report, how);

	ck_assert_ptr_nonnull(page);
	oa_report_free(report);
	return page;
}

static void assert_has(const char *page, const char *text)
{
	ck_assert_msg(strstr(page, text) != NULL, "%s is missing", text);
}

static void assert_lacks(const char *page, const char *text)
{
	ck_assert_msg(strstr(page, text) == NULL, "%s is there", text);
}

START_TEST(says_the_verdict)
{
	struct oa_report report;
	struct oa_step *step;
	char *page;

	oa_report_init(&report);
	oa_report_ok(&report, OA_HOP_TCP, NULL, 0.012, "443 open");
	step = oa_report_find(&report, OA_CODE_TLS_NOT_SPOKEN, NULL, NULL);
	oa_step_detail(step, "first bytes: HTTP/1.1");
	oa_report_not_tested(&report, OA_HOP_HTTP, NULL);
	oa_report_value(&report, "time", 1.5);
	page = render(&report, &plain);
	assert_has(page, "<title>CRITICAL mail.lab.test - check_oa</title>");
	assert_has(page, "<span class=\"badge\">CRITICAL</span>");
	assert_has(page, "<code>tls-not-spoken</code>");
	assert_has(page, "<b>Fix</b> correct the port forward");
	assert_has(page, "first bytes: HTTP/1.1");
	assert_has(page, "443 open <span class=\"took\">12 ms</span>");
	assert_has(page, "<li class=\"untested\" title=\"not tested\">");
	assert_has(page, "http<span class=\"spoken\">: not tested</span>");
	assert_has(page, "<code>tls-not-spoken</code> is said of: ");
	assert_has(page, "oa-plugins(7)");
	assert_has(page, "2026-06-01 12:00 UTC");
	assert_has(page, ">1.50 s<");
	assert_has(page, "Not measured in this run: <code>days_left</code></p>");
	assert_lacks(page, "Transcript");
	assert_lacks(page, "<h2>Certificate");
	free(page);
}
END_TEST

START_TEST(says_that_all_is_well)
{
	struct oa_rendering how = plain;
	struct oa_report report;
	char *page;

	how.is_insecure = true;
	oa_report_init(&report);
	page = render(&report, &how);
	assert_has(page, "<h1>all is well</h1>");
	assert_has(page, "<code>ok</code>");
	assert_has(page, "certificate was not verified");
	assert_lacks(page, "Where the time went");
	free(page);
}
END_TEST

/* A hop of which a part was not reached is not shown as good. */
START_TEST(what_is_not_reached_is_not_good)
{
	struct oa_report report;
	char *page;

	oa_report_init(&report);
	oa_report_ok(&report, OA_HOP_PROXY, "6002", -1, "accepted");
	oa_report_ok(&report, OA_HOP_BIND, "6002", 0.1, "answered");
	oa_report_not_tested(&report, OA_HOP_BIND, "6001");
	oa_report_find(&report, OA_CODE_MAPIHTTP_NOT_FOUND, "emsmdb", NULL);
	oa_report_not_tested(&report, OA_HOP_MAPIHTTP, "nspi");
	page = render(&report, &plain);
	assert_has(page, "<li class=\"ok\" title=\"ok\">");
	assert_has(page, "<li class=\"partly\" title=\"partly tested\">");
	assert_has(page, "bind<span class=\"spoken\">: partly tested</span>");
	assert_has(page, "<li class=\"critical\" title=\"critical\">");
	assert_has(page, "<span class=\"subject\">6001</span> not tested");
	free(page);
}
END_TEST

START_TEST(says_a_fix_once)
{
	const char *hint = oa_diagnosis(OA_CODE_MAPIHTTP_NOT_FOUND)->hint;
	struct oa_report report;
	const char *first;
	char *page;

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_TLS_NOT_SPOKEN, NULL, NULL);
	oa_report_find(&report, OA_CODE_MAPIHTTP_NOT_FOUND, "emsmdb", NULL);
	oa_report_find(&report, OA_CODE_MAPIHTTP_NOT_FOUND, "nspi", NULL);
	page = render(&report, &plain);
	first = strstr(page, hint);
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_null(strstr(first + 1, hint));
	assert_has(first, "<b>Fix</b> as above");
	free(page);
}
END_TEST

/* The name of a mailbox's server is evidence, and no headline. */
START_TEST(headline_is_short)
{
	static const char name[] = "3f1c5a52-8d0e-4c7e-9b6a-2a54d1f0c9e7@lab.test";
	struct oa_rendering how = plain;
	struct oa_report report;
	char text[200], *page;

	snprintf(text, sizeof(text), "%s ok, all; nothing to do", name);
	how.ok_text = text;
	oa_report_init(&report);
	page = render(&report, &how);
	assert_has(page, "<h1>3f1c5a52\xe2\x80\xa6@lab.test ok, all</h1>\n"
			 "<p class=\"more\">nothing to do</p>");
	snprintf(text, sizeof(text), "In full: <code>%s</code></p>", name);
	assert_has(page, text);
	free(page);
}
END_TEST

static const struct limit_case {
	const char *label;
	double value;
	const char *warn;
	const char *shown;
} limits[] = {
	{"days_left", 20, "30:", "warning below 30 days<"},
	{"days_left", 1, "~:5", ">1 day<"},
	{"days_left", 1, "~:5", "warning above 5 days<"},
	{"days_left", 1, "0:5", "warning below 0 days or above 5 days<"},
	{"days_left", 1, "@2:3", "warning from 2 days to 3 days<"},
	{"days_left", 1, "@~:3", "warning up to 3 days<"},
	{"days_left", 1, "@~:", "warning always<"},
	{"days_left", 1, "~:", "warning never<"},
	{"days_left", 1, "a month", "warning a month<"},
	{"time", 1, "0.5", "warning above 500 ms<"},
};

START_TEST(says_limits_in_words)
{
	for (size_t i = 0; i < OA_LENGTH(limits); i++) {
		struct oa_report report;
		char *page;

		oa_report_init(&report);
		oa_report_value(&report, limits[i].label, limits[i].value);
		oa_report_limits(&report, limits[i].label, limits[i].warn, "");
		page = render(&report, &plain);
		assert_has(page, limits[i].shown);
		free(page);
	}
}
END_TEST

/* What no step accounts for is shown, where it was. */
START_TEST(shows_waits)
{
	struct oa_report report;
	const char *tcp, *waiting, *tls;
	char *page;

	oa_report_init(&report);
	oa_report_ok(&report, OA_HOP_TLS, NULL, 0.5, "good")->end_us = 2000000;
	oa_report_ok(&report, OA_HOP_TCP, NULL, 0.5, "open")->end_us = 500000;
	page = render(&report, &plain);
	tcp = strstr(page, "<th scope=\"row\">tcp</th>");
	waiting = strstr(page, "<tr class=\"waiting\"><th scope=\"row\">waiting</th>");
	tls = strstr(page, "<th scope=\"row\">tls</th>");
	ck_assert(tcp && tcp < waiting && waiting < tls);
	assert_has(waiting, "title=\"from 500 ms\">1.00 s<");
	free(page);
}
END_TEST

START_TEST(nothing_foreign_becomes_markup)
{
	static const char nasty[] =
		"\"'><script>alert(1)</script>&amp;\x01\xff\xc2\x9b";
	struct oa_rendering how = plain;
	struct oa_report report;
	struct oa_step *step;
	char *page;

	oa_report_init(&report);
	report.is_tracing = true;
	how.target = how.ok_text = nasty;
	step = oa_report_ok(&report, OA_HOP_TLS, nasty, 0.5, "%s", nasty);
	oa_step_detail(step, "path 0: %s", nasty);
	oa_step_detail(step, "%s: %s", nasty, nasty);
	oa_report_trace(&report, "%s", nasty);
	page = render(&report, &how);
	assert_lacks(page, "<script");
	assert_lacks(page, "\x01");
	assert_lacks(page, "\xff");
	assert_lacks(page, "\xc2\x9b");
	assert_lacks(page, "&amp;amp;amp;");
	assert_has(
		page, "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;");
	assert_has(page, "Transcript");
	free(page);
}
END_TEST

START_TEST(shows_the_path_of_the_certificate)
{
	struct oa_report report;
	struct oa_step *step;
	char *page;

	oa_report_init(&report);
	step = oa_report_ok(&report, OA_HOP_TLS, NULL, 0.5, "good");
	oa_step_detail(step, "no name at all");
	oa_step_detail(step, "issuer: CN = Lab");
	oa_step_detail(step, "path 0: CN = mail.lab.test, 5 days left");
	oa_step_detail(step, "path 1: CN = Lab, 50 days left");
	page = render(&report, &plain);
	assert_has(page, "<li>CN = mail.lab.test, 5 days left</li>\n"
			 "<li>CN = Lab, 50 days left</li>");
	assert_has(page, "<dt>issuer</dt><dd>CN = Lab</dd>");
	assert_lacks(page, "<dt>no name");
	assert_lacks(page, "<dt>path");
	free(page);
}
END_TEST

/* The page allows exactly the style that is in it. */
START_TEST(allows_its_own_style_alone)
{
	unsigned char digest[EVP_MAX_MD_SIZE], text[64];
	struct oa_report report;
	const char *start, *end;
	unsigned int len;
	char *page;

	oa_report_init(&report);
	page = render(&report, &plain);
	start = strstr(page, "<style>");
	end = strstr(page, "</style>");
	ck_assert(start && end);
	start += strlen("<style>");
	ck_assert_int_eq(EVP_Digest(start, (size_t)(end - start), digest, &len,
				 EVP_sha256(), NULL),
		1);
	EVP_EncodeBlock(text, digest, (int)len);
	assert_has(page, "default-src 'none'; style-src 'sha256-");
	assert_has(page, (const char *)text);
	assert_lacks(page, " style=");
	assert_lacks(page, "@import");
	assert_lacks(page, "url(");
	free(page);
}
END_TEST

START_TEST(long_text_is_not_cut_inside_a_character)
{
	char text[2000] = "", *out = NULL;
	size_t size;
	FILE *stream = open_memstream(&out, &size);

	for (size_t i = 0; i + 3 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa4", 3);
	ck_assert_ptr_nonnull(stream);
	oa_markup_text(stream, text);
	oa_markup_text(stream, NULL);
	fclose(stream);
	ck_assert_str_eq(out, text);
	free(out);
}
END_TEST

OA_TEST_MAIN("html", says_the_verdict, says_that_all_is_well,
	what_is_not_reached_is_not_good, says_a_fix_once, headline_is_short,
	says_limits_in_words, shows_waits, nothing_foreign_becomes_markup,
	shows_the_path_of_the_certificate, allows_its_own_style_alone,
	long_text_is_not_cut_inside_a_character)
