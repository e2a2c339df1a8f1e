/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_SECRET_H
#define OA_BASE_SECRET_H

/*
 * A secret owns its bytes and wipes them when it goes.  Nothing but the code
 * that proves the secret to a server may look into it.
 */

#include <stdbool.h>
#include <stddef.h>

/* A password; zero-initialised it means "none given". */
struct oa_secret {
	char *bytes; /* NUL-terminated UTF-8, owned; NULL if none was given */
	size_t len;  /* bytes without the NUL */
};

/* Replaces the secret by a copy of len bytes; returns 0, or -1 without memory. */
int oa_secret_set(struct oa_secret *secret, const char *bytes, size_t len);

/* Returns true if a secret was given; an empty one counts. */
bool oa_secret_given(const struct oa_secret *secret);

/* Wipes and releases the bytes. */
void oa_secret_free(struct oa_secret *secret);

/* Overwrites len bytes at memory in a way that the compiler cannot leave out. */
void oa_wipe(void *memory, size_t len);

#endif
