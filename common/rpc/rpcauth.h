/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_RPCAUTH_H
#define OA_RPC_RPCAUTH_H

/*
 * Authentication at RPC level ([MS-RPCE] 2.2.1.1.7, 2.2.1.1.8, 3.3.1.5.2): the
 * protection of single PDUs once the tokens of bind, bind_ack and auth3 have made
 * a security context.  How a mechanism signs is behind struct oa_rpcauth_mech;
 * this module knows where in a PDU signature, padding and cipher text lie.
 *
 *	oa_rpcauth_init_ntlm(&auth, level, context_id, key);
 *	oa_call_write(&out, &call);
 *	oa_rpcauth_protect(&auth, &out, err);
 *	... send, receive one whole PDU ...
 *	oa_rpcauth_unprotect(&auth, bytes, len, err);
 *	oa_pdu_parse(bytes, len, &pdu, err);
 */

#include "common/base/bytes.h"
#include "common/base/error.h"
#include "common/net/ntlmseal.h"

#include <stdbool.h>

/* Bytes of the longest signature that a mechanism may use. */
#define OA_RPCAUTH_SIGNATURE_MAX 256

/* auth_type, [MS-RPCE] 2.2.1.1.7. */
enum oa_rpcauth_type {
	OA_RPCAUTH_NONE = 0,
	OA_RPCAUTH_SPNEGO = 9,
	OA_RPCAUTH_NTLM = 10,
	OA_RPCAUTH_KERBEROS = 16,
};

/* auth_level, [MS-RPCE] 2.2.1.1.8. */
enum oa_rpcauth_level {
	OA_RPCAUTH_LEVEL_NONE = 1,      /* no security context */
	OA_RPCAUTH_LEVEL_CONNECT = 2,   /* identity only, PDUs go bare */
	OA_RPCAUTH_LEVEL_INTEGRITY = 5, /* PDUs are signed */
	OA_RPCAUTH_LEVEL_PRIVACY = 6,   /* and their stubs encrypted */
};

/* The parts of one PDU that a mechanism works on; all inside the same memory. */
struct oa_rpcauth_parts {
	uint8_t *pdu;         /* start of the PDU, its final lengths filled in */
	size_t signed_len;    /* bytes up to the signature: header, body, padding and
			       * the verifier's 8 bytes */
	uint8_t *stub;        /* start of stub and padding */
	size_t stub_len;      /* bytes of stub and padding */
	bool is_sealed;       /* level privacy: stub and padding are encrypted */
	uint8_t *signature;   /* the verifier's value */
	size_t signature_len; /* bytes at signature */
};

struct oa_rpcauth;
struct oa_kerberos;

/* How a mechanism protects PDUs. */
struct oa_rpcauth_mech {
	uint8_t type; /* enum oa_rpcauth_type */

	/* Returns the bytes of a signature for a stub of stub_len bytes, at most
	 * OA_RPCAUTH_SIGNATURE_MAX. */
	size_t (*signature_len)(const struct oa_rpcauth *auth, size_t stub_len);

	/* Signs a PDU that is in clear, encrypts its stub in place if sealed, and
	 * fills in the signature. */
	int (*sign)(struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts,
		struct oa_error *err);

	/* Decrypts the stub in place if sealed and verifies the signature. */
	int (*verify)(struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts,
		struct oa_error *err);

	/* Wipes and releases the mechanism's state. */
	void (*close)(struct oa_rpcauth *auth);
};

/* A security context of one connection; it owns its keys. */
struct oa_rpcauth {
	const struct oa_rpcauth_mech *mech; /* NULL if there is no authentication */
	enum oa_rpcauth_level level;        /* what is done to PDUs */
	uint32_t context_id;                /* as in the bind's verifier */
	union {
		struct oa_ntlm_seal ntlm; /* keys and counters of NTLM */
		struct {
			struct oa_kerberos *context; /* owned */
			bool signs_header;           /* as agreed in bind */
		} kerberos;
	} state; /* belongs to the mechanism */
};

/* Makes a context that leaves PDUs alone. */
void oa_rpcauth_init_none(struct oa_rpcauth *auth);

/* Makes an NTLM context of the given level from the session key that the client
 * put into its last token. */
void oa_rpcauth_init_ntlm(struct oa_rpcauth *auth, enum oa_rpcauth_level level,
	uint32_t context_id, const uint8_t exported_session_key[16]);

/* Wipes the keys and makes the context one of oa_rpcauth_init_none(). */
void oa_rpcauth_free(struct oa_rpcauth *auth);

/* Returns true if PDUs carry signatures (levels integrity and privacy). */
bool oa_rpcauth_protects(const struct oa_rpcauth *auth);

/* Protects the request in `out`, as written by oa_call_write(): appends padding
 * and verifier, corrects the lengths, encrypts.  Does nothing at levels without
 * signatures.  Returns -1 with layer RPC if there is no room (then nothing has
 * been signed) or the mechanism fails. */
int oa_rpcauth_protect(
	struct oa_rpcauth *auth, struct oa_writer *out, struct oa_error *err);

/* Verifies the PDU of exactly len bytes and decrypts its stub in place; returns
 * -1 with layer RPC if it is malformed, if the verifier is missing or of another
 * context, or if the signature is wrong.  PDUs that servers do not sign (all but
 * response) and levels without signatures pass unchanged: a fault is not proof
 * of anything, and no call should follow one on the same connection. */
int oa_rpcauth_unprotect(
	struct oa_rpcauth *auth, void *pdu, size_t len, struct oa_error *err);

#endif
