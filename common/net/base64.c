/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/base64.h"

#include <nettle/base64.h>

size_t oa_base64_encoded_len(size_t len)
{
	return BASE64_ENCODE_RAW_LENGTH(len);
}

void oa_base64_encode(const void *bytes, size_t len, char *ret_text)
{
	base64_encode_raw(ret_text, len, bytes);
}

int oa_base64_decode(
	const char *text, size_t len, void *buffer, size_t size, size_t *ret_len)
{
	struct base64_decode_ctx decoder;
	size_t decoded = 0;

	if (len % 4 != 0)
		return -1;
	base64_decode_init(&decoder);
	for (size_t i = 0; i < len; i++) {
		uint8_t byte;
		int result = base64_decode_single(&decoder, &byte, text[i]);

		/* nettle passes over white space, which has no place in a token */
		if (result < 0 || (unsigned char)text[i] <= ' ')
			return -1;
		if (result == 0)
			continue;
		if (decoded == size)
			return -1;
		((uint8_t *)buffer)[decoded++] = byte;
	}
	/* nettle takes more padding than there is to fill, too */
	if (!base64_decode_final(&decoder) || oa_base64_encoded_len(decoded) != len)
		return -1;
	*ret_len = decoded;
	return 0;
}
