/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKENDCASE_H
#define OA_PROBE_BACKENDCASE_H

/*
 * One look at a back end while it is judged, and how its findings are recorded.
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

/* Returns the status of 443 for the same request, or for GET where the request was
 * refused for the name in it; 0 for none. */
int oa_backend_beside(const struct oa_backend_case *given);

/* Records a finding about the back end; one that is CRITICAL says in the same sentence
 * what 443 answers.  Returns its step. */
struct oa_step *oa_backend_find(struct oa_backend_case *given, enum oa_code code);

/* As oa_backend_find(), with the fact {reason}. */
struct oa_step *oa_backend_find_reason(
	struct oa_backend_case *given, enum oa_code code, const char *reason);

#endif
