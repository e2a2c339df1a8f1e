/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MAPIHTTP_H
#define OA_PROBE_MAPIHTTP_H

/*
 * The concern of check_oa_mapihttp: do the endpoints of MAPI over HTTP answer
 * ([MS-OXCMAPIHTTP]), behind the same front end and the same logon as Outlook
 * Anywhere?
 */

#include "common/base/deadline.h"
#include "common/probe/front.h"

/* What to test; everything is borrowed. */
struct oa_mapihttp_plan {
	const char *mailbox; /* guid@domain, or NULL for that of the account */
	bool connects;       /* open a session and end it, too */
	const char *user_dn; /* legacy distinguished name of the mailbox to connect to;
			      * wanted with connects */
};

/* Runs the test until the deadline on a front that is initialised and belongs to the
 * caller; everything it finds is in the front's report.  Without credentials it
 * judges what anybody can see. */
void oa_mapihttp_walk(struct oa_front *front, const struct oa_mapihttp_plan *plan,
	struct oa_deadline until);

/* The same on a front of its own. */
void oa_probe_mapihttp(const struct oa_target *target,
	const struct oa_mapihttp_plan *plan, struct oa_deadline until,
	struct oa_report *report);

#endif
