/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CLOCK_H
#define OA_PROBE_CLOCK_H

/*
 * What a host tells about its clock to anybody: the Date of HTTP (RFC 9110,
 * 6.6.1) and the time in an NTLM challenge ([MS-NLMP] 2.2.2.1).
 */

#include "common/probe/front.h"

/* From here on a difference is a finding, and from here on Kerberos fails. */
#define OA_CLOCK_WARNING_SECONDS  60
#define OA_CLOCK_CRITICAL_SECONDS 300

/* The clock of one host as far as it is known; zero-initialised it is not. */
struct oa_clock {
	bool is_known;      /* the rest is valid */
	double ahead;       /* seconds that the host is ahead of this one */
	const char *source; /* "HTTP Date" or "NTLM challenge" */
};

/* Reads a date of HTTP in any of its three forms (RFC 9110, 5.6.7); returns false
 * and leaves ret_seconds (since 1970 UTC) alone if it is none. */
bool oa_clock_parse_date(const char *text, int64_t *ret_seconds);

/* Compares the Date of the last answer of session with the time of the run; of
 * several differences the largest is kept. */
void oa_clock_note_answer(struct oa_clock *clock, const struct oa_front *front,
	const struct oa_session *session);

/* As oa_clock_note_answer() for the time in an NTLM challenge. */
void oa_clock_note_challenge(struct oa_clock *clock, const struct oa_front *front,
	const struct oa_ntlm_challenge *challenge);

/* Records what the clock of the front end means; other is that of a second,
 * independent host, or NULL: only two of them can say that it is the monitor's
 * clock that is wrong.  The value `clock_skew` is recorded in any case. */
void oa_clock_judge(struct oa_front *front, const struct oa_clock *clock,
	const struct oa_clock *other);

#endif
