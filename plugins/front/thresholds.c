/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/thresholds.h"

#include "common/base/array.h"
#include "common/base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One measured phase of the run. */
struct phase {
	char name[16];  /* the label without "_time" */
	double seconds; /* negative if none was measured */
};

/* Phases that end before the first byte of RPC. */
static const char *const front_phases[] = {"dns", "tcp", "tls", "http", "auth", "echo"};

static struct phase find_slowest(
	const struct oa_program *program, const struct oa_report *report)
{
	struct phase slowest = {.name = "", .seconds = -1};

	for (const struct oa_perf *perf = program->perf; perf->label; perf++) {
		size_t len = strlen(perf->label);
		double seconds;

		if (len <= 5 || len - 5 >= sizeof(slowest.name) ||
			strcmp(perf->label + len - 5, "_time") != 0 ||
			!oa_report_value_get(report, perf->label, &seconds) ||
			seconds <= slowest.seconds)
			continue;
		slowest = (struct phase){.seconds = seconds};
		memcpy(slowest.name, perf->label, len - 5);
	}
	return slowest;
}

static bool is_front_phase(const char *name)
{
	for (size_t i = 0; i < OA_LENGTH(front_phases); i++)
		if (strcmp(front_phases[i], name) == 0)
			return true;
	return false;
}

/* What a probe has found out about the slowness, see holdback.h. */
static void name_cause(const struct oa_report *report, struct oa_step *step)
{
	const char *cause = oa_facts_get(&report->facts, "cause");

	if (!cause)
		return;
	oa_append(step->text, sizeof(step->text), ": %s", cause);
	snprintf(step->hint, sizeof(step->hint), "%s", cause);
}

void oa_thresholds_judge(const struct oa_program *program,
	const struct oa_common_settings *settings, struct oa_report *report)
{
	enum oa_state worst = oa_report_state(report);
	bool is_critical;
	const struct oa_range *range;
	struct oa_facts facts = {.count = 0};
	struct phase slowest;
	double value, limit;
	struct oa_step *step;

	if (worst == OA_STATE_CRITICAL || worst == OA_STATE_UNKNOWN ||
		!oa_report_value_get(report, program->main_label, &value))
		return;
	is_critical = settings->crit.text && oa_range_alerts(&settings->crit, value);
	range = is_critical ? &settings->crit : &settings->warn;
	if (!range->text || !oa_range_alerts(range, value))
		return;
	slowest = find_slowest(program, report);
	limit = isfinite(range->end) ? range->end : range->start;
	if (slowest.seconds > limit) {
		oa_facts_set(&facts, "phase", "%s", slowest.name);
		oa_facts_set(&facts, "ms", "%.0f", slowest.seconds * 1000);
	} else {
		oa_facts_set(&facts, "phase", "the whole run (mostly %s)",
			slowest.name[0] ? slowest.name : "waiting");
		oa_facts_set(&facts, "ms", "%.0f", value * 1000);
	}
	oa_facts_set(&facts, "t", "%.0f", limit * 1000);
	if (!oa_facts_get(&report->facts, "target"))
		oa_facts_set(&facts, "target", "%s", settings->target.host);
	step = oa_report_find_as(report,
		is_front_phase(slowest.name) ? OA_CODE_FRONT_SLOW : OA_CODE_RPC_SLOW,
		is_critical ? OA_STATE_CRITICAL : OA_STATE_WARNING, NULL, &facts);
	name_cause(report, step);
}
