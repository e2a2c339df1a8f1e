/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKENDJUDGE_H
#define OA_PROBE_BACKENDJUDGE_H

/*
 * What was seen at a back end means for its front end, which is less strict than a
 * client and more: it takes any issuer, but not a certificate without the server's
 * name.
 */

#include "common/probe/backendlook.h"

/* Records what a look came to, beside what the front end answers: a step of hop
 * backend, and findings.  Returns true if it answers as Exchange Back End. */
bool oa_backend_judge(struct oa_backend *backend, struct oa_front *front,
	const struct oa_backend_plan *plan);

#endif
