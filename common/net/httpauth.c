/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/httpauth.h"

#include "common/net/base64.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool has_control(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return true;
	return false;
}

int oa_auth_with_token(const char *scheme, const void *token, size_t len,
	struct oa_secret *ret_value, struct oa_error *err)
{
	size_t scheme_len = strlen(scheme);
	size_t value_len = scheme_len + 1 + oa_base64_encoded_len(len);
	char *value = malloc(value_len + 1);

	if (!value)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	memcpy(value, scheme, scheme_len);
	value[scheme_len] = ' ';
	oa_base64_encode(token, len, value + scheme_len + 1);
	value[value_len] = '\0';
	*ret_value = (struct oa_secret){.bytes = value, .len = value_len};
	return 0;
}

int oa_auth_basic(const char *user, const struct oa_secret *password,
	struct oa_secret *ret_value, struct oa_error *err)
{
	size_t user_len = strlen(user);
	size_t len = user_len + 1 + password->len;
	char *pair;
	int result;

	if (strchr(user, ':') || has_control(user, user_len))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"the user name holds a colon or a control character, "
			"which Basic cannot carry");
	if (password->len && has_control(password->bytes, password->len))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"the password holds a control character");
	pair = malloc(len);
	if (!pair)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	memcpy(pair, user, user_len);
	pair[user_len] = ':';
	if (password->len)
		memcpy(pair + user_len + 1, password->bytes, password->len);
	result = oa_auth_with_token("Basic", pair, len, ret_value, err);
	oa_wipe(pair, len);
	free(pair);
	return result;
}
