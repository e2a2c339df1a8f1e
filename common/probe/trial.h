/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TRIAL_H
#define OA_PROBE_TRIAL_H

/*
 * One logon with one scheme on a connection of its own, by a request that announces
 * nothing: an echo ([MS-RPCH] 2.1.2.1.5), CONN/A1 on an OUT channel, or GET.  A
 * trial puts nothing into the report; what it met is kept for whoever judges it.
 */

#include "common/probe/front.h"

/* Which channel binding to send (RFC 5929, 4). */
enum oa_trial_binding {
	OA_BINDING_RIGHT,  /* that of the certificate seen, unless the target's
			    * settings leave it out */
	OA_BINDING_ABSENT, /* none */
	OA_BINDING_WRONG,  /* of a certificate that nobody has */
};

/* By which request. */
enum oa_trial_by {
	OA_BY_OUT_ECHO,     /* RPC_OUT_DATA with 4 bytes */
	OA_BY_IN_ECHO,      /* RPC_IN_DATA with 4 bytes */
	OA_BY_CONN_A1,      /* RPC_OUT_DATA with CONN/A1; silence is no refusal */
	OA_BY_AUTODISCOVER, /* GET of /autodiscover/autodiscover.xml */
};

/* What became of it. */
enum oa_trial_result {
	OA_TRIAL_NONE,      /* not tried */
	OA_TRIAL_ACCEPTED,  /* the logon passed */
	OA_TRIAL_REFUSED,   /* 401 to the proof */
	OA_TRIAL_FRESH,     /* 401 with a new challenge, as if the proof had come from
			     * somebody else */
	OA_TRIAL_FORBIDDEN, /* 403 */
	OA_TRIAL_UNSENT,    /* there was no challenge to answer: nothing was proven */
	OA_TRIAL_BROKEN,    /* anything else: `finding` says what */
};

/* One trial: the first part is set by the caller, the rest by oa_trial_run(). */
struct oa_trial {
	unsigned scheme;                  /* an enum oa_scheme */
	enum oa_trial_binding binding;    /* see there */
	enum oa_trial_by by;              /* see there */
	const char *query;                /* "server:port"; borrowed */
	double patience;                  /* seconds for OA_BY_CONN_A1 */
	enum oa_trial_result result;      /* see there */
	double seconds;                   /* from the first request to the answer */
	char device[128];                 /* who answered, for {device} */
	uint8_t seen[OA_TLS_BINDING_MAX]; /* binding of the certificate seen,
					   * trusted or not */
	size_t seen_len;                  /* its bytes, 0 without TLS */
	bool is_kerberos;                 /* by tickets, not by NTLM under that name */
	struct oa_error kerberos; /* why there was no ticket; layer NONE if not */
	struct oa_step finding;   /* what the answer alone would mean; code
				   * OA_CODE_OK unless it was refused or broken */
};

/* Carries the trial out until the deadline.  Negotiate means Kerberos if the run wants
 * it (kerberos.h), else NTLM under that name. */
void oa_trial_run(
	struct oa_front *front, struct oa_trial *trial, struct oa_deadline until);

/* Returns true if the trial showed a ticket to the server: who has one has a good
 * password or key, whatever the server makes of it. */
bool oa_trial_has_ticket(const struct oa_trial *trial);

/* Returns true if the certificate that the trial saw has this binding (len bytes). */
bool oa_trial_saw(const struct oa_trial *trial, const uint8_t *binding, size_t len);

/* Returns what to call the scheme of a trial, "Negotiate (Kerberos)". */
const char *oa_trial_name(const struct oa_trial *trial);

/* Returns true if the proof was sent and not taken, whatever the answer was. */
bool oa_trial_is_refused(const struct oa_trial *trial);

/* Releases what the trial owns. */
void oa_trial_free(struct oa_trial *trial);

#endif
