/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HEADERS_H
#define OA_PROBE_HEADERS_H

/*
 * What the header fields of an answer say about who has written it, about the servers
 * it has passed, and about what went wrong between them.
 */

#include "common/net/session.h"
#include "common/probe/build.h"
#include "common/report/report.h"

/* Adds status line, who speaks, and the telling fields of the answer as evidence, with
 * builds named and base64 decoded; nothing if there was no answer. */
void oa_describe_answer(struct oa_step *step, const struct oa_session *session);

/* Writes who wrote the answer as words, e.g. "http.sys", "IIS", "Exchange front end
 * EX1", "device nginx", "nobody". */
void oa_headers_speaker(const struct oa_session *session, char *buffer, size_t size);

/* Returns what the answer tells about the build of the server; all zero if nothing. */
struct oa_build oa_headers_build(const struct oa_session *session);

/* Writes the value of X-FailureContext, parts between semicolons of which some are
 * base64, with these decoded and cleaned to buffer; len is that of the value. */
void oa_headers_failure(const char *value, size_t len, char *buffer, size_t size);

#endif
