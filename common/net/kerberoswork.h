/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_KERBEROSWORK_H
#define OA_NET_KERBEROSWORK_H

/*
 * The inside of a security context, for the two halves of its work: kerberos.c makes
 * it, kerberosmessage.c protects messages with it; kerberos.h is for callers.  There
 * is nothing more here in a build without GSSAPI.
 */

#include "common/net/kerberos.h"

#ifdef HAVE_GSSAPI

#include <gssapi/gssapi.h>

/* A security context; all but use is zero before oa_kerberos_new() fills it. */
struct oa_kerberos {
	enum oa_kerberos_use use; /* as asked for */
	gss_ctx_id_t gss;         /* owned */
	gss_cred_id_t ours;       /* owned */
	gss_name_t service;       /* owned */
	uint8_t *binding;         /* owned, or NULL */
	size_t binding_len;       /* bytes */
	bool is_complete;         /* the last leg is done */
};

#endif

#endif
