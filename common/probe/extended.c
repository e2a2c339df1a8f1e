/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/extended.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The page of a refusal holds a line at most, and comes with the head. */
#define PAGE_SECONDS 0.3

/* Parameters are names, addresses, ports, and protocol sequences like ncacn_ip_tcp. */
static bool is_name(const char *param)
{
	return param[0] && strncasecmp(param, "ncacn_", 6) &&
	       strcasecmp(param, "ncalrpc") && !strpbrk(param, " \t:;,/\\()[]{}");
}

/* So that they can be left out where internal names are. */
static void note_names(struct oa_attempt *attempt, const struct oa_eeinfo *info)
{
	struct oa_seen *seen = &attempt->front->report->seen;

	for (size_t i = 0; i < info->count; i++) {
		const struct oa_eeinfo_record *record = &info->record[i];

		oa_seen_add_name(seen, record->computer, strlen(record->computer));
		for (size_t j = 0; j < record->param_count; j++)
			if (is_name(record->params[j]))
				oa_seen_add_name(seen, record->params[j],
					strlen(record->params[j]));
	}
}

static bool find(struct oa_attempt *attempt, const char *text, size_t len)
{
	struct oa_error error = {0};
	int found = oa_eeinfo_find(text, len, &attempt->eeinfo, &error);

	if (found < 0)
		snprintf(attempt->eeinfo_trouble, sizeof(attempt->eeinfo_trouble), "%s",
			error.text);
	if (found > 0)
		note_names(attempt, &attempt->eeinfo);
	return found != 0;
}

void oa_extended_in_line(struct oa_attempt *attempt, const char *line, size_t len)
{
	find(attempt, line, len);
}

void oa_extended_in_answer(struct oa_attempt *attempt, struct oa_case *given)
{
	struct oa_session *session = given->session;
	const struct oa_http_span *reason = &session->head.reason;

	if (find(attempt, reason->text, reason->len))
		return;
	oa_session_read_body(session, given->method,
		oa_deadline_step(attempt->front->until, PAGE_SECONDS), NULL);
	find(attempt, (const char *)session->page, session->page_len);
}

void oa_extended_describe(
	struct oa_step *step, const struct oa_eeinfo *info, const char *trouble)
{
	char text[400];

	for (size_t i = 0; i < info->count; i++) {
		oa_eeinfo_describe(&info->record[i], text, sizeof(text));
		oa_step_detail(step, "EEInfo %zu of %zu: %s", i + 1, info->count, text);
	}
	if (trouble[0])
		oa_step_detail(step, "%s", trouble);
}

void oa_extended_in_outcome(struct oa_attempt *attempt, struct oa_step *step,
	const struct oa_rpc_outcome *outcome)
{
	struct oa_eeinfo info = {0};
	struct oa_error error = {0};

	if (!outcome->extended)
		return;
	oa_eeinfo_parse(outcome->extended, outcome->extended_len, &info, &error);
	note_names(attempt, &info);
	oa_extended_describe(step, &info, error.text);
}
