/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKENDJUDGE_H
#define OA_PROBE_BACKENDJUDGE_H

/*
 * What was seen at a back end means for its front end, which is less strict than a
 * client and more: it takes any issuer, but not a certificate without the server's
 * name.
 */

#include "common/probe/backendlook.h"

/* What one judgement works on. */
struct oa_backend_case {
	struct oa_backend *backend;         /* borrowed */
	struct oa_front *front;             /* borrowed */
	const struct oa_backend_plan *plan; /* borrowed */
	struct oa_facts facts;              /* for its findings */
	char notes[512]; /* what is worth saying and no finding; lines ended by \n */
	bool is_broken;  /* a finding is CRITICAL or UNKNOWN */
};

/* Records a finding about the back end; one that is CRITICAL says in the same sentence
 * what 443 answers.  Returns its step. */
struct oa_step *oa_backend_find(struct oa_backend_case *given, enum oa_code code);

/* As oa_backend_find(), with the fact {reason}. */
struct oa_step *oa_backend_find_reason(
	struct oa_backend_case *given, enum oa_code code, const char *reason);

/* Judges the certificate that the back end has shown (backendcert.c). */
void oa_backend_judge_certificate(struct oa_backend_case *given);

/* Records what a look came to, beside what the front end answers: a step of hop
 * backend, and findings.  Returns true if it answers as Exchange Back End. */
bool oa_backend_judge(struct oa_backend *backend, struct oa_front *front,
	const struct oa_backend_plan *plan);

#endif
