/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MAPISESSION_H
#define OA_PROBE_MAPISESSION_H

/*
 * A session of MAPI over HTTP with a mailbox: Connect, and Disconnect whatever became
 * of it ([MS-OXCMAPIHTTP] 2.2.4.1 and 2.2.4.2).
 */

#include "common/probe/mapicall.h"

/* Opens a session for the user on the endpoint with that path, records what came of it,
 * and ends the session, for which all that is left of the run's time may be used. */
void oa_mapi_session_try(struct oa_mapi *mapi, const char *path, const char *user_dn);

#endif
