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

/* How a hop looks: its class, the state as a sign, so that colour is not all that tells
 * it, and what both mean for those who see neither. */
struct look {
	const char *class;
	const char *sign;
	const char *words;
};

static const struct look looks[OA_STATES] = {
	[OA_STATE_OK] = {"ok", "\xe2\x9c\x93", "ok"}, /* check mark */
	[OA_STATE_UNKNOWN] = {"unknown", "?", "unknown"},
	[OA_STATE_WARNING] = {"warning", "!", "warning"},
	[OA_STATE_CRITICAL] = {"critical", "\xe2\x9c\x95", "critical"}, /* cross */
};

/* half a circle, middle dot */
static const struct look partly = {"partly", "\xe2\x97\x90", "partly tested"};
static const struct look untested = {"untested", "\xc2\xb7", "not tested"};

/* Returns the look of a hop: that of its worst step.  What went well proves nothing of
 * what was not reached. */
static const struct look *look_of(const struct oa_report *report, enum oa_hop hop)
{
	enum oa_state worst = OA_STATE_OK;
	bool is_tested = false, has_untested = false;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->hop != hop)
			continue;
		if (step->code == OA_CODE_NOT_TESTED)
			has_untested = true;
		else
			is_tested = true;
		if (step->state > worst)
			worst = step->state;
	}
	if (!is_tested)
		return &untested;
	return has_untested && worst == OA_STATE_OK ? &partly : &looks[worst];
}

static void put_name(FILE *out, enum oa_hop hop, const struct look *look)
{
	fprintf(out, "%s<span class=\"spoken\">: %s</span>", oa_hop_name(hop),
		look->words);
}

void oa_markup_chain(FILE *out, const struct oa_report *report)
{
	fputs("<ul class=\"chain\">\n", out);
	for (size_t i = 0; i < report->step_count; i++) {
		enum oa_hop hop = report->steps[i].hop;
		const struct look *look = look_of(report, hop);

		if (!begins_hop(report, i))
			continue;
		fprintf(out,
			"<li class=\"%s\" title=\"%s\"><span aria-hidden=\"true\">"
			"%s</span> ",
			look->class, look->words, look->sign);
		put_name(out, hop, look);
		fputs("</li>\n", out);
	}
	fputs("</ul>\n", out);
}

/* Returns true if the page has shown this fix before: beside the verdict, or with an
 * equal step of the hop. */
static bool is_repeated(const struct oa_report *report, const struct oa_step *step)
{
	const struct oa_step *verdict = oa_report_verdict(report);

	if (verdict && strcmp(verdict->hint, step->hint) == 0)
		return true;
	for (const struct oa_step *other = report->steps; other < step; other++)
		if (other->hop == step->hop && strcmp(other->hint, step->hint) == 0)
			return true;
	return false;
}

/* Returns true for the first step of its code. */
static bool begins_code(const struct oa_report *report, const struct oa_step *step)
{
	for (const struct oa_step *other = report->steps; other < step; other++)
		if (other->code == step->code)
			return false;
	return true;
}

static void put_rule(FILE *out, const struct oa_diagnosis *row)
{
	fprintf(out, "<p class=\"rule\"><code>%s</code> is said of: ", row->name);
	oa_markup_text(out, row->evidence);
	fputs("</p>\n", out);
}

/* What was seen and, once for each code, what its finding rests on.  The evidence of a
 * finding is open, that of a step that went well is folded. */
static void put_evidence(
	FILE *out, const struct oa_report *report, const struct oa_step *step)
{
	bool has_rule = step->code != OA_CODE_OK && begins_code(report, step);

	if (!step->details && !has_rule)
		return;
	fprintf(out, "<details%s><summary>Evidence</summary>\n",
		step->state == OA_STATE_OK ? "" : " open");
	if (step->details) {
		fputs("<pre>", out);
		oa_markup_lines(out, step->details);
		fputs("</pre>\n", out);
	}
	if (has_rule)
		put_rule(out, oa_diagnosis(step->code));
	fputs("</details>\n", out);
}

static void put_words(FILE *out, const struct oa_step *step)
{
	if (step->subject[0]) {
		fputs("<span class=\"subject\">", out);
		oa_markup_text(out, step->subject);
		fputs("</span> ", out);
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

static void put_step(
	FILE *out, const struct oa_report *report, const struct oa_step *step)
{
	fprintf(out, "<li class=\"%s\"><p>", oa_markup_step_class(step));
	put_words(out, step);
	fputs("</p>\n", out);
	if (step->hint[0])
		oa_markup_remark(out, "Fix",
			is_repeated(report, step) ? "as above" : step->hint);
	if (step->code != OA_CODE_NOT_TESTED)
		put_evidence(out, report, step);
	fputs("</li>\n", out);
}

static void put_hop(FILE *out, const struct oa_report *report, enum oa_hop hop)
{
	const struct look *look = look_of(report, hop);

	fprintf(out,
		"<li class=\"%s\"><span class=\"mark\" title=\"%s\" "
		"aria-hidden=\"true\">%s</span>\n<p class=\"hop\">",
		look->class, look->words, look->sign);
	put_name(out, hop, look);
	fputs("</p>\n<ol class=\"steps\">\n", out);
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].hop == hop)
			put_step(out, report, &report->steps[i]);
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
