/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/mapihttp.h"
#include "common/base/array.h"
#include "common/net/utf16.h"

#include <string.h>
#include <strings.h>

/* Code page and language of Connect; a probe has no use for others. */
#define CODE_PAGE 1252
#define LCID      0x409

/* Lines before the content, of which a server writes three to five and one PENDING
 * for every quarter of a minute. */
#define LINES_MAX 256

bool oa_mapi_number(const char *text, size_t len, uint32_t *ret_number)
{
	uint32_t number = 0;

	if (!len || len > 9)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = 10 * number + (uint32_t)(text[i] - '0');
	}
	*ret_number = number;
	return true;
}

const char *oa_mapi_code_name(uint32_t code)
{
	static const struct {
		uint32_t number;
		const char *name;
	} rows[] = {
#define OA_MAPI_CODE(number, name) {number, name},
#include "common/net/mapicode.def"
#undef OA_MAPI_CODE
	};

	for (size_t i = 0; i < OA_LENGTH(rows); i++)
		if (rows[i].number == code)
			return rows[i].name;
	return "not in the specification";
}

/* Takes one line, without its end, from the reader; false if none ends any more. */
static bool take_line(struct oa_reader *in, const char **ret_text, size_t *ret_len)
{
	const uint8_t *start = in->data + in->pos;
	const uint8_t *end = in->bad || !oa_read_left(in)
				     ? NULL
				     : memchr(start, '\n', oa_read_left(in));
	size_t len = end ? (size_t)(end - start) : 0;

	if (!end)
		return false;
	oa_read_skip(in, len + 1);
	if (len && start[len - 1] == '\r')
		len--;
	*ret_text = (const char *)start;
	*ret_len = len;
	return true;
}

static bool is_word(const char *text, size_t len, const char *word)
{
	return len == strlen(word) && !strncasecmp(text, word, len);
}

/* Returns the value of a field of that name, or NULL. */
static const char *value_of(
	const char *text, size_t len, const char *name, size_t *ret_len)
{
	size_t name_len = strlen(name);
	const char *end = text + len;

	if (len <= name_len || text[name_len] != ':' ||
		strncasecmp(text, name, name_len) != 0)
		return NULL;
	text += name_len + 1;
	while (text < end && *text == ' ')
		text++;
	while (end > text && end[-1] == ' ')
		end--;
	*ret_len = (size_t)(end - text);
	return text;
}

static void take_field(struct oa_mapi_body *body, const char *text, size_t len)
{
	const char *value;
	size_t value_len;
	uint32_t number;

	value = value_of(text, len, "X-ResponseCode", &value_len);
	if (value && oa_mapi_number(value, value_len, &body->code))
		body->has_code = true;
	value = value_of(text, len, "X-ElapsedTime", &value_len);
	if (value && oa_mapi_number(value, value_len, &number))
		body->elapsed_ms = number;
}

/* Takes the lines up to and with the empty one; false if that does not come. */
static bool take_lines(struct oa_reader *in, struct oa_mapi_body *body)
{
	const char *text;
	size_t len;

	for (unsigned i = 0; i < LINES_MAX && take_line(in, &text, &len); i++) {
		if (!len)
			return true;
		if (is_word(text, len, "PENDING"))
			body->pending++;
		else if (is_word(text, len, "DONE"))
			body->is_done = true;
		else
			take_field(body, text, len);
	}
	return false;
}

int oa_mapi_body_parse(const void *bytes, size_t len, struct oa_mapi_body *ret_body,
	struct oa_error *err)
{
	struct oa_reader in = oa_reader(bytes, len);
	struct oa_mapi_body body = {.elapsed_ms = -1};
	bool has_tags = len >= 4 &&
			(!memcmp(bytes, "PROC", 4) || !memcmp(bytes, "PEND", 4) ||
				!memcmp(bytes, "DONE", 4));

	if (has_tags && !take_lines(&in, &body))
		return oa_fail(err, OA_LAYER_HTTP, 0,
			"the meta-tags of the answer do not come to an end");
	if (oa_read_left(&in)) {
		body.content_len = oa_read_left(&in);
		body.content = oa_read_bytes(&in, body.content_len);
	}
	*ret_body = body;
	return 0;
}

/* Passes over text of one-byte characters and its NUL. */
static void skip_text8(struct oa_reader *in)
{
	while (!in->bad && oa_read_u8(in))
		;
}

/* Reads text of two-byte characters up to its NUL; one that is cut ends there,
 * because only a part of a long answer is kept. */
static void read_text16(struct oa_reader *in, char *buffer, size_t size)
{
	const uint8_t *start = in->data + in->pos;
	size_t len = 0;

	while (oa_read_left(in) >= 2 && oa_read_u16(in))
		len += 2;
	oa_utf16_to_text(start, len, buffer, size);
}

static int cut(struct oa_error *err, const char *what)
{
	return oa_fail(err, OA_LAYER_HTTP, 0, "the answer to %s is cut", what);
}

int oa_mapi_connected_parse(const void *bytes, size_t len,
	struct oa_mapi_connected *ret_connected, struct oa_error *err)
{
	struct oa_reader in = oa_reader(bytes, len);
	struct oa_mapi_connected connected = {.status = oa_read_u32(&in)};

	if (!in.bad && !connected.status) {
		connected.error = oa_read_u32(&in);
		/* polls_max, retry_count, retry_delay */
		oa_read_skip(&in, 12);
		skip_text8(&in);
		if (!in.bad)
			read_text16(&in, connected.display_name,
				sizeof(connected.display_name));
	}
	if (in.bad)
		return cut(err, "Connect");
	*ret_connected = connected;
	return 0;
}

int oa_mapi_disconnected_parse(
	const void *bytes, size_t len, uint32_t *ret_error, struct oa_error *err)
{
	struct oa_reader in = oa_reader(bytes, len);
	uint32_t number = oa_read_u32(&in);

	if (!number)
		number = oa_read_u32(&in);
	if (in.bad)
		return cut(err, "Disconnect");
	*ret_error = number;
	return 0;
}

void oa_mapi_write_connect(struct oa_writer *out, const char *user_dn)
{
	oa_write_bytes(out, user_dn, strlen(user_dn) + 1);
	oa_write_u32(out, 0); /* flags: an ordinary client */
	oa_write_u32(out, CODE_PAGE);
	oa_write_u32(out, LCID); /* for sorting */
	oa_write_u32(out, LCID); /* for everything else */
	oa_write_u32(out, 0);    /* no auxiliary buffer */
}

void oa_mapi_write_disconnect(struct oa_writer *out)
{
	oa_write_u32(out, 0); /* no auxiliary buffer */
}
