/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ATTEMPTTRY_H
#define OA_PROBE_ATTEMPTTRY_H

/*
 * Second tunnels, which tell neighbouring causes of a broken one apart.
 */

#include "common/probe/attempt.h"

/* Opens an attempt without leaving anything in the report of its front. */
void oa_attempt_open_hushed(struct oa_attempt *attempt, struct oa_deadline until);

/* Attempts an endpoint without leaving anything in the report; the caller frees
 * the attempt.  NULL without memory. */
struct oa_attempt *oa_attempt_try(struct oa_front *front, const char *server,
	uint16_t port, struct oa_deadline until);

/* Tells whether an endpoint opens, without leaving anything in the report. */
bool oa_attempt_opens(struct oa_front *front, const char *server, uint16_t port);

#endif
