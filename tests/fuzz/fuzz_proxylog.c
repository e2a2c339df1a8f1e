/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogcount.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_field(
	const struct oa_proxylog_text *field, const char *line, size_t len)
{
	if (field->text < line || field->text + field->len > line + len)
		abort();
}

static void take_line(const struct oa_proxylog_layout *layout, const char *line,
	size_t len, struct oa_proxylog_counts *counts)
{
	struct oa_proxylog_record record;

	if (!oa_proxylog_line_parse(layout, line, len, &record))
		return;
	for (size_t i = 0; i < OA_PROXYLOG_COLUMNS; i++)
		check_field(&record.field[i], line, len);
	if (record.time_ms < -1 || record.status < 0 || record.status > 999)
		abort();
	oa_proxylog_count(counts, &record);
}

static void check_counts(const struct oa_proxylog_counts *counts)
{
	const struct oa_tally_entry *top = oa_tally_top(&counts->servers, 0);

	if (oa_proxylog_failures(counts) > oa_proxylog_requests(counts) ||
		(top && top->failures > top->requests))
		abort();
	if (counts->times.total && oa_proxylog_quantile(&counts->times, 0.95) <
					   oa_proxylog_quantile(&counts->times, 0.5))
		abort();
}

/* A log: lines that name columns, and lines of these columns. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_proxylog_counts *counts = calloc(1, sizeof(*counts));
	struct oa_proxylog_layout layout = {.count = 0};
	const char *text = (const char *)data;

	if (!counts)
		return 0;
	/* lines without a date count only where there is no window */
	counts->from_ms = len % 2 ? 1000 : 0;
	for (size_t pos = 0; pos < len;) {
		const char *end = memchr(text + pos, '\n', len - pos);
		size_t line = end ? (size_t)(end - text) - pos : len - pos;

		if (!oa_proxylog_layout_parse(text + pos, line, &layout))
			take_line(&layout, text + pos, line, counts);
		pos += line + 1;
	}
	check_counts(counts);
	free(counts);
	return 0;
}
