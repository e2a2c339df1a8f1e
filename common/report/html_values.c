/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include "common/report/perfdata.h"

#include <string.h>

static void put_limit(FILE *out, const char *range)
{
	fputs("<td class=\"number\">", out);
	oa_markup_text(out, range);
	fputs("</td>", out);
}

/* Times as people read them, everything else with its unit. */
static void put_value(FILE *out, const struct oa_perf_item *item)
{
	char number[OA_NUMBER_SIZE];

	if (!item->is_measured) {
		fputs("<span class=\"soft\">not measured</span>", out);
	} else if (strcmp(item->perf->unit, "s") == 0) {
		oa_markup_seconds(out, item->value);
	} else {
		oa_number(number, item->value);
		/* c is a counter, which has no unit for people */
		fprintf(out, "%s%s%s", number, item->perf->unit[0] == 'c' ? "" : " ",
			item->perf->unit[0] == 'c' ? "" : item->perf->unit);
	}
}

static void put_row(FILE *out, const struct oa_perf_item *item)
{
	fputs("<tr><th scope=\"row\"><code>", out);
	oa_markup_text(out, item->perf->label);
	fputs("</code></th><td class=\"meaning soft\">", out);
	oa_markup_text(out, item->perf->meaning);
	fputs("</td><td class=\"number\">", out);
	put_value(out, item);
	fputs("</td>", out);
	put_limit(out, item->warn);
	put_limit(out, item->crit);
	fputs("</tr>\n", out);
}

void oa_markup_values(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	if (!how->perf || !how->perf->label)
		return;
	fputs("<section>\n<h2>Measured</h2>\n<table class=\"values\">\n<thead><tr>"
	      "<th scope=\"col\">Label</th><th scope=\"col\" class=\"meaning\"></th>"
	      "<th scope=\"col\" class=\"number\">Value</th>"
	      "<th scope=\"col\" class=\"number\">Warning</th>"
	      "<th scope=\"col\" class=\"number\">Critical</th></tr></thead>\n"
	      "<tbody>\n",
		out);
	for (const struct oa_perf *perf = how->perf; perf->label; perf++) {
		struct oa_perf_item item = oa_perf_item(report, how, perf);

		put_row(out, &item);
	}
	fputs("</tbody>\n</table>\n</section>\n", out);
}
