/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_DIAGNOSIS_H
#define OA_REPORT_DIAGNOSIS_H

/*
 * The catalogue of everything that a run can say: one row per code in
 * diagnoses.def, from which the enumeration, the text, the JSON and the
 * documentation come.
 */

#include <stdbool.h>
#include <stddef.h>

/* The stations of the path from a client to a mailbox, in the order in which a
 * client meets them; the last two are no stations. */
enum oa_hop {
	OA_HOP_DNS,
	OA_HOP_TCP,
	OA_HOP_TLS,
	OA_HOP_HTTP,
	OA_HOP_AUTH,
	OA_HOP_PROXY,
	OA_HOP_BACKEND,
	OA_HOP_TUNNEL,
	OA_HOP_ENDPOINT,
	OA_HOP_BIND,
	OA_HOP_MAILBOX,
	OA_HOP_AUTODISCOVER,
	OA_HOP_MAPIHTTP,
	OA_HOP_TIME,    /* compares tries, views or runs */
	OA_HOP_MONITOR, /* the check itself */
	OA_HOPS
};

/* States in the order of their weight; not the exit codes. */
enum oa_state {
	OA_STATE_OK,
	OA_STATE_UNKNOWN,
	OA_STATE_WARNING,
	OA_STATE_CRITICAL,
	OA_STATES
};

/* Every code of the catalogue, OA_CODE_OK first. */
enum oa_code {
#define OA_DIAGNOSIS(id, ...) OA_CODE_##id,
#include "common/report/diagnoses.def"
#undef OA_DIAGNOSIS
	OA_CODES
};

/* One row of the catalogue. */
struct oa_diagnosis {
	const char *name;     /* stable, lower case with hyphens, e.g. "tcp-refused" */
	unsigned number;      /* stable, from 1; what SNMP serves for the name */
	enum oa_hop hop;      /* where the fault lies */
	enum oa_state state;  /* weight unless an option says otherwise */
	const char *message;  /* text with {placeholders} */
	const char *hint;     /* what to do, with {placeholders} */
	const char *evidence; /* what must have been seen, for the documentation */
	const char *programs; /* who says it: names without check_oa_, by blanks */
};

/* Returns the row of a code. */
const struct oa_diagnosis *oa_diagnosis(enum oa_code code);

/* Finds a code by its name; returns false if there is none. */
bool oa_diagnosis_find(const char *name, enum oa_code *ret_code);

/* Returns true for the codes that say "no answer in time", whose state
 * --timeout-result replaces. */
bool oa_diagnosis_is_timeout(enum oa_code code);

/* Returns true if a finding `cause` explains a finding `effect` of the same run,
 * so that among findings of one state the verdict names the cause even where the
 * effect lies on an earlier hop.  Nothing explains in a circle. */
bool oa_diagnosis_explains(enum oa_code cause, enum oa_code effect);

/* Returns the name of a hop in lower case, e.g. "tcp". */
const char *oa_hop_name(enum oa_hop hop);

/* Returns the name of a state in capitals, e.g. "CRITICAL". */
const char *oa_state_name(enum oa_state state);

/* Returns the plugin exit code of a state: OK 0, WARNING 1, CRITICAL 2,
 * UNKNOWN 3. */
int oa_state_exit_code(enum oa_state state);

#endif
