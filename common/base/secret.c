/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/secret.h"

#include <stdlib.h>
#include <string.h>

int oa_secret_set(struct oa_secret *secret, const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);

	if (!copy)
		return -1;
	memcpy(copy, bytes, len);
	copy[len] = '\0';
	oa_secret_free(secret);
	secret->bytes = copy;
	secret->len = len;
	return 0;
}

bool oa_secret_given(const struct oa_secret *secret)
{
	return secret->bytes;
}

void oa_secret_free(struct oa_secret *secret)
{
	if (secret->bytes)
		oa_wipe(secret->bytes, secret->len);
	free(secret->bytes);
	*secret = (struct oa_secret){0};
}

void oa_wipe(void *memory, size_t len)
{
	explicit_bzero(memory, len);
}
