/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/facts.h"

#include "common/base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static size_t fact_index(const struct oa_facts *facts, const char *name, size_t len)
{
	size_t i = 0;

	while (i < facts->count && (strncmp(facts->item[i].name, name, len) != 0 ||
					   facts->item[i].name[len] != '\0'))
		i++;
	return i;
}

void oa_facts_set(struct oa_facts *facts, const char *name, const char *format, ...)
{
	char value[2 * sizeof(facts->item[0].value)];
	size_t len = strnlen(name, sizeof(facts->item[0].name) - 1);
	size_t i = fact_index(facts, name, len);
	va_list args;

	if (i == OA_FACTS_MAX)
		return;
	va_start(args, format);
	vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	memcpy(facts->item[i].name, name, len);
	facts->item[i].name[len] = '\0';
	oa_clean(facts->item[i].value, sizeof(facts->item[i].value), value,
		strlen(value));
	if (i == facts->count)
		facts->count++;
}

/* Returns the value of the fact whose name is the len bytes at name, or NULL. */
static const char *find_value(
	const struct oa_facts *facts, const char *name, size_t len)
{
	size_t i;

	if (!facts || len >= sizeof(facts->item[0].name))
		return NULL;
	i = fact_index(facts, name, len);
	return i < facts->count ? facts->item[i].value : NULL;
}

const char *oa_facts_get(const struct oa_facts *facts, const char *name)
{
	return find_value(facts, name, strlen(name));
}

/* Returns the length of the {name} at text with its braces, 0 if there is none. */
static size_t placeholder_len(const char *text)
{
	size_t len;

	if (text[0] != '{')
		return 0;
	len = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return len && text[1 + len] == '}' ? len + 2 : 0;
}

/* Returns the length of the text up to the next placeholder. */
static size_t literal_len(const char *text)
{
	size_t len = 0;

	while (text[len] && !placeholder_len(text + len))
		len++;
	return len;
}

/* Appends len bytes at text, without ever cutting a character in two; returns
 * false once the buffer is full. */
static bool append_clean(char *buffer, size_t size, const char *text, size_t len)
{
	size_t used = strlen(buffer);

	oa_clean(buffer + used, size - used, text, len);
	return strlen(buffer + used) >= len;
}

void oa_facts_expand(char *buffer, size_t size, const char *pattern,
	const struct oa_facts *own, const struct oa_facts *common)
{
	bool has_room = size > 0;

	if (has_room)
		buffer[0] = '\0';
	while (has_room && *pattern) {
		size_t len = placeholder_len(pattern);
		const char *value = NULL;

		if (len) {
			value = find_value(own, pattern + 1, len - 2);
			if (!value)
				value = find_value(common, pattern + 1, len - 2);
			if (!value)
				value = "?";
			has_room = append_clean(buffer, size, value, strlen(value));
		} else {
			len = literal_len(pattern);
			has_room = append_clean(buffer, size, pattern, len);
		}
		pattern += len;
	}
}
