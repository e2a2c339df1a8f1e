/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_SEENENDS_H
#define OA_REPORT_SEENENDS_H

/*
 * What a run has seen of the ends of its connections: the certificates that were shown,
 * and what became of each address of the front end's name.
 */

#include "common/report/diagnosis.h"

#include <stdint.h>

#define OA_SEEN_ADDRESSES_MAX 16

/* One of each role, and those of further back ends. */
#define OA_SEEN_CERTS 10

/* Whose certificate it is. */
enum oa_seen_role {
	OA_SEEN_FRONT_END,
	OA_SEEN_BACK_END,
	OA_SEEN_AUTODISCOVER,
	OA_SEEN_ROLES
};

/* A certificate that was shown; nothing of it is meaningful while sha256 is empty. */
struct oa_seen_cert {
	char place[64];      /* HOST:PORT of a back end; else empty */
	char sha256[65];     /* hexadecimal */
	char serial[65];     /* hexadecimal */
	char subject[256];   /* distinguished name */
	char issuer[256];    /* distinguished name */
	char names[256];     /* that it is for, with blanks between */
	char key[32];        /* algorithm and size */
	char tls[16];        /* version that was negotiated, e.g. "TLS 1.3" */
	int64_t not_before;  /* seconds since 1970 */
	int64_t not_after;   /* seconds since 1970 */
	bool is_for_name;    /* for the name that was used */
	bool is_trusted;     /* there is a path to an anchor */
	bool is_self_signed; /* its own issuer */
};

/* An address of the front end. */
struct oa_seen_address {
	char text[46];     /* as inet_ntop(3) writes it */
	enum oa_code code; /* OA_CODE_OK: connected; OA_CODE_NOT_TESTED; or why not */
	double seconds;    /* of the connect; negative if not measured */
};

/* See above; zero-initialised nothing was seen. */
struct oa_seen_ends {
	struct oa_seen_cert cert[OA_SEEN_CERTS]; /* by role, further back ends last */
	struct oa_seen_address address[OA_SEEN_ADDRESSES_MAX]; /* in the order of DNS */
	size_t address_count;                                  /* used */
};

/* Returns where the certificate of a role belongs, that of a back end by its place;
 * NULL if there are too many. */
struct oa_seen_cert *oa_seen_cert_of(
	struct oa_seen_ends *ends, enum oa_seen_role role, const char *place);

/* Adds an address that is not known yet, as not tested; one too many is left out. */
void oa_seen_add_address(struct oa_seen_ends *ends, const char *text);

/* Says what became of an address, which is added if need be; an empty text means all of
 * them. */
void oa_seen_tried(
	struct oa_seen_ends *ends, const char *text, enum oa_code code, double seconds);

/* Adds what is not known from other. */
void oa_seen_ends_merge(struct oa_seen_ends *ends, const struct oa_seen_ends *other);

/* Takes the certificates of a look aside, but for those of the front end: the newest
 * one of autodiscover counts, which is the one that answered. */
void oa_seen_ends_take_aside(
	struct oa_seen_ends *ends, const struct oa_seen_ends *other);

#endif
