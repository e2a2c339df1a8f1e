/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/wwwauth.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check(const struct oa_wwwauth *auth)
{
	bool is_named = auth->names[0] != '\0';

	if (!memchr(auth->names, '\0', sizeof(auth->names)) ||
		!memchr(auth->realm, '\0', sizeof(auth->realm)))
		abort();
	if (is_named != (auth->schemes != 0))
		abort();
	if (auth->ntlm.len > OA_AUTH_TOKEN_MAX ||
		auth->negotiate.len > OA_AUTH_TOKEN_MAX)
		abort();
}

/* Every line is one field value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_wwwauth auth = {0};
	struct oa_error err = {0};
	const char *text = (const char *)data;

	for (size_t pos = 0; pos < len;) {
		const char *end = memchr(text + pos, '\n', len - pos);
		size_t line = end ? (size_t)(end - text) - pos : len - pos;

		if (oa_wwwauth_add(&auth, text + pos, line, &err) < 0) {
			if (err.layer != OA_LAYER_AUTH && err.layer != OA_LAYER_HTTP)
				abort();
			break;
		}
		pos += line + 1;
	}
	check(&auth);
	oa_wwwauth_free(&auth);
	return 0;
}
