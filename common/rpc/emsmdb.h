/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_EMSMDB_H
#define OA_RPC_EMSMDB_H

/*
 * The mailbox store's interface ([MS-OXCRPC] 3.1.4), as far as a check without
 * a mailbox session needs it.
 */

#include "common/base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Operations; EcDummyRpc has an empty request stub and needs no session. */
enum {
	OA_EMSMDB_DUMMY_RPC = 6,
};

/* Reads the reply stub of EcDummyRpc, a return value (OA_STATUS_STORE, 0 is
 * good); returns -1 with layer RPC if it is not four bytes long. */
int oa_emsmdb_parse_dummy(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err);

#endif
