/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_MGMT_H
#define OA_RPC_MGMT_H

/*
 * The remote management interface ([C706] appendix Q), which the RPC runtime of
 * Windows and Samba serves at every endpoint.  The calls used have no arguments,
 * so only replies are read here.
 */

#include "common/base/error.h"
#include "common/rpc/iface.h"

#include <stdbool.h>

/* Interface identifiers that are kept from one reply. */
#define OA_MGMT_IF_IDS_MAX 32

/* Operations; 3, stop_server_listening, must never be called. */
enum {
	OA_MGMT_INQ_IF_IDS = 0,
	OA_MGMT_IS_SERVER_LISTENING = 2,
};

/* Reply of is_server_listening. */
struct oa_mgmt_listening {
	uint32_t status;   /* OA_STATUS_RPC, 0 is good */
	bool is_listening; /* the server takes calls */
};

/* Reply of inq_if_ids. */
struct oa_mgmt_if_ids {
	uint32_t status;                          /* OA_STATUS_RPC, 0 is good */
	size_t total;                             /* identifiers in the reply */
	size_t count;                             /* of these kept in ids */
	struct oa_syntax ids[OA_MGMT_IF_IDS_MAX]; /* interfaces served */
};

/* Reads the reply stub of is_server_listening; returns -1 with layer RPC if it is
 * too short. */
int oa_mgmt_parse_listening(const void *stub, size_t len,
	struct oa_mgmt_listening *ret_listening, struct oa_error *err);

/* Reads the reply stub of inq_if_ids; returns -1 with layer RPC if it is
 * malformed. */
int oa_mgmt_parse_if_ids(const void *stub, size_t len,
	struct oa_mgmt_if_ids *ret_if_ids, struct oa_error *err);

#endif
