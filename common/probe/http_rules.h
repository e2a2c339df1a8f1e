/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HTTP_RULES_H
#define OA_PROBE_HTTP_RULES_H

/*
 * The decision table over HTTP answers: status, who speaks, and a predicate; the first
 * row that fits decides.
 */

#include "common/probe/judge_http.h"

/* Returns the code of an answer whose status, speaker and page are known.  Second
 * looks are taken when a row asks for one. */
enum oa_code oa_http_code(struct oa_case *given);

#endif
