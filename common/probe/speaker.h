/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_SPEAKER_H
#define OA_PROBE_SPEAKER_H

/*
 * What the last answer of a session tells of who wrote it: its headers, and whether it
 * is a page.
 */

#include "common/net/session.h"

#include <stdbool.h>
#include <stddef.h>

/* Who wrote an answer, told from its headers. */
enum oa_speaker {
	OA_SPEAKER_NONE,     /* there was no answer */
	OA_SPEAKER_HTTP_SYS, /* Server: Microsoft-HTTPAPI: before IIS */
	OA_SPEAKER_IIS,      /* Server: Microsoft-IIS */
	OA_SPEAKER_EXCHANGE, /* X-FEServer and its kin: an Exchange front end */
	OA_SPEAKER_DEVICE,   /* anything else: a box in front */
};

/* Tells who wrote the last answer of a session. */
enum oa_speaker oa_speaker_of(const struct oa_session *session);

/* Returns what to call the box that answered, e.g. "nginx" or "unknown device". */
void oa_device_of(const struct oa_session *session, char *buffer, size_t size);

/* Returns true for the 404 by which Exchange 2013 and later refuse a host name where
 * they want a mailbox, if server (NULL: none was named) makes it no fault of theirs. */
bool oa_wants_mailbox(const struct oa_session *session, const char *server);

/* Returns true if the answer is a page for people. */
bool oa_is_html(const struct oa_session *session);

#endif
