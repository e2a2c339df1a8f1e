/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_POX_H
#define OA_PROBE_POX_H

/*
 * Answers of autodiscover in plain XML ([MS-OXDSCLI] 2.2.4), bounded in size; xml.h
 * says what of XML is refused.  All texts are cleaned.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The longest answer that is read, in bytes. */
#define OA_POX_MAX ((size_t)256 * 1024)

#define OA_POX_PROTOCOLS_MAX 12

/* What a Protocol element describes ([MS-OXDSCLI] 2.2.4.1.1.2.6). */
enum oa_pox_type {
	OA_POX_OTHER,     /* anything else */
	OA_POX_EXCH,      /* the mailbox as seen from inside */
	OA_POX_EXPR,      /* RPC over HTTP */
	OA_POX_EXHTTP,    /* the same for clients that ask for it, inside and outside */
	OA_POX_WEB,       /* Outlook on the web */
	OA_POX_MAPI_HTTP, /* MAPI over HTTP */
};

/* One Protocol element directly below Account. */
struct oa_pox_protocol {
	enum oa_pox_type type; /* see there */
	char name[32];         /* of the type, as sent */
	char server[256];      /* Server; empty if there is none */
	char server_dn[300];   /* ServerDN */
	char mdb_dn[300];      /* MdbDN */
	char auth_package[64]; /* AuthPackage; empty if there is none */
	char principal[256];   /* CertPrincipalName, "msstd:..."; empty if there is none
				*/
	bool is_ssl_known;     /* SSL is there */
	bool is_ssl;           /* and says On */
};

/* Addresses of MAPI over HTTP; each is empty if there is none. */
struct oa_pox_mapi {
	char store_internal[512]; /* MailStore, InternalUrl */
	char store_external[512]; /* MailStore, ExternalUrl */
	char book_internal[512];  /* AddressBook, InternalUrl */
	char book_external[512];  /* AddressBook, ExternalUrl */
};

/* What an answer is. */
enum oa_pox_kind {
	OA_POX_SETTINGS,     /* Action settings */
	OA_POX_REDIRECT,     /* Action redirectAddr: ask for another address */
	OA_POX_REDIRECT_URL, /* Action redirectUrl: ask somewhere else */
	OA_POX_ERROR,        /* Error */
};

/* One answer. */
struct oa_pox {
	enum oa_pox_kind kind;   /* see there */
	char redirect[512];      /* address or URL of a redirect */
	char error_code[16];     /* ErrorCode, "500" */
	char error_message[256]; /* Message */
	char address[256];       /* AutoDiscoverSMTPAddress of the User */
	char user_dn[512];       /* LegacyDN of the User: name of the mailbox */
	struct oa_pox_mapi mapi; /* of the mapiHttp protocol */
	struct oa_pox_protocol protocol[OA_POX_PROTOCOLS_MAX]; /* in the order sent */
	size_t protocol_count;                                 /* used */
};

/* Reads len bytes of XML.  Returns 0, or -1 with OA_LAYER_HTTP (not XML, not
 * autodiscover, a document type, too long) or OA_LAYER_SYSTEM (no memory). */
int oa_pox_parse(
	const void *bytes, size_t len, struct oa_pox *ret_pox, struct oa_error *err);

/* Returns the first protocol of a type, or NULL. */
const struct oa_pox_protocol *oa_pox_find(
	const struct oa_pox *pox, enum oa_pox_type type);

#endif
