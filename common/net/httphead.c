/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/httphead.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char http_prefix[] = "HTTP/";

static int broken(struct oa_error *err, const char *rule)
{
	return oa_fail(err, OA_LAYER_HTTP, 0, "%s", rule);
}

static int not_http(const uint8_t *bytes, size_t len, struct oa_error *err)
{
	char shown[3 * 8 + 1] = "";

	for (size_t i = 0; i < len && i < 8; i++)
		snprintf(shown + 3 * i, sizeof(shown) - 3 * i, " %02x", bytes[i]);
	return oa_fail(err, OA_LAYER_HTTP, 0, "not HTTP:%s", shown);
}

/* Refuses bytes that no longer can become a status line. */
static int check_prefix(const uint8_t *bytes, size_t len, struct oa_error *err)
{
	size_t known = sizeof(http_prefix) - 1;

	if (memcmp(bytes, http_prefix, len < known ? len : known) != 0)
		return not_http(bytes, len, err);
	return 0;
}

/* Returns the length of the head that ends at or behind `from`, 0 if its end is
 * not there.  The end is an empty line, whichever way its lines end. */
static size_t head_len(const uint8_t *bytes, size_t len, size_t from)
{
	for (size_t i = from; i < len; i++) {
		if (bytes[i] != '\n')
			continue;
		if (i + 1 < len && bytes[i + 1] == '\n')
			return i + 2;
		if (i + 2 < len && bytes[i + 1] == '\r' && bytes[i + 2] == '\n')
			return i + 3;
	}
	return 0;
}

static bool is_token_char(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static struct oa_http_span trimmed(const char *text, size_t len)
{
	while (len && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return (struct oa_http_span){.text = text, .len = len};
}

/* Takes the next line without its end off the head. */
static int next_line(
	struct oa_http_span *rest, struct oa_http_span *ret_line, struct oa_error *err)
{
	const char *end = memchr(rest->text, '\n', rest->len);
	size_t used = end ? (size_t)(end - rest->text) + 1 : rest->len;
	size_t len = end ? used - 1 : used;

	if (len && rest->text[len - 1] == '\r')
		len--;
	if (memchr(rest->text, '\0', len))
		return broken(err, "NUL in the head");
	if (memchr(rest->text, '\r', len))
		return broken(err, "bare CR in the head");
	*ret_line = (struct oa_http_span){.text = rest->text, .len = len};
	rest->text += used;
	rest->len -= used;
	return 0;
}

static bool three_digits(const char *text, int *ret_number)
{
	for (int i = 0; i < 3; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	*ret_number = 100 * (text[0] - '0') + 10 * (text[1] - '0') + text[2] - '0';
	return *ret_number >= 100;
}

/* HTTP/1.x SP 3DIGIT [SP reason] */
static int parse_status_line(
	struct oa_http_span line, struct oa_http_head *head, struct oa_error *err)
{
	const char *text = line.text;
	bool is_version = line.len >= 8 && isdigit((unsigned char)text[5]) &&
			  text[6] == '.' && isdigit((unsigned char)text[7]);

	if (!is_version)
		return broken(err, "HTTP version missing from the status line");
	if (text[5] != '1')
		return oa_fail(err, OA_LAYER_HTTP, 0, "HTTP version %c.%c, not 1.x",
			text[5], text[7]);
	if (line.len < 12 || text[8] != ' ' || !three_digits(text + 9, &head->status) ||
		(line.len > 12 && text[12] != ' '))
		return broken(err, "no three-digit status in the status line");
	head->minor = text[7] == '0' ? 0 : 1;
	head->line = line;
	head->reason = line.len > 13 ? trimmed(text + 13, line.len - 13)
				     : trimmed(text + line.len, 0);
	return 0;
}

static int parse_field(
	struct oa_http_span line, struct oa_http_head *head, struct oa_error *err)
{
	const char *colon = memchr(line.text, ':', line.len);
	size_t name_len = colon ? (size_t)(colon - line.text) : 0;
	struct oa_http_field *field;

	if (line.text[0] == ' ' || line.text[0] == '\t')
		return broken(err, "folded header line");
	if (!colon)
		return broken(err, "header line without a colon");
	if (!name_len)
		return broken(err, "header line without a name");
	for (size_t i = 0; i < name_len; i++)
		if (!is_token_char(line.text[i]))
			return broken(err, "header name with a character not allowed");
	if (head->fields_len == OA_HTTP_FIELDS_MAX)
		return oa_fail(err, OA_LAYER_HTTP, 0, "more than %d header lines",
			OA_HTTP_FIELDS_MAX);
	field = &head->fields[head->fields_len++];
	field->name = (struct oa_http_span){.text = line.text, .len = name_len};
	field->value = trimmed(colon + 1, line.len - name_len - 1);
	return 0;
}

static bool parse_length(struct oa_http_span value, uint64_t *ret_length)
{
	uint64_t length = 0;

	/* 18 digits cannot overflow, and no body has that many bytes */
	if (!value.len || value.len > 18)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.text[i] < '0' || value.text[i] > '9')
			return false;
		length = 10 * length + (uint64_t)(value.text[i] - '0');
	}
	*ret_length = length;
	return true;
}

/* Takes the next element of a comma-separated list off its front. */
static struct oa_http_span next_element(struct oa_http_span *rest)
{
	const char *comma = memchr(rest->text, ',', rest->len);
	size_t len = comma ? (size_t)(comma - rest->text) : rest->len;
	struct oa_http_span element = trimmed(rest->text, len);

	rest->text += comma ? len + 1 : len;
	rest->len -= comma ? len + 1 : len;
	return element;
}

/* Several equal values are one value (RFC 9110, 8.6). */
static int find_length(struct oa_http_head *head, struct oa_error *err)
{
	const struct oa_http_field *field = NULL;

	head->content_length = OA_HTTP_LENGTH_UNKNOWN;
	while ((field = oa_http_head_next(head, "Content-Length", field))) {
		struct oa_http_span rest = field->value;

		do {
			uint64_t length;

			if (!parse_length(next_element(&rest), &length))
				return broken(err, "Content-Length is not a number");
			if (head->content_length != OA_HTTP_LENGTH_UNKNOWN &&
				head->content_length != length)
				return broken(err, "Content-Length contradicts itself");
			head->content_length = length;
		} while (rest.len);
	}
	return 0;
}

/* Parses bytes that are one complete head. */
static int parse_complete(const uint8_t *bytes, size_t len, struct oa_http_head *head,
	struct oa_error *err)
{
	struct oa_http_span rest = {.text = (const char *)bytes, .len = len};
	struct oa_http_span line;

	head->owned = NULL;
	head->len = len;
	head->interim_count = 0;
	head->fields_len = 0;
	if (next_line(&rest, &line, err) < 0 || parse_status_line(line, head, err) < 0)
		return -1;
	for (;;) {
		if (next_line(&rest, &line, err) < 0)
			return -1;
		if (!line.len)
			break;
		if (parse_field(line, head, err) < 0)
			return -1;
	}
	return find_length(head, err);
}

int oa_http_head_find(const void *bytes, size_t len, size_t from, size_t *ret_len,
	struct oa_error *err)
{
	size_t found;

	if (check_prefix(bytes, len, err) < 0)
		return -1;
	found = head_len(bytes, len, from);
	if (found > OA_HTTP_HEAD_MAX || (!found && len >= OA_HTTP_HEAD_MAX))
		return broken(err, "head over 64 KiB");
	if (!found)
		return 1;
	*ret_len = found;
	return 0;
}

int oa_http_head_parse(const void *bytes, size_t len, struct oa_http_head *ret_head,
	struct oa_error *err)
{
	size_t found;

	int result = oa_http_head_find(bytes, len, 0, &found, err);
	struct oa_http_head head;

	if (result)
		return result;
	if (parse_complete(bytes, found, &head, err) < 0)
		return -1;
	*ret_head = head;
	return 0;
}

void oa_http_head_free(struct oa_http_head *head)
{
	free(head->owned);
	head->owned = NULL;
	head->fields_len = 0;
}

static bool is_same(struct oa_http_span span, const char *text)
{
	return span.len == strlen(text) && strncasecmp(span.text, text, span.len) == 0;
}

const struct oa_http_field *oa_http_head_next(const struct oa_http_head *head,
	const char *name, const struct oa_http_field *after)
{
	size_t first = after ? (size_t)(after - head->fields) + 1 : 0;

	for (size_t i = first; i < head->fields_len; i++)
		if (is_same(head->fields[i].name, name))
			return &head->fields[i];
	return NULL;
}

bool oa_http_head_lists(
	const struct oa_http_head *head, const char *name, const char *token)
{
	const struct oa_http_field *field = NULL;

	while ((field = oa_http_head_next(head, name, field))) {
		struct oa_http_span rest = field->value;

		while (rest.len) {
			struct oa_http_span item = next_element(&rest);
			const char *end = memchr(item.text, ';', item.len);

			if (end)
				item = trimmed(item.text, (size_t)(end - item.text));
			if (is_same(item, token))
				return true;
		}
	}
	return false;
}

bool oa_http_head_keeps_alive(const struct oa_http_head *head)
{
	if (oa_http_head_lists(head, "Connection", "close"))
		return false;
	return head->minor == 1 || oa_http_head_lists(head, "Connection", "keep-alive");
}
