/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_SESSIONNAMES_H
#define OA_NET_SESSIONNAMES_H

/*
 * Names of hosts in an answer that are nobody's business outside.
 */

#include "common/net/http.h"
#include "common/report/seen.h"

/* Remembers the hosts that the head of an answer names behind the public name: servers
 * of Exchange, devices that passed it on, and where it redirects to. */
void oa_session_names(const struct oa_http_head *head, struct oa_seen *seen);

#endif
