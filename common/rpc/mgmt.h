/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_MGMT_H
#define OA_RPC_MGMT_H

/*
 * The remote management interface ([C706] appendix Q), which the RPC runtime of
 * Windows and Samba serves at every endpoint.  The call has no arguments, so
 * only its reply is read here.
 */

#include "common/base/error.h"
#include "common/rpc/iface.h"

#include <stdbool.h>

/* The operation that is called; 3, stop_server_listening, must never be. */
#define OA_MGMT_IS_SERVER_LISTENING 2

/* Reply of is_server_listening. */
struct oa_mgmt_listening {
	uint32_t status;   /* OA_STATUS_RPC, 0 is good */
	bool is_listening; /* the server takes calls */
};

/* Reads the reply stub of is_server_listening; returns -1 with layer RPC if it is
 * too short. */
int oa_mgmt_parse_listening(const void *stub, size_t len,
	struct oa_mgmt_listening *ret_listening, struct oa_error *err);

#endif
