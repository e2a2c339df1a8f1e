/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_NTLMCHALLENGE_H
#define OA_NET_NTLMCHALLENGE_H

/*
 * The CHALLENGE message of an NTLM server ([MS-NLMP] 2.2.1.2): what the client
 * needs for its answer, and what the server tells about itself to anybody.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Negotiate flags ([MS-NLMP] 2.2.2.5). */
enum oa_ntlm_flag {
	OA_NTLM_UNICODE = 0x00000001,
	OA_NTLM_REQUEST_TARGET = 0x00000004,
	OA_NTLM_FLAG_SIGN = 0x00000010,
	OA_NTLM_FLAG_SEAL = 0x00000020,
	OA_NTLM_NTLM = 0x00000200,
	OA_NTLM_ALWAYS_SIGN = 0x00008000,
	OA_NTLM_EXTENDED_SECURITY = 0x00080000,
	OA_NTLM_TARGET_INFO = 0x00800000,
	OA_NTLM_VERSION = 0x02000000,
	OA_NTLM_128 = 0x20000000,
	OA_NTLM_KEY_EXCH = 0x40000000,
};

/* Kinds of attributes in the target info ([MS-NLMP] 2.2.2.1). */
enum oa_ntlm_av {
	OA_NTLM_AV_EOL = 0,              /* end of the list */
	OA_NTLM_AV_NB_COMPUTER = 1,      /* NetBIOS name of the computer */
	OA_NTLM_AV_NB_DOMAIN = 2,        /* NetBIOS name of the domain */
	OA_NTLM_AV_DNS_COMPUTER = 3,     /* DNS name of the computer */
	OA_NTLM_AV_DNS_DOMAIN = 4,       /* DNS name of the domain */
	OA_NTLM_AV_DNS_FOREST = 5,       /* DNS name of the forest */
	OA_NTLM_AV_FLAGS = 6,            /* 32 bits */
	OA_NTLM_AV_TIMESTAMP = 7,        /* the server's time, FILETIME */
	OA_NTLM_AV_SINGLE_HOST = 8,      /* of no use here */
	OA_NTLM_AV_TARGET_NAME = 9,      /* the client's SPN */
	OA_NTLM_AV_CHANNEL_BINDINGS = 10 /* MD5 of the channel bindings */
};

/* The longest message that is accepted, in bytes. */
#define OA_NTLM_CHALLENGE_MAX ((size_t)16384)

/* A decoded CHALLENGE.  The texts are UTF-8, cleaned for showing, empty when the
 * server did not send them, and cut when they are too long. */
struct oa_ntlm_challenge {
	const uint8_t *bytes;       /* the message itself; borrowed */
	size_t len;                 /* its bytes */
	uint32_t flags;             /* bits of enum oa_ntlm_flag and others */
	uint8_t challenge[8];       /* the server's challenge */
	const uint8_t *target_info; /* list of attributes, within bytes; or NULL */
	size_t target_info_len;     /* its bytes */
	char target_name[128];      /* domain, or computer if it is in none */
	char nb_computer[64];       /* NetBIOS name of the computer */
	char nb_domain[64];         /* NetBIOS name of the domain */
	char dns_computer[256];     /* DNS name of the computer */
	char dns_domain[256];       /* DNS name of the domain */
	char dns_forest[256];       /* DNS name of the forest */
	uint32_t av_flags;          /* MsvAvFlags, 0 when not sent */
	bool has_timestamp;         /* timestamp is valid */
	uint64_t timestamp;         /* the server's time, 100 ns since 1601 UTC */
	bool has_version;           /* the next three are valid */
	uint8_t version_major;      /* Windows version, 10 */
	uint8_t version_minor;      /* Windows version, 0 */
	uint16_t version_build;     /* Windows build, 20348 */
};

/* Decodes len bytes into ret_challenge, which borrows them.  Returns 0, or -1
 * (OA_LAYER_AUTH) when it is no CHALLENGE, points outside itself, or its target
 * info does not end as it should. */
int oa_ntlm_challenge_parse(const void *bytes, size_t len,
	struct oa_ntlm_challenge *ret_challenge, struct oa_error *err);

/* Returns the seconds since 1970 UTC of a FILETIME, for comparing clocks. */
double oa_filetime_to_unix(uint64_t filetime);

/* Returns the FILETIME of seconds and nanoseconds since 1970 UTC. */
uint64_t oa_filetime_from_unix(int64_t seconds, long nanoseconds);

#endif
