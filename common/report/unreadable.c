/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/unreadable.h"

#include <errno.h>
#include <string.h>

static bool is_want_of_memory(const struct oa_error *error)
{
	return error->layer == OA_LAYER_SYSTEM ||
	       (error->layer == OA_LAYER_FILE && error->number == ENOMEM);
}

void oa_report_find_unreadable(struct oa_report *report, const char *subject,
	const char *name, const struct oa_error *error)
{
	const char *colon = name ? NULL : strstr(error->text, ": ");
	struct oa_facts facts = {0};

	if (is_want_of_memory(error)) {
		oa_facts_set(&facts, "phase", "reading %s", name ? name : "a file");
		oa_facts_set(&facts, "reason", "%s", error->text);
		oa_report_find(report, OA_CODE_INTERNAL_ERROR, subject, &facts);
		return;
	}
	if (colon)
		oa_facts_set(&facts, "name", "%.*s", (int)(colon - error->text),
			error->text);
	else
		oa_facts_set(&facts, "name", "%s", name ? name : "file");
	oa_facts_set(&facts, "reason", "%s", colon ? colon + 2 : error->text);
	oa_report_find(report, OA_CODE_MONITOR_FILE_UNREADABLE, subject, &facts);
}
