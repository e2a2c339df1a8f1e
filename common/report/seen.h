/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_SEEN_H
#define OA_REPORT_SEEN_H

/*
 * What a run has seen of who answered it, for comparing runs with each other and for
 * hiding names.
 */

#include "common/report/seenends.h"

#include <stdbool.h>
#include <stddef.h>

#define OA_SEEN_NAMES_MAX 96

/* Who answered; texts are empty as long as they are not known. */
struct oa_seen {
	char name[64];    /* X-FEServer, or else the computer in an NTLM challenge */
	char address[64]; /* the one connected to first */
	char certificate[65];               /* SHA-256 of the leaf, hexadecimal */
	char build[32];                     /* X-OWA-Version */
	char schemes[200];                  /* offered for the logon */
	bool was_refused;                   /* a password was sent and not taken */
	char names[OA_SEEN_NAMES_MAX][128]; /* internal host names, as they were met */
	size_t name_count;                  /* of them */
	struct oa_seen_ends ends;           /* certificates and addresses */
};

/* Remembers an internal host name: the first len characters of text as far as they
 * can stand in one; addresses and hosts called autodiscover are none. */
void oa_seen_add_name(struct oa_seen *seen, const char *text, size_t len);

/* Adds what is not known from other. */
void oa_seen_merge(struct oa_seen *seen, const struct oa_seen *other);

/* Writes "NAME (ADDRESS)", or the one that is known, or "unknown". */
void oa_seen_who(const struct oa_seen *seen, char *buffer, size_t size);

#endif
