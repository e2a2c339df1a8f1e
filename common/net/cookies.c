/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cookies.h"
#include "common/base/text.h"

#include <string.h>

/* Printing ASCII without what separates cookies. */
static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' || (unsigned char)text[i] >= 0x7f ||
			text[i] == ',')
			return false;
	return true;
}

/* Returns the cookie whose name and `=` are the first name_len bytes of name, or
 * NULL. */
static char *find(struct oa_cookies *cookies, const char *name, size_t name_len)
{
	char *at = cookies->text;

	while (*at) {
		if (!strncmp(at, name, name_len))
			return at;
		at += strcspn(at, ";");
		at += strspn(at, "; ");
	}
	return NULL;
}

static void drop(struct oa_cookies *cookies, char *at)
{
	char *next = at + strcspn(at, ";");

	next += strspn(next, "; ");
	memmove(at, next, strlen(next) + 1);
	at += strlen(at);
	/* the one before it has become the last */
	while (at > cookies->text && strchr("; ", at[-1]))
		*--at = '\0';
}

void oa_cookies_add(struct oa_cookies *cookies, const char *text, size_t len)
{
	const char *end = memchr(text, ';', len);
	const char *equal;
	size_t used;
	char *old;

	if (end)
		len = (size_t)(end - text);
	while (len && strchr(" \t", text[len - 1]))
		len--;
	equal = memchr(text, '=', len);
	if (!equal || equal == text || !is_plain(text, len))
		return;
	old = find(cookies, text, (size_t)(equal - text) + 1);
	if (old)
		drop(cookies, old);
	used = strlen(cookies->text);
	if (len + 3 > sizeof(cookies->text) - used)
		return;
	oa_append(cookies->text, sizeof(cookies->text), "%s%.*s", used ? "; " : "",
		(int)len, text);
}

void oa_cookies_take(struct oa_cookies *cookies, const struct oa_http_head *head)
{
	const struct oa_http_field *field = NULL;

	while ((field = oa_http_head_next(head, "Set-Cookie", field)))
		oa_cookies_add(cookies, field->value.text, field->value.len);
}
