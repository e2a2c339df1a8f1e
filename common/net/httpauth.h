/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_HTTPAUTH_H
#define OA_NET_HTTPAUTH_H

/*
 * Values of the Authorization header.  They are as good as passwords: each is
 * put into a secret, which the caller gives to oa_secret_free.
 */

#include "common/base/error.h"
#include "common/base/secret.h"

/* Builds "Basic <base64 of user:password>" (RFC 7617, UTF-8); user is sent as it
 * is, e.g. DOMAIN\user.  Returns 0, or -1: OA_LAYER_USAGE when user holds a
 * colon or either holds control characters, OA_LAYER_SYSTEM without memory. */
int oa_auth_basic(const char *user, const struct oa_secret *password,
	struct oa_secret *ret_value, struct oa_error *err);

/* Builds "<scheme> <base64 of len bytes at token>", for NTLM and Negotiate.
 * Returns 0, or -1 (OA_LAYER_SYSTEM) without memory. */
int oa_auth_with_token(const char *scheme, const void *token, size_t len,
	struct oa_secret *ret_value, struct oa_error *err);

#endif
