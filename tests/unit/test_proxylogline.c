/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/proxylogline.h"
#include "tests/unit/runner.h"

#include <string.h>

static const char fields[] =
	"#Fields: DateTime,X,HttpStatus,BackEndStatus,TargetServer,TotalRequestTime,Y";

/* Lines that name columns. */
static const struct {
	const char *line;
	bool is_layout;
	size_t count;
	uint16_t status_at;
} layouts[] = {
	{fields, true, 5, 2},
	{"DateTime,HttpStatus", true, 2, 1},
	{"datetime,httpstatus,backendstatus", true, 3, 1},
	{"#Fields:HttpStatus", true, 1, 0},
	{"#Fields: HttpStatus , DateTime ", true, 2, 0},
	{"#Fields: HttpStatus,HttpStatus", true, 1, 0},
	{"#Fields: DateTime,BackEndStatus", false, 0, 0},
	{"#Fields:", false, 0, 0},
	{"#Software: Microsoft Exchange Server", false, 0, 0},
	{"2026-11-21T04:34:10.250Z,HttpStatus", false, 0, 0},
	{"", false, 0, 0},
};

START_TEST(columns_are_found)
{
	for (size_t i = 0; i < OA_LENGTH(layouts); i++) {
		struct oa_proxylog_layout layout = {.count = 77};
		bool is_layout = oa_proxylog_layout_parse(
			layouts[i].line, strlen(layouts[i].line), &layout);
		size_t k = 0;

		ck_assert_msg(is_layout == layouts[i].is_layout, "%zu", i);
		if (!is_layout) {
			ck_assert_uint_eq(layout.count, 77);
			continue;
		}
		ck_assert_msg(layout.count == layouts[i].count, "%zu", i);
		while (layout.column[k] != OA_PROXYLOG_STATUS)
			k++;
		ck_assert_uint_eq(layout.place[k], layouts[i].status_at);
	}
}
END_TEST

/* Lines of the layout `fields`. */
static const struct {
	const char *line;
	bool is_whole;
	int status;
	int backend;
	const char *target;
	int64_t time_ms;
} lines[] = {
	{"2026,x,200,500,EX1.lab.test,12,y", true, 200, 500, "EX1.lab.test", 12},
	{"2026,x,200,500,EX1.lab.test,12", true, 200, 500, "EX1.lab.test", 12},
	{"2026,x,200,500,EX1.lab.test,12,", true, 200, 500, "EX1.lab.test", 12},
	{",,,,,,", true, 0, 0, "", -1},
	{"2026,\"a,b\",200,,\"EX,1\",12.5,", true, 200, 0, "EX,1", 12},
	{"2026,\"a\"\"b,c\",401,,\"\",1,", true, 401, 0, "", 1},
	{"2026,\"a\"bc,404,,x,1,", true, 404, 0, "x", 1},
	{"2026,a\"b,503,,x,1,", true, 503, 0, "x", 1},
	{"2026,a long field that is no number,99,1000,x,1,", true, 0, 0, "x", 1},
	{"2026,x,abc,-1,x,99999999999999999999,", true, 0, 0, "x", -1},
	{"2026,x,200,500,EX1.lab.test", false, 0, 0, "", 0},
	{"2026,\"x,200,500,EX1.lab.test,12,y", false, 0, 0, "", 0},
	{"2026,x,200,500,\"EX1.lab.test,12,y\"\"", false, 0, 0, "", 0},
	{"", false, 0, 0, "", 0},
};

START_TEST(lines_are_taken_apart)
{
	struct oa_proxylog_layout layout;

	ck_assert(oa_proxylog_layout_parse(fields, strlen(fields), &layout));
	for (size_t i = 0; i < OA_LENGTH(lines); i++) {
		struct oa_proxylog_record record;
		const struct oa_proxylog_text *target =
			&record.field[OA_PROXYLOG_TARGET];

		ck_assert_msg(
			oa_proxylog_line_parse(&layout, lines[i].line,
				strlen(lines[i].line), &record) == lines[i].is_whole,
			"%zu", i);
		if (!lines[i].is_whole)
			continue;
		ck_assert_msg(record.status == lines[i].status, "%zu", i);
		ck_assert_int_eq(record.backend, lines[i].backend);
		ck_assert_int_eq(record.time_ms, lines[i].time_ms);
		ck_assert_msg(target->len == strlen(lines[i].target), "%zu", i);
		ck_assert_mem_eq(target->text, lines[i].target, target->len);
		ck_assert_uint_eq(record.field[OA_PROXYLOG_ERROR].len, 0);
	}
}
END_TEST

static const struct {
	const char *text;
	int64_t ms; /* -1: no date */
} dates[] = {
	{"1970-01-01T00:00:00.000Z", 0},
	{"2026-11-21T04:34:10.250Z", INT64_C(1795235650250)},
	{"2026-11-21T04:34:10", INT64_C(1795235650000)},
	{"2026-11-21 04:34:10Z", INT64_C(1795235650000)},
	{"2024-02-29T00:00:00Z", INT64_C(1709164800000)},
	{"2024-03-01T00:00:00Z", INT64_C(1709251200000)},
	{"2000-03-01T12:00:00.999Z", INT64_C(951912000999)},
	{"2026-13-21T04:34:10Z", -1},
	{"2026-11-00T04:34:10Z", -1},
	{"2026-11-21T24:34:10Z", -1},
	{"2026-11-21T04:60:10Z", -1},
	{"2026/11/21T04:34:10Z", -1},
	{"2026-11-21T04:34", -1},
	{"20x6-11-21T04:34:10Z", -1},
	{"2026-11-21T04:34:10.x50Z", -1},
	{"", -1},
};

START_TEST(dates_are_read)
{
	for (size_t i = 0; i < OA_LENGTH(dates); i++) {
		int64_t ms = -1;

		oa_proxylog_date_parse(dates[i].text, strlen(dates[i].text), &ms);
		ck_assert_msg(ms == dates[i].ms, "%zu: %lld", i, (long long)ms);
	}
}
END_TEST

OA_TEST_MAIN("proxylogline", columns_are_found, lines_are_taken_apart, dates_are_read)
