/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCBIND_H
#define OA_PROBE_RPCBIND_H

/*
 * The bind of an RPC association: the logon of its plan, and the interface.
 */

#include "common/probe/rpccourse.h"

/* Binds the interface of the plan and records what comes of it. */
enum oa_rpc_result oa_course_bind(struct oa_course *course);

#endif
