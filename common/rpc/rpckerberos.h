/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_RPCKERBEROS_H
#define OA_RPC_RPCKERBEROS_H

/*
 * Kerberos as a mechanism of RPC-level authentication ([MS-RPCE] 3.3.1.5.2.2): the
 * protection of PDUs once the three legs are through.
 */

#include "common/net/kerberos.h"
#include "common/rpc/rpcauth.h"

/* Makes `auth` a Kerberos context of the given level from a security context that is
 * complete, made for the same level, and owned by `auth` from now on.  signs_header
 * says that both sides have set OA_PFC_SIGN_HEADER: signatures then cover header and
 * verifier, too, else the stub alone ([MS-RPCE] 2.2.2.3). */
void oa_rpcauth_init_kerberos(struct oa_rpcauth *auth, enum oa_rpcauth_level level,
	uint32_t context_id, struct oa_kerberos *context, bool signs_header);

#endif
