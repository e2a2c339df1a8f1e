/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_inner.h"
#include "common/net/url.h"
#include "common/probe/cert.h"

#include <string.h>
#include <strings.h>

static void note(struct oa_seen *seen, const char *name, size_t len)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";

	/* what is no name as a whole, a URL say, begins with a word of other texts */
	if (len && strspn(name, allowed) >= len)
		oa_seen_add_name(seen, name, len);
}

static void note_host(struct oa_seen *seen, const char *text)
{
	struct oa_url url;

	if (text[0] && oa_url_parse(text, NULL, &url, NULL) == 0)
		note(seen, url.host, strlen(url.host));
}

/* "/o=.../cn=SERVER/cn=Microsoft Private MDB". */
static void note_server_of(struct oa_seen *seen, const char *mdb_dn)
{
	const char *last = strrchr(mdb_dn, '/'), *name = last;

	while (name && name > mdb_dn && name[-1] != '/')
		name--;
	if (name && !strncasecmp(name, "cn=", 3))
		note(seen, name + 3, (size_t)(last - name) - 3);
}

void oa_adinner_note(const struct oa_pox *pox, struct oa_seen *seen)
{
	for (size_t i = 0; i < pox->protocol_count; i++) {
		const struct oa_pox_protocol *protocol = &pox->protocol[i];
		const char *principal = oa_cert_principal_name(protocol->principal);

		note(seen, protocol->server, strlen(protocol->server));
		if (!oa_cert_principal_is_none(principal))
			note(seen, principal, strlen(principal));
		note_server_of(seen, protocol->mdb_dn);
	}
	note_host(seen, pox->mapi.store_internal);
	note_host(seen, pox->mapi.book_internal);
}
