/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/kerberos.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_GSSAPI

#include <krb5.h>

#define REALM   "LAB.TEST"
#define SERVICE "HTTP/mail.lab.test@" REALM

/* A Ticket (RFC 4120, 5.3) of that service, whose encrypted part is 16 zeros. */
static const char ticket[] =
	"\x61\x57\x30\x55\xa0\x03\x02\x01\x05\xa1\x0a\x1b\x08LAB.TEST\xa2\x20\x30\x1e"
	"\xa0\x03\x02\x01\x02\xa1\x17\x30\x15\x1b\x04HTTP\x1b\x0dmail.lab.test\xa3\x20"
	"\x30\x1e\xa0\x03\x02\x01\x12\xa1\x03\x02\x01\x01\xa2\x12\x04\x10\0\0\0\0\0\0\0"
	"\0\0\0\0\0\0\0\0\0";

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* Stores tickets as if a KDC had given them, and a configuration without one. */
static void make_cache(const char *config, const char *path)
{
	static const char text[] = "[libdefaults]\n"
				   "default_realm = " REALM "\n"
				   "dns_lookup_kdc = false\n"
				   "dns_canonicalize_hostname = false\n"
				   "rdns = false\n";
	krb5_octet key[32] = {0};
	krb5_creds creds = {.keyblock = {.enctype = ENCTYPE_AES256_CTS_HMAC_SHA1_96,
				    .length = sizeof(key),
				    .contents = key},
		.times = {.authtime = 1, .starttime = 1, .endtime = 0x7fffffff},
		.ticket = {.length = sizeof(ticket) - 1}};
	krb5_context krb5;
	krb5_ccache cache;

	folder_write_path(config, (const uint8_t *)text, sizeof(text) - 1);
	require(setenv("KRB5_CONFIG", config, 1) == 0);
	creds.ticket.data = malloc(sizeof(ticket));
	require(creds.ticket.data != NULL);
	memcpy(creds.ticket.data, ticket, sizeof(ticket));
	require(krb5_init_context(&krb5) == 0);
	require(krb5_parse_name(krb5, "alice@" REALM, &creds.client) == 0);
	require(krb5_parse_name(krb5, SERVICE, &creds.server) == 0);
	require(krb5_cc_resolve(krb5, path, &cache) == 0);
	require(krb5_cc_initialize(krb5, cache, creds.client) == 0);
	require(krb5_cc_store_cred(krb5, cache, &creds) == 0);
	krb5_cc_close(krb5, cache);
	krb5_free_principal(krb5, creds.client);
	krb5_free_principal(krb5, creds.server);
	krb5_free_context(krb5);
	free(creds.ticket.data);
}

static struct oa_tickets *tickets;

static void free_tickets(void)
{
	oa_tickets_free(tickets);
}

static void make_tickets(void)
{
	char config[200], path[200];
	const struct oa_tickets_source source = {.ccache = path};

	snprintf(config, sizeof(config), "%s/krb5.conf", folder_get());
	snprintf(path, sizeof(path), "%s/tickets", folder_get());
	make_cache(config, path);
	require(oa_tickets_get(&source, oa_deadline_in(10), &tickets, NULL) == 0);
	require(atexit(free_tickets) == 0);
}

/* Begins a logon, and takes the answer of a server that does not know the key. */
static void answer(enum oa_kerberos_use use, const uint8_t *data, size_t len)
{
	const struct oa_kerberos_peer peer = {
		.use = use, .tickets = tickets, .service = SERVICE};
	struct oa_kerberos_token token = {0};
	struct oa_kerberos *context;
	struct oa_error err = {0};

	require(oa_kerberos_new(&peer, &context, &err) == 0);
	require(oa_kerberos_step(context, NULL, 0, &token, &err) == 0 && token.len);
	oa_kerberos_token_free(&token);
	if (oa_kerberos_step(context, data, len, &token, &err) == 0) {
		oa_kerberos_token_free(&token);
		/* over HTTP nobody asks the server for a proof */
		require(use == OA_KERBEROS_FOR_HTTP ||
			!oa_kerberos_is_complete(context));
	} else {
		require(err.layer == OA_LAYER_AUTH && err.text[0]);
	}
	oa_kerberos_free(context);
}

/* The first byte chooses what the logon is for. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (!tickets)
		make_tickets();
	if (len > 1)
		answer((enum oa_kerberos_use)(data[0] % 4), data + 1, len - 1);
	return 0;
}

#else

/* Nothing to be read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	(void)data;
	(void)len;
	return 0;
}

#endif
