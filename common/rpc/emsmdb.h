/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_EMSMDB_H
#define OA_RPC_EMSMDB_H

/*
 * The mailbox store's interface ([MS-OXCRPC] 3.1.4), as far as a check needs it: a
 * session is opened and closed, and nothing is done in it.
 */

#include "common/base/error.h"
#include "common/rpc/mapiversion.h"
#include "common/rpc/ndr.h"

/* Operations; EcDummyRpc has an empty request stub and needs no session. */
enum {
	OA_EMSMDB_DISCONNECT = 1,
	OA_EMSMDB_DUMMY_RPC = 6,
	OA_EMSMDB_CONNECT_EX = 10,
};

/* Arguments of EcDoConnectEx that differ from run to run. */
struct oa_emsmdb_connect {
	const char *user_dn;            /* legacy DN of the mailbox; borrowed */
	struct oa_mapi_version version; /* the client that we pose as */
	bool is_cached;                 /* say that the client is in cached mode */
};

/* What EcDoConnectEx gave. */
struct oa_emsmdb_session {
	uint32_t value;                /* OA_STATUS_STORE; the rest only with 0 */
	struct oa_ndr_handle handle;   /* to disconnect with */
	char user_name[128];           /* display name of the user, cleaned */
	struct oa_mapi_version server; /* the server's version */
};

/* Reads the reply stub of EcDummyRpc, a return value (OA_STATUS_STORE, 0 is
 * good); returns -1 with layer RPC if it is not four bytes long. */
int oa_emsmdb_parse_dummy(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err);

/* Writes the request stub of EcDoConnectEx ([MS-OXCRPC] 3.1.4.1). */
void oa_emsmdb_write_connect(
	struct oa_writer *out, const struct oa_emsmdb_connect *connect);

/* Reads the reply stub of EcDoConnectEx; returns -1 with layer RPC if it is
 * malformed, or a success without a session. */
int oa_emsmdb_parse_connect(const void *stub, size_t len,
	struct oa_emsmdb_session *ret_session, struct oa_error *err);

/* Writes the request stub of EcDoDisconnect ([MS-OXCRPC] 3.1.4.3). */
void oa_emsmdb_write_disconnect(
	struct oa_writer *out, const struct oa_ndr_handle *handle);

/* Reads the reply stub of EcDoDisconnect, as oa_emsmdb_parse_dummy() does. */
int oa_emsmdb_parse_disconnect(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err);

#endif
