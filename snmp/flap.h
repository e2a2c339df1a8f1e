/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_FLAP_H
#define OA_SNMP_FLAP_H

/*
 * Flapping: the diagnosis of a target changed at least four times in its last ten
 * results; it has settled when it changed at most once in ten.
 */

#include "common/report/diagnosis.h"

#include <stdint.h>

#define OA_FLAP_RESULTS 10

/* The last results; zero-initialised there are none. */
struct oa_flap {
	enum oa_code last[OA_FLAP_RESULTS]; /* ring of codes of the first line */
	unsigned count;                     /* used */
	unsigned at;                        /* place of the next one */
	bool is_flapping;                   /* see above */
};

/* What a result did. */
enum oa_flap_turn { OA_FLAP_SAME, OA_FLAP_STARTS, OA_FLAP_STOPS };

/* Writes the different codes among the last results, the newest first, e.g.
 * "tcp-refused, ok". */
void oa_flap_list(const struct oa_flap *flap, char *buffer, size_t size);

/* Adds the code of a result. */
enum oa_flap_turn oa_flap_add(struct oa_flap *flap, enum oa_code code);

#endif
