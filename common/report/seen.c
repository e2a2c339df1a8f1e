/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/seen.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._@", c));
}

static bool has_name(const struct oa_seen *seen, const char *name)
{
	for (size_t i = 0; i < seen->name_count; i++)
		if (strcasecmp(seen->names[i], name) == 0)
			return true;
	return false;
}

/* A name that is hidden goes by its first label wherever that stands: clients look for
 * the host autodiscover, and it is a word of many a text. */
static bool is_of_autodiscover(const char *name)
{
	static const char label[] = "autodiscover";
	size_t len = sizeof(label) - 1;

	return !strncasecmp(name, label, len) && (!name[len] || name[len] == '.');
}

void oa_seen_add_name(struct oa_seen *seen, const char *text, size_t len)
{
	char name[sizeof(seen->names[0])];
	size_t used = 0;

	while (used < len && used + 1 < sizeof(name) && is_name_character(text[used])) {
		name[used] = text[used];
		used++;
	}
	name[used] = '\0';
	/* numbers alone are addresses or counters */
	if (!name[strspn(name, "0123456789.-")] || is_of_autodiscover(name) ||
		has_name(seen, name) || seen->name_count == OA_SEEN_NAMES_MAX)
		return;
	memcpy(seen->names[seen->name_count++], name, used + 1);
}

static void take(char *known, size_t size, const char *other)
{
	if (!known[0])
		snprintf(known, size, "%s", other);
}

void oa_seen_merge(struct oa_seen *seen, const struct oa_seen *other)
{
	take(seen->name, sizeof(seen->name), other->name);
	take(seen->address, sizeof(seen->address), other->address);
	take(seen->certificate, sizeof(seen->certificate), other->certificate);
	take(seen->build, sizeof(seen->build), other->build);
	take(seen->schemes, sizeof(seen->schemes), other->schemes);
	seen->was_refused = seen->was_refused || other->was_refused;
	oa_seen_ends_merge(&seen->ends, &other->ends);
	for (size_t i = 0; i < other->name_count; i++)
		oa_seen_add_name(seen, other->names[i], strlen(other->names[i]));
}

void oa_seen_who(const struct oa_seen *seen, char *buffer, size_t size)
{
	if (seen->name[0] && seen->address[0])
		snprintf(buffer, size, "%s (%s)", seen->name, seen->address);
	else
		snprintf(buffer, size, "%s",
			seen->name[0]      ? seen->name
			: seen->address[0] ? seen->address
					   : "unknown");
}
