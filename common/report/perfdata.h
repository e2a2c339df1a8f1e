/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_PERFDATA_H
#define OA_REPORT_PERFDATA_H

/*
 * Measured values as the renderers need them: put together with unit, thresholds
 * and bounds, and numbers written without exponent and without a look at the
 * locale.
 */

#include "common/report/render.h"

#include <stdbool.h>
#include <stddef.h>

#define OA_NUMBER_SIZE 32

/* One label with everything that is known about it. */
struct oa_perf_item {
	const struct oa_perf *perf; /* label, unit, meaning; borrowed */
	bool is_measured;           /* value holds a finite number */
	double value;               /* in the unit of the label; 0 if not measured */
	const char *warn;           /* range as typed, borrowed, or NULL */
	const char *crit;           /* range as typed, borrowed, or NULL */
	bool has_min;               /* the value cannot be below 0 */
	double max;                 /* largest possible value, 0 if unknown */
};

/* Returns what is known about a label of the rendering. */
struct oa_perf_item oa_perf_item(const struct oa_report *report,
	const struct oa_rendering *how, const struct oa_perf *perf);

/* Writes value as a plain decimal with up to 6 digits after the point, without
 * trailing zeros; `U` if it is no number or 1e15 or more. */
void oa_number(char buffer[OA_NUMBER_SIZE], double value);

/* Returns value as oa_number() writes it: rounded to 6 digits after the point. */
double oa_number_round(double value);

#endif
