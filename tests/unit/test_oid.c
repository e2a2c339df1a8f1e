/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/oid.h"
#include "tests/unit/runner.h"

static const struct {
	const char *text;
	const char *read; /* NULL for none */
} cases[] = {
	{OA_OID_ROOT, OA_OID_ROOT},
	{".1.3.6.1.4.1.99999.1", "1.3.6.1.4.1.99999.1"},
	{"1.3.4294967295", "1.3.4294967295"},
	{"2.999.3", "2.999.3"},
	{"1.3.4294967296", NULL},
	{"1.3", NULL},
	{"3.1.1", NULL},
	{"1.40.1", NULL},
	{"", NULL},
	{".", NULL},
	{"1.3.6.", NULL},
	{"1..3.6", NULL},
	{"1.3.6x", NULL},
	{"1.3.-6", NULL},
	{"iso.3.6", NULL},
	{"1.3.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1",
		"1.3.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1"},
	{"1.3.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", NULL},
};

START_TEST(parse)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_oid oid = {.len = 77};
		struct oa_error err;
		char text[OA_OID_TEXT];
		int result = oa_oid_parse(cases[i].text, &oid, &err);

		if (cases[i].read == NULL) {
			ck_assert_msg(result == -1, "%s", cases[i].text);
			ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
			ck_assert_uint_eq(oid.len, 77);
			continue;
		}
		ck_assert_msg(result == 0, "%s: %s", cases[i].text, err.text);
		oa_oid_text(&oid, 0, ".", text);
		ck_assert_str_eq(text, cases[i].read);
	}
}
END_TEST

START_TEST(text_from_the_middle)
{
	struct oa_oid oid;
	char text[OA_OID_TEXT];

	ck_assert_int_eq(oa_oid_parse("1.3.6.1.4", &oid, NULL), 0);
	oa_oid_text(&oid, 3, " ", text);
	ck_assert_str_eq(text, "1 4");
	oa_oid_text(&oid, 5, " ", text);
	ck_assert_str_eq(text, "");
}
END_TEST

OA_TEST_MAIN("oid", parse, text_from_the_middle)
