/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_KRBERROR_H
#define OA_NET_KRBERROR_H

/*
 * The errors of libkrb5 as ours.  There is nothing here in a build without it.
 */

#include "common/base/error.h"

#ifdef HAVE_GSSAPI

#include <krb5.h>

/* Fills err with OA_LAYER_KERBEROS, the enum oa_tickets_trouble that the code stands
 * for, and "what: the library's words", or with OA_LAYER_SYSTEM for lack of memory;
 * krb5 may be NULL.  Returns -1. */
int oa_krb_fail(struct oa_error *err, krb5_context krb5, krb5_error_code code,
	const char *what);

#endif

#endif
