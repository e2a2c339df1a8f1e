/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ECHO_H
#define OA_PROBE_ECHO_H

/*
 * The echo request ([MS-RPCH] 2.1.2.1.5): the cheapest proof that TLS, web server,
 * logon and RPC proxy work.
 */

#include "common/probe/front.h"

/* What became of an echo. */
enum oa_echo {
	OA_ECHO_ANSWERED,   /* as it should be: recorded */
	OA_ECHO_SILENT,     /* no answer in time: the caller judges it */
	OA_ECHO_FAILED,     /* a finding is in the report */
	OA_ECHO_NO_MAILBOX, /* the front end wants a mailbox as target, and none was
			     * named: recorded as a note */
};

/* Sends an echo with logon for "server:port" (query) and records what it meets.
 * Server is NULL if the query names none that is meant to exist. */
enum oa_echo oa_echo_test(struct oa_front *front, const char *query, const char *server,
	const char *subject, struct oa_deadline until);

/* Records the finding for an echo that nobody answered for so many seconds. */
void oa_echo_find_silence(struct oa_front *front, const char *subject, double seconds);

/* Measures an echo with logon: seconds, or a negative number if it fails; those from
 * the first request of its logon go to ret_logon_seconds. */
double oa_echo_seconds(
	struct oa_front *front, const char *query, double *ret_logon_seconds);

#endif
