/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/wwwauth.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/net/base64.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	enum oa_scheme scheme;
	const char *name;
} schemes[] = {
	{OA_SCHEME_BASIC, "Basic"},
	{OA_SCHEME_NTLM, "NTLM"},
	{OA_SCHEME_NEGOTIATE, "Negotiate"},
	{OA_SCHEME_DIGEST, "Digest"},
	{OA_SCHEME_BEARER, "Bearer"},
};

#define SCHEMES_LEN OA_LENGTH(schemes)

/* A cursor over a field value. */
struct cursor {
	const char *text;      /* first byte; borrowed */
	size_t len;            /* bytes at text */
	size_t pos;            /* next byte, never above len */
	enum oa_scheme scheme; /* scheme of the challenge that pos is in */
	bool in_challenge;     /* scheme is valid */
};

static char at(const struct cursor *in)
{
	return in->pos < in->len ? in->text[in->pos] : '\0';
}

static void skip(struct cursor *in, const char *set)
{
	while (in->pos < in->len && at(in) && strchr(set, at(in)))
		in->pos++;
}

static struct oa_http_span since(const struct cursor *in, size_t start)
{
	return (struct oa_http_span){.text = in->text + start, .len = in->pos - start};
}

/* Takes characters that a token or a token68 may have (RFC 9110, 5.6.2, 11.2). */
static struct oa_http_span take_word(struct cursor *in, const char *marks)
{
	size_t start = in->pos;

	while (isalnum((unsigned char)at(in)) || (at(in) && strchr(marks, at(in))))
		in->pos++;
	return since(in, start);
}

static struct oa_http_span take_token(struct cursor *in)
{
	return take_word(in, "!#$%&'*+-.^_`|~");
}

static bool at_end_of_item(struct cursor *in)
{
	skip(in, " \t");
	return in->pos == in->len || at(in) == ',';
}

/* Takes a token68 that fills the rest of its item; otherwise leaves the cursor
 * alone and returns an empty span. */
static struct oa_http_span take_token68(struct cursor *in)
{
	size_t start = in->pos;
	struct oa_http_span token;

	take_word(in, "-._~+/");
	skip(in, "=");
	token = since(in, start);
	if (token.len && at_end_of_item(in))
		return token;
	in->pos = start;
	return since(in, start);
}

/* Takes a quoted string, pos at its first quote, into ret_value of size bytes,
 * unquoted and NUL-terminated. */
static int take_quoted(
	struct cursor *in, char *ret_value, size_t size, struct oa_error *err)
{
	size_t len = 0;

	for (in->pos++; in->pos < in->len && at(in) != '"'; in->pos++) {
		if (at(in) == '\\' && in->pos + 1 < in->len)
			in->pos++;
		if (len + 1 < size)
			ret_value[len++] = at(in);
	}
	if (in->pos == in->len)
		return oa_fail(err, OA_LAYER_HTTP, 0,
			"unfinished quoted string in WWW-Authenticate");
	in->pos++;
	ret_value[len] = '\0';
	return 0;
}

/* Takes a value without quotes; blanks within it are tolerated. */
static void take_plain(struct cursor *in, char *ret_value, size_t size)
{
	size_t start = in->pos;
	size_t len;

	while (in->pos < in->len && at(in) != ',')
		in->pos++;
	len = since(in, start).len;
	if (len >= size)
		len = size - 1;
	memcpy(ret_value, in->text + start, len);
	ret_value[len] = '\0';
}

static bool is_named(struct oa_http_span span, const char *name)
{
	return span.len == strlen(name) && strncasecmp(span.text, name, span.len) == 0;
}

/* Takes the value of a parameter, pos behind its `=`. */
static int take_param(struct cursor *in, struct oa_http_span name,
	struct oa_wwwauth *auth, struct oa_error *err)
{
	char value[sizeof(auth->realm)];

	skip(in, " \t");
	if (at(in) == '"') {
		if (take_quoted(in, value, sizeof(value), err) < 0)
			return -1;
	} else {
		take_plain(in, value, sizeof(value));
	}
	if (in->scheme == OA_SCHEME_BASIC && is_named(name, "realm") && !auth->realm[0])
		oa_clean(auth->realm, sizeof(auth->realm), value, strlen(value));
	return 0;
}

static int decode_token(
	struct oa_http_span text, struct oa_auth_token *token, struct oa_error *err)
{
	size_t size = text.len / 4 * 3;
	uint8_t *bytes;
	size_t len;

	if (size > OA_AUTH_TOKEN_MAX)
		return oa_fail(
			err, OA_LAYER_AUTH, 0, "token of %zu bytes, too long", size);
	bytes = malloc(size + 1);
	if (!bytes)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	if (oa_base64_decode(text.text, text.len, bytes, size, &len) < 0) {
		free(bytes);
		return oa_fail(err, OA_LAYER_AUTH, 0, "token is not base64");
	}
	free(token->bytes);
	*token = (struct oa_auth_token){.bytes = bytes, .len = len};
	return 0;
}

static int add_token(struct oa_wwwauth *auth, enum oa_scheme scheme,
	struct oa_http_span text, struct oa_error *err)
{
	struct oa_auth_token *token = NULL;

	if (scheme == OA_SCHEME_NTLM)
		token = &auth->ntlm;
	else if (scheme == OA_SCHEME_NEGOTIATE)
		token = &auth->negotiate;
	if (!token || !text.len)
		return 0;
	if (decode_token(text, token, err) < 0)
		return oa_fail_context(err, "%s", oa_scheme_name(scheme));
	return 0;
}

static bool is_listed(const char *names, const char *name)
{
	size_t len = strlen(name);

	while (*names) {
		size_t item = strcspn(names, ",");

		if (item == len && strncasecmp(names, name, len) == 0)
			return true;
		names += item;
		names += strspn(names, ", ");
	}
	return false;
}

static enum oa_scheme add_scheme(struct oa_wwwauth *auth, struct oa_http_span name)
{
	enum oa_scheme scheme = OA_SCHEME_OTHER;
	char clean[40];

	for (size_t i = 0; i < SCHEMES_LEN; i++)
		if (is_named(name, schemes[i].name))
			scheme = schemes[i].scheme;
	auth->schemes |= scheme;
	oa_clean(clean, sizeof(clean), name.text, name.len);
	if (!is_listed(auth->names, clean) &&
		strlen(auth->names) + strlen(clean) + 3 < sizeof(auth->names))
		oa_append(auth->names, sizeof(auth->names), "%s%s",
			auth->names[0] ? ", " : "", clean);
	return scheme;
}

/* Takes one item of the list: a parameter of the challenge before it, or the
 * start of a challenge with its token or first parameter. */
static int take_item(struct cursor *in, struct oa_wwwauth *auth, struct oa_error *err)
{
	struct oa_http_span word = take_token(in);

	if (!word.len)
		return oa_fail(err, OA_LAYER_HTTP, 0, "WWW-Authenticate: not a scheme");
	skip(in, " \t");
	if (in->in_challenge && at(in) == '=') {
		in->pos++;
		return take_param(in, word, auth, err);
	}
	in->scheme = add_scheme(auth, word);
	in->in_challenge = true;
	word = take_token68(in);
	if (word.len)
		return add_token(auth, in->scheme, word, err);
	word = take_token(in);
	skip(in, " \t");
	if (!word.len)
		return 0;
	if (at(in) != '=')
		return oa_fail(err, OA_LAYER_HTTP, 0,
			"WWW-Authenticate: neither a token nor a parameter");
	in->pos++;
	return take_param(in, word, auth, err);
}

int oa_wwwauth_add(
	struct oa_wwwauth *auth, const char *value, size_t len, struct oa_error *err)
{
	struct cursor in = {.text = value, .len = len};

	for (;;) {
		skip(&in, ", \t");
		if (in.pos == in.len)
			return 0;
		if (take_item(&in, auth, err) < 0)
			return -1;
		if (!at_end_of_item(&in))
			return oa_fail(err, OA_LAYER_HTTP, 0,
				"WWW-Authenticate: comma missing");
	}
}

int oa_wwwauth_parse(const struct oa_http_head *head, struct oa_wwwauth *ret_auth,
	struct oa_error *err)
{
	struct oa_wwwauth auth = {0};
	const struct oa_http_field *field = NULL;

	while ((field = oa_http_head_next(head, "WWW-Authenticate", field)))
		if (oa_wwwauth_add(&auth, field->value.text, field->value.len, err) <
			0) {
			oa_wwwauth_free(&auth);
			return -1;
		}
	*ret_auth = auth;
	return 0;
}

void oa_wwwauth_free(struct oa_wwwauth *auth)
{
	free(auth->ntlm.bytes);
	free(auth->negotiate.bytes);
	*auth = (struct oa_wwwauth){0};
}

const char *oa_scheme_name(enum oa_scheme scheme)
{
	for (size_t i = 0; i < SCHEMES_LEN; i++)
		if (schemes[i].scheme == scheme)
			return schemes[i].name;
	return "other";
}
