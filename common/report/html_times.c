/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

/* Width of the bars' coordinates; a bar is at least a few units wide to be seen. */
#define SCALE    1000.0
#define THINNEST 4.0

/* Less than this between two steps is not worth a bar. */
#define GAP_US 1000

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

/* Returns the time from the first begin to the last end, 0 if nothing was measured. */
static struct span whole(const struct oa_report *report)
{
	struct span all = {.start = INT64_MAX, .end = INT64_MIN};
	struct span span;

	for (size_t i = 0; i < report->step_count; i++) {
		if (!find_span(report, &report->steps[i], &span))
			continue;
		if (span.start < all.start)
			all.start = span.start;
		if (span.end > all.end)
			all.end = span.end;
	}
	return all.end > all.start ? all : (struct span){0};
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

static void put_row(FILE *out, const struct oa_step *step, const struct span *span,
	const struct span *all)
{
	fprintf(out, "<tr class=\"%s\"><th scope=\"row\">%s ",
		oa_markup_step_class(step), oa_hop_name(step->hop));
	oa_markup_text(out, step->subject);
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
	struct span all = whole(report);
	struct span span;

	if (all.end == all.start)
		return;
	fputs("<section>\n<h2>Where the time went</h2>\n<table class=\"times\">\n",
		out);
	for (size_t i = 0; i < report->step_count; i++)
		if (find_span(report, &report->steps[i], &span))
			put_row(out, &report->steps[i], &span, &all);
	fputs("<tr><th scope=\"row\" class=\"soft\">in all</th><td></td>"
	      "<td class=\"number soft\">",
		out);
	oa_markup_seconds(out, (double)(all.end - all.start) / 1e6);
	fputs("</td></tr>\n</table>\n</section>\n", out);
}
