/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HEALTH_H
#define OA_PROBE_HEALTH_H

/*
 * The page by which a front end tells balancers whether they may send it clients.
 */

#include "common/net/session.h"
#include "common/probe/front.h"

/* Returns true if the front end has shown itself to be of Exchange 2013 or later, which
 * have the page for anybody. */
bool oa_health_is_there(const struct oa_front *front);

/* Asks for the page as the next request of a session and records what came. */
void oa_health_look(
	struct oa_front *front, struct oa_session *session, struct oa_deadline until);

#endif
