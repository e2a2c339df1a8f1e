/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/eeinfo.h"
#include "common/base/bytes.h"
#include "common/net/base64.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>

/* Chains that tests/lab/eeinfo.py has written with impacket's NDR from the IDL of
 * [MS-EERR]; 0xaa and its like are padding. */
/* clang-format off */
#define VECTOR_EEINFO_REFUSED \
	"01100800ccccccccd80000000000000000000200020000000000020001000100" \
	"0400aaaa6622000092100000bfbfbfbf0040780e71ffda010e000000ba060000" \
	"a00500000200abab020002000d00aaaab8910000abababab0300030071170000" \
	"02000000abababab000000000200020092100000bfbfbfbf0040780e71ffda01" \
	"080000004d270000370100000200abab0300030071170000020002000a00aaaa" \
	"f2d800000a0000003100390032002e0030002e0032002e003500000004000000" \
	"45005800310000000d0000004500580031002e006c00610062002e0074006500" \
	"7300740000000000"

#define VECTOR_EEINFO_UNANSWERED \
	"01100800cccccccc600000000000000000000200000000000000020002000200" \
	"92100000bfbfbfbf0040780e71ffda010e000000ba060000a005000000000000" \
	"00000000abababab000000000200020092100000bfbfbfbf0040780e71ffda01" \
	"080000004c2700003e01000000000000"

#define VECTOR_EEINFO_UNRESOLVED \
	"01100800cccccccc900000000000000000000200000000000000020001000100" \
	"0400aaaa62cd000092100000bfbfbfbf0040780e71ffda010e000000ba060000" \
	"a00500000000000001000000abababab000000000200020092100000bfbfbfbf" \
	"0040780e71ffda0108000000f92a0000420100000100abab020002000400aaaa" \
	"87c3000004000000450058003900000004000000450058003100000000000000"

#define VECTOR_EEINFO_PROXY_ONLY \
	"01100800cccccccc300000000000000000000200000000000000000002000200" \
	"92100000bfbfbfbf0040780e71ffda010e000000ba060000a005000000000000"

#define VECTOR_EEINFO_SILENT \
	"01100800cccccccc300000000000000000000200000000000000000002000200" \
	"92100000bfbfbfbf0040780e71ffda010200000005000000d606000000000000"

#define VECTOR_EEINFO_KINDS \
	"01100800ccccccccc00000000000000000000200040000000000020001000100" \
	"0400aaaa2810000092100000bfbfbfbf0040780e71ffda0102000000ba060000" \
	"000003000400abab010001000500aaaa4d410000abababab04000400feffabab" \
	"05000500bfbfbfbf8877665544332211070007000300aaaa301e000001000000" \
	"000000000200020092100000bfbfbfbf0040780e71ffda0102000000ba060000" \
	"000000000100abab0600060004000000450058003200000005000000616e7369" \
	"00efefef030000000001ff0000000000"

#define VECTOR_EEINFO_FIVE_PARAMS \
	"01100800cccccccc580000000000000000000200050000000000000002000200" \
	"92100000bfbfbfbf0040780e71ffda0102000000ba060000000000000500abab" \
	"0300030001000000030003000200000003000300030000000300030004000000" \
	"0300030005000000"

/* clang-format on */

static struct oa_eeinfo parse(const char *text)
{
	struct hex bytes = hex(text);
	struct oa_error err = {0};
	struct oa_eeinfo info;

	ck_assert_msg(oa_eeinfo_parse(bytes.bytes, bytes.len, &info, &err) == 0, "%s",
		err.text);
	return info;
}

static const struct described_case {
	const char *bytes;
	size_t count;
	enum oa_eeinfo_cause cause;
	const char *lines[2];
} described[] = {
	{VECTOR_EEINFO_REFUSED, 2, OA_EEINFO_UNREACHED,
		{"EX1 process 4242: connect (RPC over HTTP, location 1440): "
		 "RPC_S_SERVER_UNAVAILABLE (0x6ba): the proxy cannot or may not "
		 "connect to the RPC server; EX1.lab.test, 6001",
			"process 4242: connect (Winsock, location 311): 10061 "
			"connection refused; 6001, 192.0.2.5"}},
	{VECTOR_EEINFO_UNANSWERED, 2, OA_EEINFO_UNREACHED,
		{NULL, "process 4242: connect (Winsock, location 318): 10060 no "
		       "answer"}},
	{VECTOR_EEINFO_UNRESOLVED, 2, OA_EEINFO_UNRESOLVED,
		{NULL, "process 4242: name resolution (Winsock, location 322): 11001 "
		       "host not found; EX9"}},
	{VECTOR_EEINFO_PROXY_ONLY, 1, OA_EEINFO_UNREACHED, {NULL, NULL}},
	{VECTOR_EEINFO_SILENT, 1, OA_EEINFO_SILENT, {NULL, NULL}},
	{VECTOR_EEINFO_KINDS, 2, OA_EEINFO_SILENT,
		{"EX2 process 4242: at (RPC runtime, location 0): "
		 "RPC_S_SERVER_UNAVAILABLE (0x6ba): the proxy cannot or may not "
		 "connect to the RPC server; ansi, -2, 0x1122334455667788, 0001ff",
			NULL}},
};

START_TEST(chains_are_decoded_and_described)
{
	for (size_t i = 0; i < OA_LENGTH(described); i++) {
		const struct described_case *test = &described[i];
		struct oa_eeinfo info = parse(test->bytes);
		const struct oa_eeinfo_record *record;
		char text[300];

		ck_assert_uint_eq(info.count, test->count);
		ck_assert_int_eq(oa_eeinfo_cause(&info, &record), test->cause);
		ck_assert_int_eq(record != NULL, test->cause != OA_EEINFO_SILENT);
		for (size_t j = 0; j < info.count; j++) {
			oa_eeinfo_describe(&info.record[j], text, sizeof(text));
			if (test->lines[j])
				ck_assert_str_eq(text, test->lines[j]);
		}
	}
}
END_TEST

START_TEST(fields_are_what_was_written)
{
	struct oa_eeinfo info = parse(VECTOR_EEINFO_KINDS);
	const struct oa_eeinfo_record *record = &info.record[0];

	ck_assert_str_eq(record->computer, "EX2");
	ck_assert_uint_eq(record->process_id, 4242);
	ck_assert_uint_eq(record->timestamp, 133700000000000000);
	ck_assert_uint_eq(record->component, 2);
	ck_assert_uint_eq(record->status, 0x6ba);
	ck_assert_uint_eq(record->flags, 3);
	ck_assert_uint_eq(record->param_count, 4);
	ck_assert_uint_eq(info.record[1].param_count, 1);
	ck_assert_str_eq(info.record[1].params[0], "");
	ck_assert_str_eq(info.record[1].computer, "");
}
END_TEST

/* The cause is the record nearest to it. */
START_TEST(innermost_record_decides)
{
	struct oa_eeinfo info = parse(VECTOR_EEINFO_REFUSED);
	const struct oa_eeinfo_record *record;

	ck_assert_int_eq(oa_eeinfo_cause(&info, &record), OA_EEINFO_UNREACHED);
	ck_assert_uint_eq(record->status, 10061);
	ck_assert_str_eq(oa_eeinfo_status_text(record->status), "connection refused");
	ck_assert_str_eq(oa_eeinfo_status_text(0x6ba), "error");
}
END_TEST

/* Whole or not at all: no prefix of the text that is shorter than the object. */
START_TEST(no_prefix_is_accepted)
{
	struct hex bytes = hex(VECTOR_EEINFO_REFUSED);
	struct oa_eeinfo info = {.count = 77};

	for (size_t len = 0; len < bytes.len; len++) {
		struct oa_error err = {0};

		ck_assert_int_eq(oa_eeinfo_parse(bytes.bytes, len, &info, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
	}
	ck_assert_uint_eq(info.count, 77);
}
END_TEST

static const struct broken_case {
	size_t offset; /* into VECTOR_EEINFO_REFUSED */
	uint8_t value;
} broken[] = {
	{0, 2},     /* version */
	{1, 0},     /* byte order */
	{2, 4},     /* length of the header */
	{9, 0xff},  /* length of the object */
	{16, 0},    /* null where the chain is due (with the bytes behind it) */
	{20, 3},    /* capacity is not nLen */
	{28, 3},    /* kind of the computer's name */
	{30, 2},    /* its discriminant differs */
	{68, 5},    /* more parameters than four */
	{72, 8},    /* kind of a parameter */
	{76, 0xff}, /* length of its string is not the count before it */
	{77, 0x80}, /* a negative one */
};

START_TEST(broken_chains_are_refused)
{
	for (size_t i = 0; i < OA_LENGTH(broken); i++) {
		struct hex bytes = hex(VECTOR_EEINFO_REFUSED);
		struct oa_error err = {0};
		struct oa_eeinfo info;

		bytes.bytes[broken[i].offset] = broken[i].value;
		if (broken[i].offset == 16)
			memset(bytes.bytes + 16, 0, 4);
		ck_assert_msg(oa_eeinfo_parse(bytes.bytes, bytes.len, &info, &err) < 0,
			"row %zu", i);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
	}
}
END_TEST

static const struct found_case {
	const char *before;
	bool has_chain;
	const char *after;
	int result;
} found[] = {
	{"RPC Error: 6ba, EEInfo: ", true, "", 1},
	{"RPC Error: 6ba, EEInfo:", true, "", 1},
	{"RPC EEInfo:", true, "\r\n", 1},
	{"RPC Error: 6ba", false, "", 0},
	{"RPC Error: 6ba, EEInfo: ", false, "", -1},
	{"RPC Error: 6ba, EEInfo: ", false, "AAA", -1},
	{"RPC Error: 6ba, EEInfo: ", false, "AAAA", -1},
};

START_TEST(base64_is_found_in_text)
{
	struct hex bytes = hex(VECTOR_EEINFO_REFUSED);
	char base64[1024], text[1400];

	oa_base64_encode(bytes.bytes, bytes.len, base64);
	base64[oa_base64_encoded_len(bytes.len)] = '\0';
	for (size_t i = 0; i < OA_LENGTH(found); i++) {
		struct oa_error err = {0};
		struct oa_eeinfo info;

		snprintf(text, sizeof(text), "%s%s%s", found[i].before,
			found[i].has_chain ? base64 : "", found[i].after);
		ck_assert_int_eq(oa_eeinfo_find(text, strlen(text), &info, &err),
			found[i].result);
		if (found[i].result > 0)
			ck_assert_uint_eq(info.count, 2);
	}
}
END_TEST

OA_TEST_MAIN("eeinfo", chains_are_decoded_and_described, fields_are_what_was_written,
	innermost_record_decides, no_prefix_is_accepted, broken_chains_are_refused,
	base64_is_found_in_text)
