/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/facts.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *pattern;
	const char *text;
} expanded[] = {
	{"", ""},
	{"plain", "plain"},
	{"{host}:{port} refused", "own.lab.test:443 refused"},
	{"{ip}{ip}", "127.0.0.1127.0.0.1"},
	{"{missing}", "?"},
	{"{averyveryverylongplaceholder}", "?"},
	{"{", "{"},
	{"a {host", "a {host"},
	{"{} {a b} }{port}", "{} {a b} }443"},
	{"{{port}}", "{443}"},
};

START_TEST(replaces_placeholders)
{
	struct oa_facts own = {0}, common = {0};

	oa_facts_set(&common, "host", "%s", "mail.lab.test");
	oa_facts_set(&common, "ip", "%s", "127.0.0.1");
	oa_facts_set(&own, "host", "%s", "own.lab.test");
	oa_facts_set(&own, "port", "%d", 443);
	for (size_t i = 0; i < OA_LENGTH(expanded); i++) {
		char text[80];

		oa_facts_expand(text, sizeof(text), expanded[i].pattern, &own, &common);
		ck_assert_str_eq(text, expanded[i].text);
	}
}
END_TEST

START_TEST(works_without_any_facts)
{
	char text[16];

	oa_facts_expand(text, sizeof(text), "{host}!", NULL, NULL);
	ck_assert_str_eq(text, "?!");
}
END_TEST

START_TEST(later_facts_replace_earlier_ones)
{
	struct oa_facts facts = {0};

	ck_assert_ptr_null(oa_facts_get(&facts, "n"));
	oa_facts_set(&facts, "n", "1");
	oa_facts_set(&facts, "name", "x");
	oa_facts_set(&facts, "n", "%s2", oa_facts_get(&facts, "n"));
	ck_assert_str_eq(oa_facts_get(&facts, "n"), "12");
	ck_assert_str_eq(oa_facts_get(&facts, "name"), "x");
	ck_assert_ptr_null(oa_facts_get(&facts, "na"));
	ck_assert_uint_eq(facts.count, 2);
}
END_TEST

START_TEST(values_are_clean_and_bounded)
{
	struct oa_facts facts = {0};
	char big[4000];

	oa_facts_set(&facts, "reason", "a|b\n\x1b[2Jc");
	ck_assert_str_eq(oa_facts_get(&facts, "reason"), "a?b??[2Jc");
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	oa_facts_set(&facts, "reason", "%s", big);
	ck_assert_uint_eq(strlen(oa_facts_get(&facts, "reason")), 255);
	oa_facts_set(&facts, "averyveryverylongname", "kept");
	ck_assert_str_eq(facts.item[1].name, "averyveryverylo");
}
END_TEST

START_TEST(a_full_set_keeps_what_it_has)
{
	struct oa_facts facts = {0};
	char name[16];

	for (int i = 0; i < OA_FACTS_MAX + 5; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		oa_facts_set(&facts, name, "%d", i);
	}
	ck_assert_uint_eq(facts.count, OA_FACTS_MAX);
	ck_assert_str_eq(oa_facts_get(&facts, "f0"), "0");
	ck_assert_ptr_null(oa_facts_get(&facts, "f20"));
	oa_facts_set(&facts, "f3", "new");
	ck_assert_str_eq(oa_facts_get(&facts, "f3"), "new");
}
END_TEST

START_TEST(expansion_keeps_to_the_buffer)
{
	struct oa_facts facts = {0};
	char text[8];

	memset(text, 'x', sizeof(text));
	oa_facts_set(&facts, "m", "\xe2\x82\xac\xe2\x82\xac");
	oa_facts_expand(text, 6, "{m}{m} z", &facts, NULL);
	ck_assert_str_eq(text, "\xe2\x82\xac");
	ck_assert_int_eq(text[6], 'x');
	oa_facts_expand(text, 1, "abc", &facts, NULL);
	ck_assert_str_eq(text, "");
	oa_facts_expand(NULL, 0, "abc", &facts, NULL);
}
END_TEST

OA_TEST_MAIN("facts", replaces_placeholders, works_without_any_facts,
	later_facts_replace_earlier_ones, values_are_clean_and_bounded,
	a_full_set_keeps_what_it_has, expansion_keeps_to_the_buffer)
