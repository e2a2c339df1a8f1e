/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/hide.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

#define PUBLIC "mail.lab.test"
#define GUID   "3f1c5a52-8d0e-4c7e-9b6a-2a54d1f0c9e7@lab.test"

static const char *const names[] = {
	"EX1", "EX1.lab.test", "ex2.corp.test", GUID, "mail.lab.test", "127.0.0.1"};

/* % stands for the placeholder of EX1, # for that of ex2. */
static const struct {
	const char *text;
	const char *hidden;
} cases[] = {
	{"front end EX1", "front end %"},
	{"EX1.lab.test:6001 accepted", "%:6001 accepted"},
	{"ex1.other.test, EX2.corp.test.", "%, #."},
	{"on EX2, EX1.", "on #, %."},
	{"EX10 and XEX1 and EX1-b and _EX1", "EX10 and XEX1 and EX1-b and _EX1"},
	{"mail.lab.test is public", "mail.lab.test is public"},
	{"MAIL.LAB.TEST:443 open", "MAIL.LAB.TEST:443 open"},
	{"127.0.0.1:443 open", "127.0.0.1:443 open"},
	{"LAB\\EX1 alice@ex2.corp.test", "LAB\\% alice@ex2.corp.test"},
	{"X-FEServer: EX1", "X-FEServer: %"},
	{"", ""},
	{"OUT < WWW-Authenticate: NTLM TlRMTVNTUAAC\nEX1",
		"OUT < WWW-Authenticate: NTLM (left out)\n%"},
	{"X-FailureContext: FrontEnd;503;RVgxLmxhYi50ZXN0",
		"X-FailureContext: (left out)"},
	{"WWW-Authenticate: NTLM", "WWW-Authenticate: NTLM"},
	{"OUT < HTTP/1.0 503 RPC Error: 6ba, EEInfo: ARAI\nEX1",
		"OUT < HTTP/1.0 503 RPC Error: 6ba, EEInfo: (left out)\n%"},
	{"RPC Error: 6ba, EEInfo:ARAI", "RPC Error: 6ba, EEInfo: (left out)"},
	{"EEInfo 1 of 1: EX1 process 1", "EEInfo 1 of 1: % process 1"},
};

/* Puts the placeholders into a wanted text. */
static void fill(const char *text, char *buffer, size_t size)
{
	char one[OA_HIDE_SIZE], two[OA_HIDE_SIZE];
	size_t used = 0;

	oa_hide_placeholder("EX1", one);
	oa_hide_placeholder("ex2", two);
	for (; *text; text++) {
		const char *part = *text == '%' ? one : *text == '#' ? two : NULL;

		used += (size_t)snprintf(buffer + used, size - used, "%.*s",
			part ? OA_HIDE_SIZE : 1, part ? part : text);
	}
	buffer[used] = '\0';
}

static void note_names(struct oa_report *report)
{
	oa_report_init(report);
	for (size_t i = 0; i < OA_LENGTH(names); i++)
		oa_seen_add_name(&report->seen, names[i], strlen(names[i]));
}

START_TEST(names_are_replaced_and_nothing_else)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_report report;
		char wanted[400];
		struct oa_step *step;

		note_names(&report);
		step = oa_report_ok(&report, OA_HOP_HTTP, NULL, -1, "x");
		step->details = strdup(cases[i].text);
		report.transcript = strdup(cases[i].text);
		snprintf(step->hint, sizeof(step->hint), "%s", cases[i].text);
		oa_hide_names(&report, PUBLIC);
		fill(cases[i].hidden, wanted, sizeof(wanted));
		ck_assert_str_eq(step->details, wanted);
		ck_assert_str_eq(step->hint, wanted);
		ck_assert_str_eq(report.transcript, wanted);
		oa_report_free(&report);
	}
}
END_TEST

START_TEST(every_text_is_looked_at)
{
	struct oa_report report;

	note_names(&report);
	oa_facts_set(&report.facts, "server", "%s", GUID);
	oa_report_ok(&report, OA_HOP_HTTP, "EX1", -1, "EX1 answers");
	oa_hide_names(&report, PUBLIC);
	ck_assert_ptr_null(strstr(report.steps[0].subject, "EX1"));
	ck_assert_ptr_null(strstr(report.steps[0].text, "EX1"));
	ck_assert_ptr_null(strstr(oa_facts_get(&report.facts, "server"), "3f1c"));
	oa_report_free(&report);
}
END_TEST

START_TEST(placeholders_are_stable)
{
	char one[OA_HIDE_SIZE], other[OA_HIDE_SIZE];

	oa_hide_placeholder("EX1", one);
	oa_hide_placeholder("ex1.corp.test", other);
	ck_assert_str_eq(one, other);
	ck_assert_uint_eq(strlen(one), 9);
	oa_hide_placeholder("EX2", other);
	ck_assert_str_ne(one, other);
}
END_TEST

/* Only the beginning that can stand in a host name is one. */
START_TEST(what_is_public_is_not_noted)
{
	static const char *const texts[] = {"192.0.2.1", "autodiscover",
		"Autodiscover.lab.test", "autodiscovery.lab.test"};
	struct oa_seen seen = {.name_count = 0};

	for (size_t i = 0; i < OA_LENGTH(texts); i++)
		oa_seen_add_name(&seen, texts[i], strlen(texts[i]));
	ck_assert_uint_eq(seen.name_count, 1);
	ck_assert_str_eq(seen.names[0], texts[3]);
}
END_TEST

START_TEST(names_are_noted_once)
{
	struct oa_seen seen = {.name_count = 0};

	oa_seen_add_name(&seen, "EX1~1941962754", 14);
	oa_seen_add_name(&seen, "ex1", 3);
	oa_seen_add_name(&seen, "", 0);
	oa_seen_add_name(&seen, "10.0.0.1", 8);
	ck_assert_uint_eq(seen.name_count, 1);
	ck_assert_str_eq(seen.names[0], "EX1");
	for (int i = 0; i < 2 * OA_SEEN_NAMES_MAX; i++) {
		char name[16];

		snprintf(name, sizeof(name), "N%d", i);
		oa_seen_add_name(&seen, name, strlen(name));
	}
	ck_assert_uint_eq(seen.name_count, OA_SEEN_NAMES_MAX);
}
END_TEST

OA_TEST_MAIN("hide", names_are_replaced_and_nothing_else, every_text_is_looked_at,
	placeholders_are_stable, what_is_public_is_not_noted, names_are_noted_once)
