/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SNMP_RUNS_H
#define TESTS_SNMP_RUNS_H

/*
 * Results of runs that never were, for the tests of the subagent.
 */

#include "snmp/result.h"

/* What a run is to have found. */
struct run_story {
	enum oa_kind kind;     /* where it went wrong; NONE if all is well */
	enum oa_status status; /* of that kind */
	enum oa_code code;     /* of that kind */
	char text[400];        /* of that kind */
	int days_left;         /* of the certificate */
	unsigned serial;       /* of the certificate */
};

/* Makes the result of such a run, which ended now. */
void run_tell(const struct run_story *story, struct oa_result *ret_result);

#endif
