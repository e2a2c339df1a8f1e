/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_FRONTSEE_H
#define OA_PROBE_FRONTSEE_H

/*
 * What connections and answers show of their other end, for whoever keeps it from run
 * to run.
 */

#include "common/probe/front.h"

/* Remembers the certificate of a handshake; place is that of a back end, else NULL;
 * name is the one that it should be for.  Returns what is remembered, or NULL: there
 * was no certificate, or there are too many. */
struct oa_seen_cert *oa_see_cert(struct oa_report *report, enum oa_seen_role role,
	const char *place, const struct oa_tls_info *tls, const char *name);

/* Remembers the addresses of the front end's name. */
void oa_see_addresses(struct oa_front *front);

/* Remembers that the connection, which was judged in the report, was not opened. */
void oa_see_failure(struct oa_front *front, const struct oa_connection *connection);

/* Remembers to which address a connection leads and which certificate it showed. */
void oa_front_see(struct oa_front *front, const struct oa_connection *connection);

/* Remembers what the last answer of a session tells about the server's build, if that
 * is more than is known. */
void oa_front_learn(struct oa_front *front, const struct oa_session *session);

#endif
