/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_RANGE_H
#define OA_BASE_RANGE_H

/*
 * Threshold ranges of the monitoring plugin interface: [@][start:][end].  Both
 * ends belong to the range; a value outside it alerts, with @ a value inside it.
 */

#include "common/base/error.h"

#include <stdbool.h>

/* A parsed range. */
struct oa_range {
	double start;       /* 0 if left out, -INFINITY for ~ */
	double end;         /* INFINITY if left out */
	bool alerts_inside; /* @ was given */
	const char *text;   /* as typed, borrowed; printed back in perfdata */
};

/* Parses text in full; text must outlive the range.  Returns 0, or -1 with
 * OA_LAYER_USAGE. */
int oa_range_parse(const char *text, struct oa_range *ret_range, struct oa_error *err);

/* Returns true if value calls for an alert; NaN lies outside every range. */
bool oa_range_alerts(const struct oa_range *range, double value);

#endif
