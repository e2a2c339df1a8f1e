/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKEND_H
#define OA_PROBE_BACKEND_H

/*
 * The concern of check_oa_backend: the hop behind a front end of Exchange 2013 and
 * later, from its site on 443 to the site Exchange Back End on 444 of a mailbox
 * server.  What 444 answers is set beside what 443 answers to the same.
 */

#include "common/probe/front.h"

/* The port of the site Exchange Back End. */
#define OA_BACKEND_PORT 444

/* What to test; everything is borrowed. */
struct oa_backend_plan {
	const char *server; /* for the query: name or guid@domain; or NULL */
	struct oa_strings alternatives; /* other mailboxes, to compare with */
	struct oa_strings places;       /* HOST or HOST:PORT; without any, port 444 of
					 * the front end itself */
	bool expects_closed;            /* nobody out here should reach the port */
	bool takes_self_signed; /* a self-signed certificate with the right name is
				 * good, as setup makes it */
	bool knows_front;       /* another walk over this front has judged 443 */
};

/* Returns true if text is HOST, HOST:PORT or [ADDR]:PORT, and writes the parts to
 * ret_host and ret_port (without a port OA_BACKEND_PORT). */
bool oa_backend_parse(const char *text, char ret_host[256], uint16_t *ret_port);

/* Runs the test until the deadline on a front that is initialised and belongs to the
 * caller; everything it finds is in the front's report.  Credentials are used if
 * there are any. */
void oa_backend_walk(struct oa_front *front, const struct oa_backend_plan *plan,
	struct oa_deadline until);

/* The same on a front of its own. */
void oa_probe_backend(const struct oa_target *target,
	const struct oa_backend_plan *plan, struct oa_deadline until,
	struct oa_report *report);

#endif
