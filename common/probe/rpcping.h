/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCPING_H
#define OA_PROBE_RPCPING_H

/*
 * The cheapest call that an endpoint answers: EcDummyRpc of the store, and
 * is_server_listening of MGMT elsewhere.
 */

#include "common/probe/rpccourse.h"

/* Makes the call over a bound association and records what comes of it. */
enum oa_rpc_result oa_course_ping(struct oa_course *course);

#endif
