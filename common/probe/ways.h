/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_WAYS_H
#define OA_PROBE_WAYS_H

/*
 * The requests of a run side by side: GET, echo and the announcement of a long body
 * take different ways through devices and servers, and where their answers differ
 * somebody stands between them.
 */

#include "common/probe/front.h"

/* Adds a table of all looks that were taken, who answered them and when, to the step:
 * the last finding of the hops http to backend, which then shows it unasked, else the
 * first step of hop http.  After a finding at 443 an echo is asked for if that has not
 * been done. */
void oa_ways_compare(struct oa_front *front);

#endif
