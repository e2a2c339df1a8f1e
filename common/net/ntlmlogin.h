/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_NTLMLOGIN_H
#define OA_NET_NTLMLOGIN_H

/*
 * Whom to log on with NTLMv2, and the responses that prove it.  Callers outside
 * of this folder fill the first structs and go through ntlm.h.
 */

#include "common/base/error.h"
#include "common/base/secret.h"
#include "common/net/ntlmchallenge.h"
#include "common/net/utf16.h"

/* What the session will be used for; decides the flags that are offered.  HTTP
 * takes OA_NTLM_FOR_SIGNING, as Windows does. */
enum oa_ntlm_use {
	OA_NTLM_FOR_CONNECT, /* RPC level connect: no message security */
	OA_NTLM_FOR_SIGNING, /* HTTP, and RPC level integrity */
	OA_NTLM_FOR_SEALING, /* RPC level privacy */
};

/* Whom to log on, and to what; all pointers are borrowed, texts are UTF-8. */
struct oa_ntlm_login {
	enum oa_ntlm_use use; /* the same as in the NEGOTIATE that was sent */
	const char *user;     /* DOMAIN\user, user@domain, or user */
	const char *domain;   /* NULL, or the domain when user is only the user */
	const struct oa_secret *password; /* the password */
	const char *workstation;          /* name of this host; NULL for none */
	const char *target_name;          /* SPN, "HTTP/mail.lab.test"; NULL for none */
	const uint8_t *channel_binding;   /* 16 bytes of oa_ntlm_channel_binding, or
					     NULL: none, sent as zeros
					     ([MS-NLMP] 3.1.5.1.2) */
};

/* What must be new for each answer. */
struct oa_ntlm_fresh {
	uint8_t client_challenge[8]; /* random */
	uint8_t session_key[16];     /* random */
	uint64_t now;                /* FILETIME; a server's timestamp overrides it */
};

/* Computes the channel binding of TLS from its application data of len bytes,
 * "tls-server-end-point:" and a digest (RFC 5929, 4; [MS-NLMP] 2.2.2.1). */
void oa_ntlm_channel_binding(
	const void *application_data, size_t len, uint8_t ret_binding[16]);

/* The names of a login in the form that goes over the wire. */
struct oa_ntlm_names {
	struct oa_utf16 user;        /* the user, or the whole UPN */
	struct oa_utf16 upper_user;  /* the same in upper case, to be hashed */
	struct oa_utf16 domain;      /* empty with a UPN or without a domain */
	struct oa_utf16 workstation; /* may be empty */
	struct oa_utf16 target_name; /* may be empty */
};

/* What proves the password; wiped with oa_ntlm_proof_free. */
struct oa_ntlm_proof {
	uint8_t lm[24];       /* LMv2 response; zeros next to a server's timestamp */
	uint8_t *nt;          /* NTLMv2 response, owned */
	size_t nt_len;        /* its bytes */
	uint8_t base_key[16]; /* session base key */
};

/* Converts the names of a login, DOMAIN\user split at the backslash, into
 * ret_names, which the caller gives to oa_ntlm_names_free.  Returns 0, or -1
 * (OA_LAYER_USAGE, OA_LAYER_SYSTEM). */
int oa_ntlm_names_make(const struct oa_ntlm_login *login,
	struct oa_ntlm_names *ret_names, struct oa_error *err);

/* Releases the names. */
void oa_ntlm_names_free(struct oa_ntlm_names *names);

/* Computes the responses to a challenge ([MS-NLMP] 2.2.2.7, 3.3.2) into
 * ret_proof, which the caller gives to oa_ntlm_proof_free.  Returns 0, or -1
 * (OA_LAYER_USAGE, OA_LAYER_SYSTEM). */
int oa_ntlm_proof_make(const struct oa_ntlm_login *login,
	const struct oa_ntlm_names *names, const struct oa_ntlm_challenge *challenge,
	const struct oa_ntlm_fresh *fresh, struct oa_ntlm_proof *ret_proof,
	struct oa_error *err);

/* Wipes and releases the responses and the key. */
void oa_ntlm_proof_free(struct oa_ntlm_proof *proof);

#endif
