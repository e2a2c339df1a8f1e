/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include <string.h>

/* Returns true if the step at index is the first one of its hop. */
static bool begins_hop(const struct oa_report *report, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (report->steps[i].hop == report->steps[index].hop)
			return false;
	return true;
}

/* Returns the class of a hop: that of its worst step; not tested only if nothing of
 * it was. */
static const char *hop_class(const struct oa_report *report, enum oa_hop hop)
{
	enum oa_state worst = OA_STATE_OK;
	bool is_tested = false;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->hop != hop || step->code == OA_CODE_NOT_TESTED)
			continue;
		is_tested = true;
		if (step->state > worst)
			worst = step->state;
	}
	return is_tested ? oa_markup_class(worst) : "untested";
}

/* The state as a sign, so that colour is not all that tells it. */
static const char *sign_of(const char *class)
{
	switch (class[0]) {
	case 'o':
		return "\xe2\x9c\x93"; /* check mark */
	case 'w':
		return "!";
	case 'c':
		return "\xe2\x9c\x95"; /* cross */
	default:
		return class[2] == 't' ? "\xc2\xb7" : "?"; /* middle dot */
	}
}

/* What a class means, for those who see neither colour nor sign. */
static const char *title_of(const char *class)
{
	return class[0] == 'u' && class[2] == 't' ? "not tested" : class;
}

void oa_markup_chain(FILE *out, const struct oa_report *report)
{
	fputs("<ul class=\"chain\">\n", out);
	for (size_t i = 0; i < report->step_count; i++) {
		enum oa_hop hop = report->steps[i].hop;
		const char *class = hop_class(report, hop);

		if (!begins_hop(report, i))
			continue;
		fprintf(out, "<li class=\"%s\" title=\"%s\">%s %s</li>\n", class,
			title_of(class), sign_of(class), oa_hop_name(hop));
	}
	fputs("</ul>\n", out);
}

/* The evidence of a finding is open, that of a step that went well is folded. */
static void put_evidence(FILE *out, const struct oa_step *step)
{
	if (!step->details)
		return;
	fprintf(out, "<details%s><summary>Evidence</summary><pre>",
		step->state == OA_STATE_OK ? "" : " open");
	oa_markup_lines(out, step->details);
	fputs("</pre></details>\n", out);
}

static void put_words(FILE *out, const struct oa_step *step)
{
	if (step->subject[0]) {
		fputs("<span class=\"subject\">", out);
		oa_markup_text(out, step->subject);
		fputs("</span>", out);
	}
	if (step->code == OA_CODE_NOT_TESTED) {
		fputs("not tested", out);
		return;
	}
	if (step->code != OA_CODE_OK)
		fprintf(out, "<span class=\"word\">%s</span> <code>%s</code> ",
			oa_state_name(step->state), oa_diagnosis(step->code)->name);
	oa_markup_text(out, step->text);
	if (step->seconds >= 0) {
		fputs(" <span class=\"took\">", out);
		oa_markup_seconds(out, step->seconds);
		fputs("</span>", out);
	}
}

static void put_step(FILE *out, const struct oa_step *step)
{
	fprintf(out, "<li class=\"%s\"><p>", oa_markup_step_class(step));
	put_words(out, step);
	fputs("</p>\n", out);
	if (step->hint[0]) {
		fputs("<p class=\"fix\"><b>Fix</b>", out);
		oa_markup_text(out, step->hint);
		fputs("</p>\n", out);
	}
	put_evidence(out, step);
	fputs("</li>\n", out);
}

static void put_hop(FILE *out, const struct oa_report *report, enum oa_hop hop)
{
	const char *class = hop_class(report, hop);

	fprintf(out,
		"<li class=\"%s\"><span class=\"mark\" title=\"%s\">%s</span>"
		"<p class=\"hop\">%s</p>\n<ol class=\"steps\">\n",
		class, title_of(class), sign_of(class), oa_hop_name(hop));
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].hop == hop)
			put_step(out, &report->steps[i]);
	fputs("</ol></li>\n", out);
}

void oa_markup_hops(FILE *out, const struct oa_report *report)
{
	fputs("<section>\n<h2>Hops</h2>\n<ol class=\"hops\">\n", out);
	for (size_t i = 0; i < report->step_count; i++)
		if (begins_hop(report, i))
			put_hop(out, report, report->steps[i].hop);
	fputs("</ol>\n</section>\n", out);
}
