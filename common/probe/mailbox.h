/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MAILBOX_H
#define OA_PROBE_MAILBOX_H

/*
 * The logon to a mailbox: a session with the store is opened and closed.
 */

#include "common/probe/rpccourse.h"

/* Logs on over an association bound to EMSMDB to the mailbox of the plan, off again,
 * and records what comes of it. */
enum oa_rpc_result oa_mailbox_test(struct oa_course *course);

#endif
