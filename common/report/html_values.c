/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include "common/report/perfdata.h"

#include <math.h>
#include <string.h>

/* The interface of plugins has no unit for days; their labels say what they are. */
static bool is_days(const struct oa_perf_item *item)
{
	return strncmp(item->perf->label, "days", 4) == 0;
}

/* Times as people read them, everything else with its unit. */
static void put_number(FILE *out, const struct oa_perf_item *item, double value)
{
	const char *unit = item->perf->unit;
	char number[OA_NUMBER_SIZE];

	if (strcmp(unit, "s") == 0) {
		oa_markup_seconds(out, value);
		return;
	}
	oa_number(number, value);
	fputs(number, out);
	if (is_days(item))
		fputs(value == 1 ? " day" : " days", out);
	else if (unit[0] && unit[0] != 'c') /* a counter has no unit for people */
		fprintf(out, " %s", unit);
}

/* What lies inside of a range, in words. */
static void put_inside(
	FILE *out, const struct oa_perf_item *item, const struct oa_range *range)
{
	if (isfinite(range->start)) {
		fputs("from ", out);
		put_number(out, item, range->start);
	}
	if (isfinite(range->end)) {
		fputs(isfinite(range->start) ? " to " : "up to ", out);
		put_number(out, item, range->end);
	}
	if (!isfinite(range->start) && !isfinite(range->end))
		fputs("always", out);
}

/* What lies outside of a range, in words. */
static void put_outside(
	FILE *out, const struct oa_perf_item *item, const struct oa_range *range)
{
	bool has_start = isfinite(range->start) && !(item->has_min && !range->start);
	bool has_end = isfinite(range->end);

	if (has_start) {
		fputs("below ", out);
		put_number(out, item, range->start);
	}
	if (has_start && has_end)
		fputs(" or ", out);
	if (has_end) {
		fputs("above ", out);
		put_number(out, item, range->end);
	}
	if (!has_start && !has_end)
		fputs("never", out);
}

static void put_limit(
	FILE *out, const struct oa_perf_item *item, const char *state, const char *text)
{
	struct oa_range range;

	if (!text || !text[0])
		return;
	fprintf(out, "<span class=\"limit\">%s ", state);
	if (oa_range_parse(text, &range, NULL) < 0)
		oa_markup_text(out, text);
	else if (range.alerts_inside)
		put_inside(out, item, &range);
	else
		put_outside(out, item, &range);
	fputs("</span> ", out);
}

static void put_row(FILE *out, const struct oa_perf_item *item)
{
	fputs("<tr><th scope=\"row\"><code>", out);
	oa_markup_text(out, item->perf->label);
	fputs("</code></th><td class=\"meaning soft\">", out);
	oa_markup_text(out, item->perf->meaning);
	fputs("</td><td class=\"number\">", out);
	put_number(out, item, item->value);
	fputs("</td><td class=\"limits soft\">", out);
	put_limit(out, item, "warning", item->warn);
	put_limit(out, item, "critical", item->crit);
	fputs("</td></tr>\n", out);
}

static void put_measured(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	size_t count = 0;

	for (const struct oa_perf *perf = how->perf; perf->label; perf++) {
		struct oa_perf_item item = oa_perf_item(report, how, perf);

		if (!item.is_measured)
			continue;
		if (!count++)
			fputs("<table class=\"values\">\n", out);
		put_row(out, &item);
	}
	if (count)
		fputs("</table>\n", out);
}

static void put_unmeasured(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	const char *before = "<p class=\"soft\">Not measured in this run: ";

	for (const struct oa_perf *perf = how->perf; perf->label; perf++) {
		struct oa_perf_item item = oa_perf_item(report, how, perf);

		if (item.is_measured)
			continue;
		fputs(before, out);
		fputs("<code>", out);
		oa_markup_text(out, perf->label);
		fputs("</code>", out);
		before = ", ";
	}
	if (before[0] == ',')
		fputs("</p>\n", out);
}

void oa_markup_values(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	if (!how->perf || !how->perf->label)
		return;
	fputs("<section>\n<h2>Measured</h2>\n", out);
	put_measured(out, report, how);
	put_unmeasured(out, report, how);
	fputs("</section>\n", out);
}
