/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKENDSERVICES_H
#define OA_PROBE_BACKENDSERVICES_H

/*
 * Second looks behind the logon, once the hop to the back end is known to fail: is it
 * this one service, this one mailbox, or everything?
 */

#include "common/probe/backend.h"

/* Asks the other services of the front end for something, with the logon that it has
 * accepted, and records a finding if all of them fail in the same way. */
void oa_backend_services(struct oa_front *front, struct oa_deadline until);

/* If the front end has answered for plan->server with a refusal of the server behind
 * it: asks for the alternatives, and records a finding if one of them passes. */
void oa_backend_alternatives(struct oa_front *front, const struct oa_backend_plan *plan,
	struct oa_deadline until);

#endif
