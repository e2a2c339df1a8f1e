/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHANNELS_H
#define OA_PROBE_CHANNELS_H

/*
 * Connections that are ready for an authenticated request: opened, and challenged
 * with NTLM, or with a ticket at hand with Kerberos.  Which scheme is used is decided
 * here, once in a run.
 */

#include "common/probe/channel.h"

/* Returns true if there are credentials to log on with. */
bool oa_channels_have_logon(const struct oa_front *front);

/* Opens a connection for each of count channels at the same time and brings the
 * logon on all of them to the point where only the proof is missing; query is
 * "server:port" or NULL.  Returns 0, or -1 with a finding.  The caller frees the
 * sessions and then the group in both cases. */
int oa_channels_prepare(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channels, size_t count, const char *query,
	const char *subject, struct oa_deadline until);

/* As oa_channels_prepare() for one connection and a request of another form. */
int oa_channels_prepare_as(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channel, const struct oa_channel_form *form,
	const char *subject, struct oa_deadline until);

#endif
