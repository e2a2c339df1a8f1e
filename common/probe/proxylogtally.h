/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGTALLY_H
#define OA_PROBE_PROXYLOGTALLY_H

/*
 * Names of a log and how often each was met, in bounded memory, however many there
 * are.
 */

#include "common/probe/proxylogline.h"

/* Names that are told apart in one tally; the rest is counted together. */
#define OA_TALLY_MAX 256

/* One name, or a pair of them, and how often it was seen. */
struct oa_tally_entry {
	char name[96];         /* cleaned, cut; "others" for the rest */
	char other[64];        /* likewise: the second of the pair, or more about it */
	char detail[96];       /* of the first failure: what it is about, cleaned */
	int status;            /* likewise: HttpStatus, 0 if there was none */
	int backend;           /* likewise: BackEndStatus */
	uint64_t requests;     /* all of that name */
	uint64_t failures;     /* those of them that failed */
	uint64_t hop_failures; /* those of the failures that are the back end's */
};

/* Names and their numbers. */
struct oa_tally {
	struct oa_tally_entry entry[OA_TALLY_MAX + 1]; /* the last: all others */
	uint16_t slot[4 * OA_TALLY_MAX]; /* 1 + place in entry, by hash; 0: free */
	uint64_t digest[OA_TALLY_MAX];   /* of the name as it stood in the log */
	size_t count;                    /* entries used, without the last */
	size_t last;                     /* the entry met last, which comes again */
};

/* Returns the entry of a name, or of a pair of names (second may be NULL), which is
 * made if it is new; in a full tally that of all others. */
struct oa_tally_entry *oa_tally_at(struct oa_tally *tally,
	const struct oa_proxylog_text *first, const struct oa_proxylog_text *second);

/* Returns the entry with the nth most (from 0) failures, or NULL if there is none that
 * has failures. */
const struct oa_tally_entry *oa_tally_top(const struct oa_tally *tally, size_t nth);

#endif
