/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/text.h"
#include "common/net/base64.h"
#include "common/net/utf16.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define SIZE_MAX_HERE 4096

static void check_clean(const uint8_t *data, size_t len)
{
	char text[200], again[200];

	oa_clean(text, sizeof(text), (const char *)data, len);
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f || *at == '|')
			abort();
	oa_clean(again, sizeof(again), text, strlen(text));
	if (strcmp(text, again) != 0)
		abort();
}

static void check_base64(const uint8_t *data, size_t len)
{
	char text[(SIZE_MAX_HERE + 2) / 3 * 4];
	uint8_t bytes[SIZE_MAX_HERE];
	size_t count;

	if (oa_base64_decode((const char *)data, len, bytes, sizeof(bytes), &count) < 0)
		return;
	if (oa_base64_encoded_len(count) != len)
		abort();
	oa_base64_encode(bytes, count, text);
	if (oa_base64_decode(text, len, bytes, sizeof(bytes), &count) < 0)
		abort();
}

static void check_utf16(const uint8_t *data, size_t len)
{
	char text[300];
	struct oa_utf16 utf16;

	oa_utf16_to_text(data, len, text, sizeof(text));
	if (oa_utf16_from_utf8(text, strlen(text), &utf16, NULL) < 0)
		abort();
	oa_utf16_upcase(&utf16);
	if (utf16.len % 2)
		abort();
	oa_utf16_free(&utf16);
	if (oa_utf16_from_utf8((const char *)data, len, &utf16, NULL) == 0)
		oa_utf16_free(&utf16);
}

/* Bytes that a server says are text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len > SIZE_MAX_HERE)
		return 0;
	check_clean(data, len);
	check_base64(data, len);
	check_utf16(data, len);
	return 0;
}
