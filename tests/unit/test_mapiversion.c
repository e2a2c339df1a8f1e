/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/mapiversion.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct version_case {
	const char *text;
	bool is_good;
	uint16_t word[3];
} versions[] = {
	{"16.0.4266.1003", true, {0x1000, 0x90aa, 0x03eb}},
	{"12.0.6665.5000", true, {0x0c00, 0x9a09, 0x1388}},
	{"255.255.32767.65535", true, {0xffff, 0xffff, 0xffff}},
	{"0.0.0.0", true, {0, 0x8000, 0}},
	{"256.0.0.0", false, {0}},
	{"0.256.0.0", false, {0}},
	{"0.0.32768.0", false, {0}},
	{"0.0.0.65536", false, {0}},
	{"16.0.4266", false, {0}},
	{"16.0.4266.1003.1", false, {0}},
	{"16.0.4266.", false, {0}},
	{"16..4266.1003", false, {0}},
	{"16.0.4266.1003 ", false, {0}},
	{"16.0.4266.-1", false, {0}},
	{"16.0.000000000000001.1", false, {0}},
	{"outlook", false, {0}},
	{"", false, {0}},
};

START_TEST(versions_are_read)
{
	for (size_t i = 0; i < OA_LENGTH(versions); i++) {
		struct oa_mapi_version version = {{0}};

		ck_assert_msg(oa_mapi_version_parse(versions[i].text, &version) ==
				      versions[i].is_good,
			"%s", versions[i].text);
		ck_assert_mem_eq(version.word, versions[i].word, sizeof(version.word));
	}
}
END_TEST

START_TEST(versions_are_written)
{
	char text[OA_MAPI_VERSION_TEXT_LEN];

	for (size_t i = 0; i < OA_LENGTH(versions) && versions[i].is_good; i++) {
		struct oa_mapi_version version;

		ck_assert(oa_mapi_version_parse(versions[i].text, &version));
		oa_mapi_version_format(&version, text, sizeof(text));
		ck_assert_str_eq(text, versions[i].text);
	}
}
END_TEST

/* Servers before Exchange 2003 have no minor number. */
START_TEST(old_form_is_written)
{
	const struct oa_mapi_version old = {{6, 4417, 10}};
	char text[OA_MAPI_VERSION_TEXT_LEN];

	oa_mapi_version_format(&old, text, sizeof(text));
	ck_assert_str_eq(text, "6.0.4417.10");
}
END_TEST

OA_TEST_MAIN(
	"mapiversion", versions_are_read, versions_are_written, old_form_is_written)
