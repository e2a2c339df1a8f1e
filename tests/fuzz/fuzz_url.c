/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/url.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 4096

static void check(const struct oa_url *url)
{
	struct oa_url again;

	if (!url->host[0] || !url->port || url->target[0] != '/')
		abort();
	/* what goes into a request or a log must be one line without blanks */
	if (strpbrk(url->text, " \r\n\t") || strpbrk(url->target, " \r\n\t#"))
		abort();
	if (oa_url_parse(url->text, NULL, &again, NULL) < 0 ||
		strcmp(url->text, again.text) != 0 || url->port != again.port ||
		url->is_tls != again.is_tls)
		abort();
}

/* What a server says in Location and autodiscover in its settings. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char text[TEXT_SIZE];
	struct oa_url base, url;

	if (len >= sizeof(text))
		return 0;
	memcpy(text, data, len);
	text[len] = '\0';
	if (oa_url_parse(text, NULL, &url, NULL) == 0)
		check(&url);
	if (oa_url_parse("https://mail.lab.test/autodiscover/autodiscover.xml", NULL,
		    &base, NULL) < 0)
		abort();
	if (oa_url_parse(text, &base, &url, NULL) == 0)
		check(&url);
	return 0;
}
