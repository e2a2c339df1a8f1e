/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_JUDGE_TLS_H
#define OA_PROBE_JUDGE_TLS_H

/*
 * What a connection that failed, or the TLS of one that did not, means.
 */

#include "common/probe/front.h"

/* Records the finding for a connection that was not opened. */
void oa_judge_connection(
	struct oa_front *front, const struct oa_connection *connection);

/* Records what the handshake showed: the hop tls with its findings, and whether a
 * password may be sent. */
void oa_judge_tls(struct oa_front *front, const struct oa_connection *connection);

/* Returns whether a connection behind the first one may be used: it shows the
 * certificate that was judged, or one without fault, or faults do not count in this
 * run. Else the findings are recorded, and no password may be sent any more. */
bool oa_judge_tls_again(struct oa_front *front, const struct oa_connection *connection);

/* Records the finding for a TLS alert that arrived after the handshake, as TLS
 * 1.3 does it with a missing client certificate. */
void oa_judge_alert(struct oa_front *front, const struct oa_connection *connection);

#endif
