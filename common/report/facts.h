/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_FACTS_H
#define OA_REPORT_FACTS_H

/*
 * Values for the {placeholders} of the catalogue's messages.  A set of facts is
 * a plain value; later facts of the same name replace earlier ones.
 */

#include <stddef.h>

#define OA_FACTS_MAX 20

/* One placeholder and what stands for it. */
struct oa_fact {
	char name[16];   /* without braces */
	char value[256]; /* cleaned text, see oa_clean(); may be cut */
};

/* A set of facts; zero-initialised it is empty. */
struct oa_facts {
	struct oa_fact item[OA_FACTS_MAX]; /* in the order of their arrival */
	size_t count;                      /* used items */
};

/* Sets a fact; the text is cleaned of control characters and `|`. */
void oa_facts_set(struct oa_facts *facts, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Returns the value of a fact, or NULL. */
const char *oa_facts_get(const struct oa_facts *facts, const char *name);

/* Writes pattern to buffer (size bytes in all) with each {name} replaced by the
 * fact from `own`, else from `common` (both may be NULL), else by `?`. */
void oa_facts_expand(char *buffer, size_t size, const char *pattern,
	const struct oa_facts *own, const struct oa_facts *common);

#endif
