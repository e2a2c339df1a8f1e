/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTLIMIT_H
#define OA_PROBE_CERTLIMIT_H

/*
 * Thresholds on the time that a certificate has left.  One default must suit a
 * certificate of six days and one of two years, so a limit may be a share of the
 * whole lifetime.
 *
 *	14      at least 14 days       14d   the same        12h   at least 12 hours
 *	25%     at least a quarter of the lifetime           2w    at least 14 days
 *	25%,30  the smaller one of both
 *	14:     as 14                  14:400   from 14 to 400 days
 *	@0:14   alerts from 0 to 14 days
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One end of a limit. */
struct oa_certspan {
	double amount; /* seconds, or a share of the lifetime (0.25) */
	bool is_share; /* amount is a share */
	bool is_open;  /* there is no bound at this end */
};

/* A parsed limit. */
struct oa_certlimit {
	struct oa_certspan start; /* lowest that is good */
	struct oa_certspan cap;   /* start is no more than this; open if not given */
	struct oa_certspan end;   /* highest that is good */
	bool alerts_inside;       /* @ was given */
};

/* Parses all of text.  Returns 0, or -1 with OA_LAYER_USAGE. */
int oa_certlimit_parse(
	const char *text, struct oa_certlimit *ret_limit, struct oa_error *err);

/* Returns true if a certificate with so many seconds left, of a lifetime of so many
 * seconds, calls for an alert.  Exactly the limit is good. */
bool oa_certlimit_alerts(
	const struct oa_certlimit *limit, int64_t left, int64_t lifetime);

/* Writes what the limit means for a lifetime of so many seconds, as a range in days,
 * to buffer. */
void oa_certlimit_text(
	const struct oa_certlimit *limit, int64_t lifetime, char *buffer, size_t size);

#endif
