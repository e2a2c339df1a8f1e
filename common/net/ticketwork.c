/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ticketwork.h"

#ifdef HAVE_GSSAPI

#include "common/net/krberror.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A check needs its tickets for seconds only. */
#define LIFETIME_S 600

static int fail(struct oa_ticket_work *work, krb5_error_code code, const char *what)
{
	return oa_krb_fail(&work->error, work->krb5, code, what);
}

/* Puts a principal as text into buffer. */
static int take_name(struct oa_ticket_work *work, krb5_const_principal principal,
	char buffer[OA_PRINCIPAL_MAX])
{
	char *name;
	krb5_error_code code = krb5_unparse_name(work->krb5, principal, &name);

	if (code)
		return fail(work, code, "name");
	snprintf(buffer, OA_PRINCIPAL_MAX, "%s", name);
	krb5_free_unparsed_name(work->krb5, name);
	return 0;
}

/* user, user@realm or DOMAIN\user as libkrb5 reads it.  Realms are written in
 * capitals; a NetBIOS domain is no realm, the default one is taken instead. */
static void principal_text(const char *user, char *buffer, size_t size)
{
	const char *backslash = strchr(user, '\\');
	const char *name = backslash ? backslash + 1 : user;
	const char *realm = "";
	size_t name_len = strlen(name), realm_len = 0;
	const char *at = strrchr(name, '@');

	if (at) {
		realm = at + 1;
		realm_len = strlen(realm);
		name_len = (size_t)(at - name);
	} else if (backslash && memchr(user, '.', (size_t)(backslash - user))) {
		realm = user;
		realm_len = (size_t)(backslash - user);
	}
	snprintf(buffer, size, "%.*s%s%.*s", (int)name_len, name, realm_len ? "@" : "",
		(int)realm_len, realm);
	if (!realm_len)
		return;
	for (char *letter = strrchr(buffer, '@'); letter && *letter; letter++)
		*letter = (char)toupper((unsigned char)*letter);
}

/* Whom to get tickets for: the user, or the first of the keytab. */
static krb5_error_code find_client(
	struct oa_ticket_work *work, krb5_keytab keytab, krb5_principal *ret_client)
{
	char text[OA_PRINCIPAL_MAX];
	krb5_keytab_entry entry;
	krb5_kt_cursor cursor;
	krb5_error_code code;

	if (work->user[0]) {
		principal_text(work->user, text, sizeof(text));
		return krb5_parse_name(work->krb5, text, ret_client);
	}
	code = krb5_kt_start_seq_get(work->krb5, keytab, &cursor);
	if (code)
		return code;
	code = krb5_kt_next_entry(work->krb5, keytab, &entry, &cursor);
	if (!code) {
		code = krb5_copy_principal(work->krb5, entry.principal, ret_client);
		krb5_free_keytab_entry_contents(work->krb5, &entry);
	}
	krb5_kt_end_seq_get(work->krb5, keytab, &cursor);
	return code;
}

/* One exchange with the KDC; krb5_get_init_creds_password() would try a refused
 * password again on the primary KDC, as a second bad attempt. */
static krb5_error_code log_on(struct oa_ticket_work *work, krb5_principal client,
	krb5_keytab keytab, krb5_get_init_creds_opt *options)
{
	krb5_context krb5 = work->krb5;
	krb5_init_creds_context exchange;
	krb5_error_code code = krb5_init_creds_init(
		krb5, client, NULL, NULL, 0, options, &exchange);

	if (code)
		return code;
	if (keytab)
		code = krb5_init_creds_set_keytab(krb5, exchange, keytab);
	else
		code = krb5_init_creds_set_password(
			krb5, exchange, work->password.bytes);
	if (!code)
		code = krb5_init_creds_get(krb5, exchange);
	krb5_init_creds_free(krb5, exchange);
	return code;
}

static krb5_error_code get_initial(struct oa_ticket_work *work, krb5_keytab keytab)
{
	krb5_get_init_creds_opt *options;
	krb5_principal client;
	krb5_error_code code = find_client(work, keytab, &client);

	if (code)
		return code;
	code = krb5_get_init_creds_opt_alloc(work->krb5, &options);
	if (!code) {
		krb5_get_init_creds_opt_set_tkt_life(options, LIFETIME_S);
		krb5_get_init_creds_opt_set_forwardable(options, 0);
		krb5_get_init_creds_opt_set_proxiable(options, 0);
		code = krb5_get_init_creds_opt_set_out_ccache(
			work->krb5, options, work->cache);
		if (!code)
			code = log_on(work, client, keytab, options);
		krb5_get_init_creds_opt_free(work->krb5, options);
	}
	krb5_free_principal(work->krb5, client);
	return code;
}

static int use_password(struct oa_ticket_work *work)
{
	krb5_error_code code = get_initial(work, NULL);

	return code ? fail(work, code, "password") : 0;
}

static int use_keytab(struct oa_ticket_work *work)
{
	krb5_keytab keytab;
	krb5_error_code code = krb5_kt_resolve(work->krb5, work->keytab, &keytab);

	if (code)
		return fail(work, code, "keytab");
	/* else a missing file would look like a failed pre-authentication */
	code = krb5_kt_have_content(work->krb5, keytab);
	if (!code)
		code = get_initial(work, keytab);
	krb5_kt_close(work->krb5, keytab);
	return code ? fail(work, code, "keytab") : 0;
}

/* Works on a copy, so that new tickets are not written into the user's cache. */
static krb5_error_code copy_cache(struct oa_ticket_work *work, krb5_ccache from)
{
	krb5_principal client;
	krb5_error_code code = krb5_cc_get_principal(work->krb5, from, &client);

	if (code)
		return code;
	code = krb5_cc_initialize(work->krb5, work->cache, client);
	if (!code)
		code = krb5_cc_copy_creds(work->krb5, from, work->cache);
	krb5_free_principal(work->krb5, client);
	return code;
}

static int use_cache(struct oa_ticket_work *work)
{
	krb5_ccache from;
	krb5_error_code code;

	if (work->ccache)
		code = krb5_cc_resolve(work->krb5, work->ccache, &from);
	else
		code = krb5_cc_default(work->krb5, &from);
	if (code)
		return fail(work, code, "ticket cache");
	code = copy_cache(work, from);
	krb5_cc_close(work->krb5, from);
	return code ? fail(work, code, "ticket cache") : 0;
}

static int open_memory(struct oa_ticket_work *work)
{
	krb5_error_code code = krb5_init_context(&work->krb5);

	if (code)
		return fail(work, code, "configuration");
	code = krb5_cc_new_unique(work->krb5, "MEMORY", NULL, &work->cache);
	if (!code)
		code = krb5_cc_get_full_name(
			work->krb5, work->cache, &work->cache_name);
	return code ? fail(work, code, "memory") : 0;
}

static int name_owner(struct oa_ticket_work *work)
{
	krb5_principal client;
	krb5_error_code code = krb5_cc_get_principal(work->krb5, work->cache, &client);
	int result;

	if (code)
		return fail(work, code, "ticket cache");
	result = take_name(work, client, work->user);
	krb5_free_principal(work->krb5, client);
	return result;
}

int oa_ticket_work_start(struct oa_ticket_work *work)
{
	int result = open_memory(work);

	if (result < 0)
		return -1;
	if (work->keytab)
		result = use_keytab(work);
	else if (!work->ccache && oa_secret_given(&work->password))
		result = use_password(work);
	else
		result = use_cache(work);
	return result < 0 ? -1 : name_owner(work);
}

/* service/host as a host-based name, so that domain_realm and referrals find its
 * realm; anything else is a principal as it stands. */
static krb5_error_code parse_service(
	struct oa_ticket_work *work, krb5_principal *ret_service)
{
	char service[OA_PRINCIPAL_MAX];
	char *slash, *host;

	snprintf(service, sizeof(service), "%s", work->spn);
	slash = strchr(service, '/');
	if (!slash || strpbrk(slash + 1, "/@"))
		return krb5_parse_name(work->krb5, service, ret_service);
	*slash = '\0';
	host = slash + 1;
	/* of this type because the other one would ask DNS for another name */
	return krb5_sname_to_principal(
		work->krb5, host, service, KRB5_NT_UNKNOWN, ret_service);
}

int oa_ticket_work_fetch(struct oa_ticket_work *work)
{
	krb5_creds wanted = {0};
	krb5_creds *got;
	krb5_error_code code = parse_service(work, &wanted.server);
	int result;

	if (!code)
		code = krb5_cc_get_principal(work->krb5, work->cache, &wanted.client);
	if (!code)
		code = krb5_get_credentials(work->krb5, 0, work->cache, &wanted, &got);
	krb5_free_cred_contents(work->krb5, &wanted);
	if (code)
		return fail(work, code, work->spn);
	result = take_name(work, got->server, work->service);
	krb5_free_creds(work->krb5, got);
	return result;
}

void oa_ticket_work_free(struct oa_ticket_work *work)
{
	if (work->krb5) {
		krb5_free_string(work->krb5, work->cache_name);
		if (work->cache)
			krb5_cc_destroy(work->krb5, work->cache);
		krb5_free_context(work->krb5);
	}
	oa_secret_free(&work->password);
	free(work->keytab);
	free(work->ccache);
}

#endif
