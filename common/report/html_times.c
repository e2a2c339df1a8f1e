/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include <stdlib.h>

/* Width of the bars' coordinates; a bar is at least a few units wide to be seen. */
#define SCALE    1000.0
#define THINNEST 4.0

/* Less than this between two steps, or than this share of all, is not worth a bar. */
#define GAP_US    1000
#define GAP_SHARE 0.02

/* What a step took, in microseconds of the monotonic clock. */
struct span {
	int64_t start;
	int64_t end;
};

/* Returns when the step before was over; the step's own end if it is the first. */
static int64_t end_before(const struct oa_report *report, const struct oa_step *step)
{
	int64_t last = INT64_MIN;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *other = &report->steps[i];

		if (other != step && other->end_us < step->end_us &&
			other->end_us > last)
			last = other->end_us;
	}
	return last == INT64_MIN ? step->end_us : last;
}

/* A finding has seldom a time of its own: it took what has passed since the step
 * before.  Returns false if there is nothing to show. */
static bool find_span(const struct oa_report *report, const struct oa_step *step,
	struct span *ret_span)
{
	struct span span = {.start = step->end_us, .end = step->end_us};

	if (step->code == OA_CODE_NOT_TESTED)
		return false;
	if (step->seconds >= 0)
		span.start -= (int64_t)(step->seconds * 1e6);
	else if (step->state != OA_STATE_OK)
		span.start = end_before(report, step);
	if (step->seconds < 0 && span.end - span.start < GAP_US)
		return false;
	*ret_span = span;
	return true;
}

/* A row of the chart. */
struct row {
	const struct oa_step *step; /* borrowed; NULL while the run waited */
	struct span span;
};

/* Rows in the order in which they began, with the time of all. */
struct chart {
	struct row row[2 * OA_STEPS_MAX];
	size_t count;
	struct span all;
};

static int by_start(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	/* steps of a report stand in one array */
	return (a->step > b->step) - (a->step < b->step);
}

static size_t collect_steps(
	const struct oa_report *report, struct row rows[OA_STEPS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < report->step_count; i++)
		if (find_span(report, &report->steps[i], &rows[count].span))
			rows[count++].step = &report->steps[i];
	qsort(rows, count, sizeof(rows[0]), by_start);
	return count;
}

static struct span whole(const struct row *rows, size_t count)
{
	struct span all = rows[0].span;

	for (size_t i = 1; i < count; i++)
		if (rows[i].span.end > all.end)
			all.end = rows[i].span.end;
	return all;
}

/* Puts the waits that are worth a row between the steps. */
static void build(const struct oa_report *report, struct chart *chart)
{
	struct row rows[OA_STEPS_MAX];
	size_t count = collect_steps(report, rows);
	int64_t until, least;

	*chart = (struct chart){.count = 0};
	if (!count)
		return;
	chart->all = whole(rows, count);
	least = (int64_t)((double)(chart->all.end - chart->all.start) * GAP_SHARE);
	until = chart->all.start;
	for (size_t i = 0; i < count; i++) {
		const struct span *span = &rows[i].span;

		if (span->start - until > (least > GAP_US ? least : GAP_US))
			chart->row[chart->count++] = (struct row){
				.span = {until, span->start}};
		chart->row[chart->count++] = rows[i];
		if (span->end > until)
			until = span->end;
	}
}

static double share(int64_t part, const struct span *all)
{
	return (double)part / (double)(all->end - all->start) * SCALE;
}

static void put_bar(FILE *out, const struct span *span, const struct span *all)
{
	double width = share(span->end - span->start, all);
	double left = share(span->start - all->start, all);

	if (width < THINNEST)
		width = THINNEST;
	if (left > SCALE - width)
		left = SCALE - width;
	fprintf(out,
		"<svg viewBox=\"0 0 %g 10\" preserveAspectRatio=\"none\" "
		"aria-hidden=\"true\"><rect x=\"%.1f\" y=\"1\" width=\"%.1f\" "
		"height=\"8\"/></svg>",
		SCALE, left, width);
}

static void put_label(FILE *out, const struct oa_step *step)
{
	if (!step) {
		fputs("<tr class=\"waiting\"><th scope=\"row\">waiting", out);
		return;
	}
	fprintf(out, "<tr class=\"%s\"><th scope=\"row\">%s%s",
		oa_markup_step_class(step), oa_hop_name(step->hop),
		step->subject[0] ? " " : "");
	oa_markup_text(out, step->subject);
}

static void put_row(FILE *out, const struct row *row, const struct span *all)
{
	const struct span *span = &row->span;

	put_label(out, row->step);
	fputs("</th><td>", out);
	put_bar(out, span, all);
	fputs("</td><td class=\"number\" title=\"from ", out);
	oa_markup_seconds(out, (double)(span->start - all->start) / 1e6);
	fputs("\">", out);
	oa_markup_seconds(out, (double)(span->end - span->start) / 1e6);
	fputs("</td></tr>\n", out);
}

void oa_markup_times(FILE *out, const struct oa_report *report)
{
	struct chart chart;

	build(report, &chart);
	if (chart.all.end == chart.all.start)
		return;
	fputs("<section>\n<h2>Where the time went</h2>\n<table class=\"times\">\n",
		out);
	for (size_t i = 0; i < chart.count; i++)
		put_row(out, &chart.row[i], &chart.all);
	fputs("<tr class=\"all\"><th scope=\"row\">in all</th><td></td>"
	      "<td class=\"number\">",
		out);
	oa_markup_seconds(out, (double)(chart.all.end - chart.all.start) / 1e6);
	fputs("</td></tr>\n</table>\n</section>\n", out);
}
