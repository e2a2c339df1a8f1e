/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCCALL_H
#define OA_PROBE_RPCCALL_H

/*
 * What is done behind an open tunnel: a bind, and the calls of the depth wanted.
 */

#include "common/probe/rpccourse.h"

/* Carries the plan out until the deadline and records what it meets. */
enum oa_rpc_result oa_rpc_carry_out(struct oa_attempt *attempt,
	const struct oa_rpc_plan *plan, struct oa_deadline until);

#endif
