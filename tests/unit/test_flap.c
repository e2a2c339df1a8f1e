/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/flap.h"
#include "tests/unit/runner.h"

#include <string.h>

/* One letter for each result: what it said, and below what that did. */
static const struct {
	const char *results;
	const char *turns; /* . same, S starts, E ends */
} cases[] = {
	{"oooooooooo", ".........."},
	{"occccccccccc", "............"},
	{"ococ", "...."},
	{"ococo", "....S"},
	{"oabcd", "....S"},
	/* an old change falls out of the last ten */
	{"ocoooooooooco", "............."},
	{"ococoooooooooooo", "....S.......E..."},
	{"ococccccccccccccoc", ".................."},
	/* and starts again */
	{"ocococccccccccccococ", "....S........E.....S"},
};

START_TEST(turns)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_flap flap = {0};

		for (size_t at = 0; cases[i].results[at]; at++) {
			char result = cases[i].results[at];
			enum oa_code code = result == 'o'
						    ? OA_CODE_OK
						    : (enum oa_code)(result - 'a' + 1);
			enum oa_flap_turn turn = oa_flap_add(&flap, code);
			char letter = turn == OA_FLAP_STARTS  ? 'S'
				      : turn == OA_FLAP_STOPS ? 'E'
							      : '.';

			ck_assert_msg(letter == cases[i].turns[at], "%s at %zu: %c",
				cases[i].results, at, letter);
		}
	}
}
END_TEST

START_TEST(list_names_each_once)
{
	struct oa_flap flap = {0};
	char list[80], tiny[6];

	oa_flap_list(&flap, list, sizeof(list));
	ck_assert_str_eq(list, "");
	for (int i = 0; i < 13; i++)
		oa_flap_add(&flap, i % 2 ? OA_CODE_TCP_REFUSED : OA_CODE_OK);
	oa_flap_list(&flap, list, sizeof(list));
	ck_assert_str_eq(list, "ok, tcp-refused");
	oa_flap_list(&flap, tiny, sizeof(tiny));
	ck_assert_uint_lt(strlen(tiny), sizeof(tiny));
}
END_TEST

OA_TEST_MAIN("flap", turns, list_names_each_once)
