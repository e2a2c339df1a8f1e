/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogline.h"

#include <string.h>
#include <strings.h>

#define FIELDS_MAX 1024

static const char *const names[OA_PROXYLOG_COLUMNS] = {
	[OA_PROXYLOG_DATE] = "DateTime",
	[OA_PROXYLOG_SERVER] = "ServerHostName",
	[OA_PROXYLOG_STATUS] = "HttpStatus",
	[OA_PROXYLOG_BACKEND] = "BackEndStatus",
	[OA_PROXYLOG_ERROR] = "ErrorCode",
	[OA_PROXYLOG_TARGET] = "TargetServer",
	[OA_PROXYLOG_VERSION] = "TargetServerVersion",
	[OA_PROXYLOG_TIME] = "TotalRequestTime",
	[OA_PROXYLOG_QUERY] = "UrlQuery",
	[OA_PROXYLOG_ERRORS] = "GenericErrors",
};

static bool is_named(const char *text, size_t len, const char *name)
{
	return len == strlen(name) && !strncasecmp(text, name, len);
}

static void add_column(
	struct oa_proxylog_layout *layout, size_t place, const char *text, size_t len)
{
	for (uint16_t i = 0; i < OA_PROXYLOG_COLUMNS; i++) {
		bool is_known = false;

		if (!is_named(text, len, names[i]))
			continue;
		for (size_t k = 0; k < layout->count; k++)
			is_known = is_known || layout->column[k] == i;
		if (is_known)
			return;
		layout->place[layout->count] = (uint16_t)place;
		layout->column[layout->count++] = i;
	}
}

bool oa_proxylog_layout_has(
	const struct oa_proxylog_layout *layout, enum oa_proxylog_column column)
{
	for (size_t i = 0; i < layout->count; i++)
		if (layout->column[i] == column)
			return true;
	return false;
}

/* Passes over "#Fields:", or knows the line by the name of its first column. */
static const char *skip_mark(const char *line, const char *end)
{
	static const char mark[] = "#Fields:";
	size_t mark_len = sizeof(mark) - 1;

	if ((size_t)(end - line) >= mark_len && !strncasecmp(line, mark, mark_len)) {
		line += mark_len;
		while (line < end && *line == ' ')
			line++;
		return line;
	}
	if (end - line >= 9 && !strncasecmp(line, "DateTime,", 9))
		return line;
	return NULL;
}

bool oa_proxylog_layout_parse(
	const char *line, size_t len, struct oa_proxylog_layout *ret_layout)
{
	struct oa_proxylog_layout layout = {.count = 0};
	const char *end = line + len;
	const char *at = skip_mark(line, end);

	if (!at)
		return false;
	for (size_t place = 0; place < FIELDS_MAX && at <= end; place++) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma ? comma : end;

		while (stop > at && stop[-1] == ' ')
			stop--;
		while (at < stop && *at == ' ')
			at++;
		add_column(&layout, place, at, (size_t)(stop - at));
		if (!comma)
			break;
		at = comma + 1;
	}
	if (!oa_proxylog_layout_has(&layout, OA_PROXYLOG_STATUS))
		return false;
	*ret_layout = layout;
	return true;
}

/* Returns the end of a field in quotes that begins at `at`: behind the closing quote;
 * NULL if there is none. */
static const char *quoted_end(const char *at, const char *end)
{
	for (at++; at < end; at += 2) {
		at = memchr(at, '"', (size_t)(end - at));
		if (!at)
			return NULL;
		if (at + 1 == end || at[1] != '"')
			return at + 1;
	}
	return NULL;
}

/* Returns the comma that ends the field at `at`, or end; NULL if a quote is open. */
static inline const char *field_end(const char *at, const char *end)
{
	const char *comma;

	if (at < end && *at == '"') {
		at = quoted_end(at, end);
		if (!at)
			return NULL;
	}
	/* most fields are empty or short */
	for (unsigned i = 0; i < 8 && at < end; i++, at++)
		if (*at == ',')
			return at;
	comma = at < end ? memchr(at, ',', (size_t)(end - at)) : NULL;
	return comma ? comma : end;
}

static struct oa_proxylog_text unquoted(const char *at, const char *stop)
{
	if (stop - at >= 2 && at[0] == '"' && stop[-1] == '"') {
		at++;
		stop--;
	}
	return (struct oa_proxylog_text){at, (size_t)(stop - at)};
}

/* Digits up to anything else; -1 if there is none, or too many. */
static int64_t number_of(const struct oa_proxylog_text *field)
{
	int64_t number = 0;
	size_t i = 0;

	while (i < field->len && field->text[i] >= '0' && field->text[i] <= '9') {
		if (i == 15)
			return -1;
		number = 10 * number + (field->text[i++] - '0');
	}
	return i ? number : -1;
}

static int status_of(const struct oa_proxylog_text *field)
{
	int64_t number = number_of(field);

	return number >= 100 && number <= 999 ? (int)number : 0;
}

bool oa_proxylog_line_parse(const struct oa_proxylog_layout *layout, const char *line,
	size_t len, struct oa_proxylog_record *ret_record)
{
	struct oa_proxylog_record record;
	const char *end = line + len, *at = line;
	size_t place = 0;

	for (size_t i = 0; i < OA_PROXYLOG_COLUMNS; i++)
		record.field[i] = (struct oa_proxylog_text){line, 0};
	for (size_t i = 0; i < layout->count; i++) {
		const char *stop = field_end(at, end);

		for (; stop && place < layout->place[i]; place++) {
			if (stop == end)
				return false;
			at = stop + 1;
			stop = field_end(at, end);
		}
		if (!stop)
			return false;
		record.field[layout->column[i]] = unquoted(at, stop);
	}
	record.status = status_of(&record.field[OA_PROXYLOG_STATUS]);
	record.backend = status_of(&record.field[OA_PROXYLOG_BACKEND]);
	record.time_ms = number_of(&record.field[OA_PROXYLOG_TIME]);
	*ret_record = record;
	return true;
}

/* Reads count digits at text + at; -1 if there is anything else. */
static int digits(const char *text, size_t at, size_t count)
{
	int number = 0;

	for (size_t i = at; i < at + count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = 10 * number + (text[i] - '0');
	}
	return number;
}

/* Days since 1970 of a date of the Gregorian calendar, by years that begin in
 * March. */
static int64_t days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t month_from_march = month <= 2 ? month + 9 : month - 3;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;

	return 365 * y + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

bool oa_proxylog_date_parse(const char *text, size_t len, int64_t *ret_ms)
{
	int year, month, day, hour, minute, second, ms = 0;

	if (len < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' ||
		text[16] != ':' || (text[10] != 'T' && text[10] != ' '))
		return false;
	year = digits(text, 0, 4);
	month = digits(text, 5, 2);
	day = digits(text, 8, 2);
	hour = digits(text, 11, 2);
	minute = digits(text, 14, 2);
	second = digits(text, 17, 2);
	if (len >= 23 && text[19] == '.')
		ms = digits(text, 20, 3);
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 ||
		hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
		ms < 0)
		return false;
	*ret_ms = (((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60 +
			  second) *
			  1000 +
		  ms;
	return true;
}
