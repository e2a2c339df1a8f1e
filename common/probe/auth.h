/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTH_H
#define OA_PROBE_AUTH_H

/*
 * The concern of check_oa_auth: how the front end authenticates.  Without
 * credentials it judges what is offered, by which method, with which clock; with
 * them it logs on by each scheme.
 */

#include "common/probe/protection.h"
#include "common/probe/target.h"

/* What to test; everything is borrowed. */
struct oa_auth_plan {
	const char *server;                   /* for the query, or NULL for the host */
	unsigned required;                    /* bits of enum oa_scheme */
	unsigned forbidden;                   /* bits of enum oa_scheme */
	struct oa_protection_plan protection; /* --expect-ep */
	struct oa_strings nodes;              /* ADDR[:PORT] of members */
	uint16_t plain_port; /* where to look for http, 0 for nowhere */
};

/* Runs the test until the deadline; everything it finds is in the report. */
void oa_probe_auth(const struct oa_target *target, const struct oa_auth_plan *plan,
	struct oa_deadline until, struct oa_report *report);

#endif
