/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/kerberos.h"

/* What a build without GSSAPI has in place of tickets.c, kerberos.c and
 * kerberosmessage.c: there are never any tickets, so nothing that wants some is ever
 * reached. */
#ifndef HAVE_GSSAPI

static int lack(struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FEATURE, 0, "Kerberos (built without GSSAPI)");
}

int oa_tickets_get(const struct oa_tickets_source *source, struct oa_deadline until,
	struct oa_tickets **ret_tickets, struct oa_error *err)
{
	(void)source;
	(void)until;
	(void)ret_tickets;
	return lack(err);
}

int oa_tickets_fetch(struct oa_tickets **tickets, const char *spn,
	struct oa_deadline until, char ret_service[OA_PRINCIPAL_MAX],
	struct oa_error *err)
{
	(void)tickets;
	(void)spn;
	(void)until;
	(void)ret_service;
	return lack(err);
}

const char *oa_tickets_cache(const struct oa_tickets *tickets)
{
	(void)tickets;
	return "";
}

const char *oa_tickets_user(const struct oa_tickets *tickets)
{
	(void)tickets;
	return "";
}

void oa_tickets_free(struct oa_tickets *tickets)
{
	(void)tickets;
}

int oa_kerberos_new(const struct oa_kerberos_peer *peer,
	struct oa_kerberos **ret_context, struct oa_error *err)
{
	(void)peer;
	(void)ret_context;
	return lack(err);
}

int oa_kerberos_step(struct oa_kerberos *context, const void *token, size_t len,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	(void)context;
	(void)token;
	(void)len;
	(void)ret_token;
	return lack(err);
}

bool oa_kerberos_is_complete(const struct oa_kerberos *context)
{
	(void)context;
	return false;
}

size_t oa_kerberos_signature_len(const struct oa_kerberos *context, size_t data_len)
{
	(void)context;
	(void)data_len;
	return 0;
}

int oa_kerberos_protect(struct oa_kerberos *context,
	const struct oa_kerberos_message *message, struct oa_error *err)
{
	(void)context;
	(void)message;
	return lack(err);
}

int oa_kerberos_verify(struct oa_kerberos *context,
	const struct oa_kerberos_message *message, struct oa_error *err)
{
	(void)context;
	(void)message;
	return lack(err);
}

void oa_kerberos_token_free(struct oa_kerberos_token *token)
{
	(void)token;
}

void oa_kerberos_free(struct oa_kerberos *context)
{
	(void)context;
}

#endif
