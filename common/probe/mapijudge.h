/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MAPIJUDGE_H
#define OA_PROBE_MAPIJUDGE_H

/*
 * What an answer to a request of MAPI over HTTP means that is not the one hoped for:
 * codes that every connection shares where one explains it, else one of MAPI/HTTP.
 */

#include "common/probe/mapicall.h"

/* Records the finding for a call that came to result; none for an answered or a
 * failed one. */
void oa_mapi_judge(struct oa_mapi *mapi, enum oa_mapi_result result);

/* Records mapihttp-failed about the last call, for the reason given, with the last
 * answer as evidence. */
void oa_mapi_fail(struct oa_mapi *mapi, enum oa_state state, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
