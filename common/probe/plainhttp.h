/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PLAINHTTP_H
#define OA_PROBE_PLAINHTTP_H

/*
 * Whether the RPC path is there over plain http as well: healthy servers have that
 * port closed, redirect, or answer 403.
 */

#include "common/probe/front.h"

/* Sends GET to the port of the front end without TLS and records what it answers; a
 * port that does not open within three times the connect time of the run (0.2 to 1
 * second) counts as closed.  Nothing is sent but the path. */
void oa_plain_look(struct oa_front *front, uint16_t port, struct oa_deadline until);

#endif
