/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ANNOUNCE_H
#define OA_PROBE_ANNOUNCE_H

/*
 * The head of an IN channel, which announces 1 GiB, without anything behind it: does
 * somebody object?
 */

#include "common/probe/front.h"

/* Announces the body for "server:port" (query) on a connection of its own, with the
 * logon of the run or without, and records what comes of it; server is NULL if the
 * query names none that is meant to exist. */
void oa_announce(struct oa_front *front, const char *query, const char *server,
	bool with_logon, struct oa_deadline until);

#endif
