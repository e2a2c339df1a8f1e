/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/sessionnames.h"
#include "common/base/array.h"

#include <string.h>
#include <strings.h>

/* Host of an absolute URL. */
static void note_url(struct oa_seen *seen, const struct oa_http_span *value)
{
	const char *end = value->text + value->len;
	const char *host = memmem(value->text, value->len, "//", 2);

	if (host)
		oa_seen_add_name(seen, host + 2, (size_t)(end - host) - 2);
}

static size_t span_until(const char *text, const char *end, char stop)
{
	const char *at = memchr(text, stop, (size_t)(end - text));

	return (size_t)((at ? at : end) - text);
}

/* The word behind the version (RFC 9110, section 7.6.3).  A device that calls itself
 * by its product says it in the field Server as well, and that stays. */
static void note_via(struct oa_seen *seen, const struct oa_http_head *head,
	const char *text, size_t len)
{
	const struct oa_http_field *server = oa_http_head_next(head, "Server", NULL);
	const char *end = text + len;
	size_t name_len;

	while (text < end && *text == ' ')
		text++;
	text += span_until(text, end, ' ');
	while (text < end && *text == ' ')
		text++;
	name_len = span_until(text, end, ' ');
	if (server && server->value.len >= name_len &&
		!strncasecmp(server->value.text, text, name_len))
		return;
	oa_seen_add_name(seen, text, name_len);
}

static void note_vias(struct oa_seen *seen, const struct oa_http_head *head,
	const struct oa_http_span *value)
{
	const char *end = value->text + value->len;

	for (const char *text = value->text; text < end;) {
		size_t len = span_until(text, end, ',');

		note_via(seen, head, text, len);
		text += len + 1;
	}
}

void oa_session_names(const struct oa_http_head *head, struct oa_seen *seen)
{
	static const char *const fields[] = {"X-FEServer", "X-BEServer",
		"X-CalculatedBETarget", "X-DiagInfo", "X-TargetBEServer"};
	const struct oa_http_field *field;

	for (size_t i = 0; i < OA_LENGTH(fields); i++)
		if ((field = oa_http_head_next(head, fields[i], NULL)))
			oa_seen_add_name(seen, field->value.text, field->value.len);
	if ((field = oa_http_head_next(head, "Location", NULL)))
		note_url(seen, &field->value);
	for (field = NULL; (field = oa_http_head_next(head, "Via", field));)
		note_vias(seen, head, &field->value);
}
