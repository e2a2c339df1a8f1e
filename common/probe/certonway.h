/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTONWAY_H
#define OA_PROBE_CERTONWAY_H

/*
 * The certificate of a front end, judged in full on the way to something else: by
 * the handshake that the run needs anyhow.
 */

#include "common/probe/certjudge.h"

/* Judges the certificate of a connection by front->cert_plan, records the hop tls,
 * and decides whether a password may be sent over it. */
void oa_cert_judge_on_way(
	struct oa_front *front, const struct oa_connection *connection);

#endif
