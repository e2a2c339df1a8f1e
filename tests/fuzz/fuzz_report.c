/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/text.h"
#include "common/report/hide.h"
#include "common/report/render.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/output.h"

#include <stdlib.h>
#include <string.h>

/* Enough to fill a report; what is longer is slow. */
#define INPUT_MAX 1024

static const struct oa_perf perf[] = {
	{"time", "s", "The whole run."},
	{"bytes", "B", "Bytes received."},
	{"lost", "%", "Tries that failed."},
	{"pings", "c", "Pings seen."},
	{0},
};

/* Every placeholder of the message and the hint becomes the text. */
static void set_facts(struct oa_facts *facts, const char *pattern, const char *text)
{
	char name[16];

	for (; (pattern = strchr(pattern, '{')); pattern++) {
		size_t len = strcspn(pattern, "}");

		if (len < 2 || len - 1 >= sizeof(name))
			continue;
		memcpy(name, pattern + 1, len - 1);
		name[len - 1] = '\0';
		oa_facts_set(facts, name, "%s", text);
	}
}

static struct oa_step *find(struct oa_report *report, uint8_t number, const char *text)
{
	enum oa_code code = (enum oa_code)(1 + number % (OA_CODES - 1));
	const struct oa_diagnosis *diagnosis = oa_diagnosis(code);
	struct oa_facts facts = {0};

	set_facts(&facts, diagnosis->message, text);
	set_facts(&facts, diagnosis->hint, text);
	return oa_report_find(report, code, number & 1 ? NULL : text, &facts);
}

/* Does what one line says: a letter, a number, a text. */
static void take(struct oa_report *report, struct oa_step **last, const char *line)
{
	uint8_t number = (uint8_t)line[1];
	enum oa_hop hop = (enum oa_hop)(number % OA_HOPS);
	const char *text = line + 2;

	if (line[0] == 'f')
		*last = find(report, number, text);
	else if (line[0] == 'o')
		*last = oa_report_ok(report, hop, number & 1 ? text : NULL,
			number / 9.0, "%s", text);
	else if (line[0] == 'd' && *last)
		oa_step_detail(*last, "%s", text);
	else if (line[0] == 't')
		oa_report_trace(report, "< %s", text);
	else if (line[0] == 'v')
		oa_report_value(report, perf[number % 4].label, strtod(text, NULL));
	else if (line[0] == 's')
		oa_seen_add_name(&report->seen, text, strlen(text));
	else if (line[0] == 'n')
		oa_report_not_tested(report, hop, text);
}

static void fill(
	struct oa_report *report, const uint8_t *data, size_t len, bool is_tame)
{
	const char *text = (const char *)data;
	struct oa_step *last = NULL;
	char line[INPUT_MAX];

	oa_report_init(report);
	report->is_tracing = true;
	for (size_t pos = 0; pos < len;) {
		const char *end = memchr(text + pos, '\n', len - pos);
		size_t size = end ? (size_t)(end - text) - pos : len - pos;

		if (size > 2 && size < sizeof(line)) {
			memcpy(line, text + pos, size);
			line[size] = '\0';
			for (char *at = line + 2; is_tame && *at; at++)
				if (strchr("<>&\"'", *at))
					*at = 'x';
			take(report, &last, line);
		}
		pos += size + 1;
	}
	/* two runs shall not differ by the time that they took */
	for (size_t i = 0; i < report->step_count; i++)
		report->steps[i].end_us = (int64_t)i * 2000;
}

/* A finding is told once of each subject. */
static void check_once(const struct oa_report *report)
{
	for (size_t i = 1; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		for (size_t j = 0; step->code != OA_CODE_OK && j < i; j++)
			if (report->steps[j].code == step->code &&
				report->steps[j].hop == step->hop &&
				strcmp(report->steps[j].subject, step->subject) == 0)
				abort();
	}
}

static size_t count(const char *text, char c)
{
	size_t found = 0;

	for (; (text = strchr(text, c)); text++)
		found++;
	return found;
}

/* No text of a stranger makes an element: where it has no character that means
 * something in markup, there are as many. */
static void check_page(const struct oa_report *report, const struct oa_report *tame,
	const struct oa_rendering *how)
{
	char *page = oa_render_html(report, how);
	char *other = oa_render_html(tame, how);

	if (!page || !other || count(page, '<') != count(other, '<'))
		abort();
	output_check_bytes(page, '\t'); /* those of the style sheet */
	free(page);
	free(other);
}

static void check(const struct oa_report *report, const struct oa_rendering *how)
{
	char *text = oa_render_text(report, how);
	char *json = oa_render_json(report, how);
	char *samples = oa_render_prometheus(report, how);

	if (!text || !json || !samples)
		abort();
	output_check_text(text);
	output_check_json(json);
	output_check_samples(samples);
	free(text);
	free(json);
	free(samples);
}

/* What a run has seen, and what each form of output makes of it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct oa_rendering how = {.program = "check_oa_tunnel",
		.concern = "TUNNEL",
		.target = "mail.lab.test",
		.ok_text = "6001 answers",
		.perf = perf,
		.main_label = "time",
		.verbosity = len ? data[0] % 4 : 0,
		.version = "1"};
	struct oa_report report, tame;

	if (len >= INPUT_MAX)
		return 0;
	fill(&report, data, len, false);
	fill(&tame, data, len, true);
	check_once(&report);
	check(&report, &how);
	check_page(&report, &tame, &how);
	oa_hide_names(&report, "mail.lab.test");
	output_check_hidden(&report, "mail.lab.test");
	check(&report, &how);
	oa_report_free(&report);
	oa_report_free(&tame);
	return 0;
}
