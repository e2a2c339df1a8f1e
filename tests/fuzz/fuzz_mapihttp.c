/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cookies.h"
#include "common/net/mapihttp.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_content(const uint8_t *content, size_t len)
{
	struct oa_mapi_connected connected;
	uint32_t number;

	if (oa_mapi_connected_parse(content, len, &connected, NULL) == 0 &&
		!memchr(connected.display_name, '\0', sizeof(connected.display_name)))
		abort();
	if (oa_mapi_disconnected_parse(content, len, &number, NULL) == 0 &&
		!oa_mapi_code_name(number))
		abort();
}

/* Every line is one Set-Cookie as well. */
static void check_cookies(const char *text, size_t len)
{
	struct oa_cookies cookies = {0};

	for (size_t pos = 0; pos < len;) {
		const char *end = memchr(text + pos, '\n', len - pos);
		size_t line = end ? (size_t)(end - text) - pos : len - pos;

		oa_cookies_add(&cookies, text + pos, line);
		pos += line + 1;
	}
	if (strpbrk(cookies.text, "\r\n,"))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_mapi_body body;

	check_cookies((const char *)data, len);
	if (oa_mapi_body_parse(data, len, &body, NULL) < 0)
		return 0;
	if (body.content &&
		(body.content < data || body.content + body.content_len != data + len))
		abort();
	check_content(body.content, body.content_len);
	return 0;
}
