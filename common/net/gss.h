/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_GSS_H
#define OA_NET_GSS_H

/*
 * The types of GSSAPI (RFC 2744) made from ours, and its errors as ours.  There is
 * nothing here in a build without it.
 */

#include "common/base/error.h"

#ifdef HAVE_GSSAPI

#include <gssapi/gssapi_ext.h>
#include <stddef.h>

/* Returns the description of SPNEGO, whose bytes are constant. */
gss_OID_desc oa_gss_spnego(void);

/* Returns the description of Kerberos, whose bytes are constant. */
gss_OID_desc oa_gss_kerberos(void);

/* Returns a description of len bytes, which stay the caller's; bytes may be NULL with
 * len 0. */
gss_buffer_desc oa_gss_buffer(const void *bytes, size_t len);

/* Fills err with the layer, OA_TICKETS_OTHER, and "what: the library's words" for the
 * codes of a call that has failed.  Returns -1. */
int oa_gss_fail(enum oa_layer layer, OM_uint32 major, OM_uint32 minor, const char *what,
	struct oa_error *err);

#endif

#endif
