/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/gss.h"

#ifdef HAVE_GSSAPI

#include "common/base/text.h"
#include "common/net/tickets.h"

/* SPNEGO, 1.3.6.1.5.5.2, and Kerberos, 1.2.840.113554.1.2.2. */
#define OID_SPNEGO   "\x2b\x06\x01\x05\x05\x02"
#define OID_KERBEROS "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"

/* GSSAPI takes descriptions that are not constant, but leaves them alone. */
static gss_OID_desc oid(const char *text, size_t len)
{
	union {
		const char *constant;
		void *plain;
	} bytes = {.constant = text};

	return (gss_OID_desc){.length = (OM_uint32)len, .elements = bytes.plain};
}

gss_OID_desc oa_gss_spnego(void)
{
	return oid(OID_SPNEGO, sizeof(OID_SPNEGO) - 1);
}

gss_OID_desc oa_gss_kerberos(void)
{
	return oid(OID_KERBEROS, sizeof(OID_KERBEROS) - 1);
}

gss_buffer_desc oa_gss_buffer(const void *bytes, size_t len)
{
	union {
		const void *constant;
		void *plain;
	} value = {.constant = bytes};

	return (gss_buffer_desc){.length = len, .value = value.plain};
}

/* The mechanism's own words, or those of GSSAPI where it has none. */
int oa_gss_fail(enum oa_layer layer, OM_uint32 major, OM_uint32 minor, const char *what,
	struct oa_error *err)
{
	gss_OID_desc mechanism = oa_gss_kerberos();
	gss_buffer_desc message = GSS_C_EMPTY_BUFFER;
	OM_uint32 ignored, more = 0;
	char text[200] = "";

	gss_display_status(&ignored, minor ? minor : major,
		minor ? GSS_C_MECH_CODE : GSS_C_GSS_CODE, &mechanism, &more, &message);
	if (message.value)
		oa_clean(text, sizeof(text), message.value, message.length);
	gss_release_buffer(&ignored, &message);
	return oa_fail(err, layer, OA_TICKETS_OTHER, "%s: %s", what, text);
}

#endif
