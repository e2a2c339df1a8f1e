/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_LOOKS_H
#define OA_PROBE_LOOKS_H

/*
 * Second looks: requests without credentials, each on a connection of its own,
 * that tell neighbouring causes apart.  A look is taken when somebody asks for it
 * and remembered for the run.
 */

#include "common/probe/front.h"

/* Returns what a look at the last answer of a session shows, which took so many
 * seconds. */
struct oa_look oa_look_at(const struct oa_session *session, double seconds);

/* Sends GET on the RPC path as the last request of a session and reads the head of the
 * answer; returns its status, 0 without one. */
int oa_look_ask(const struct oa_front *front, struct oa_session *session, uint16_t port,
	bool is_tls, struct oa_deadline until);

/* GET on the RPC path. */
const struct oa_look *oa_look_get(struct oa_front *front);

/* An echo request of 4 bytes on the RPC path ([MS-RPCH] 2.1.2.1.5). */
const struct oa_look *oa_look_echo(struct oa_front *front);

/* Another echo request, whatever earlier ones came to. */
struct oa_look oa_look_echo_again(struct oa_front *front);

/* GET on the RPC path with the address of the server as Host. */
const struct oa_look *oa_look_by_address(struct oa_front *front);

/* Returns true if /autodiscover or /owa answers as Exchange does, with a demand
 * for a logon or a redirect to it. */
bool oa_look_finds_exchange(struct oa_front *front);

/* Returns true if the look was answered with 200 or 401, as a healthy RPC path
 * answers. */
bool oa_look_is_healthy(const struct oa_look *look);

#endif
