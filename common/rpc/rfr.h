/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_RFR_H
#define OA_RPC_RFR_H

/*
 * The referral interface ([MS-OXABREF] 3.1.4): which server has the address book,
 * and what a server is called in DNS.
 */

#include "common/base/error.h"
#include "common/rpc/ndr.h"

/* Bytes that the DN of a server may have, with its NUL. */
#define OA_RFR_DN_MIN 10
#define OA_RFR_DN_MAX 1024

/* Operations. */
enum {
	OA_RFR_GET_NEW_DSA = 0,
	OA_RFR_GET_FQDN_FROM_SERVER_DN = 1,
};

/* The reply of both. */
struct oa_rfr_name {
	uint32_t value; /* OA_STATUS_STORE; there is a name only with 0 */
	char name[256]; /* of the server, cleaned, cut if need be; may be empty */
};

/* Writes the request stub of RfrGetNewDSA for the mailbox of that DN, which may be
 * empty. */
void oa_rfr_write_new_dsa(struct oa_writer *out, const char *user_dn);

/* Reads its reply stub; returns -1 with layer RPC if it is malformed. */
int oa_rfr_parse_new_dsa(const void *stub, size_t len, struct oa_rfr_name *ret_name,
	struct oa_error *err);

/* Writes the request stub of RfrGetFQDNFromServerDN; with its NUL the DN must be
 * OA_RFR_DN_MIN to OA_RFR_DN_MAX bytes long. */
void oa_rfr_write_fqdn(struct oa_writer *out, const char *server_dn);

/* Reads its reply stub; returns -1 with layer RPC if it is malformed. */
int oa_rfr_parse_fqdn(const void *stub, size_t len, struct oa_rfr_name *ret_name,
	struct oa_error *err);

#endif
