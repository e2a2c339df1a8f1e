/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/httpreq.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ample for a request with a token of 16 KiB and a long target. */
#define HEAD_CAP ((size_t)65536)

/* A token of RFC 9110, 5.6.2. */
static bool is_token(const char *text)
{
	static const char allowed[] = "!#$%&'*+-.^_`|~0123456789"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz";

	return *text && !text[strspn(text, allowed)];
}

/* Nothing that ends a line or a word. */
static bool is_word(const char *text)
{
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f)
			return false;
	return *text;
}

static bool is_value(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\t') ||
			text[i] == 0x7f)
			return false;
	return true;
}

static int refuse(struct oa_error *err, const char *what)
{
	return oa_fail(err, OA_LAYER_USAGE, 0,
		"%s is empty or holds a character that HTTP does not allow there",
		what);
}

static int check(const struct oa_http_request *request, struct oa_error *err)
{
	const struct oa_secret *authorization = request->authorization;

	if (!is_token(request->method))
		return refuse(err, "the method");
	if (!is_word(request->target))
		return refuse(err, "the path");
	if (!is_word(request->host) || strpbrk(request->host, "/?#@[]"))
		return refuse(err, "the host name");
	if (request->user_agent &&
		!is_value(request->user_agent, strlen(request->user_agent)))
		return refuse(err, "the user agent");
	if (authorization && authorization->bytes &&
		!is_value(authorization->bytes, authorization->len))
		return refuse(err, "the authorization");
	for (size_t i = 0; i < request->extras_len; i++) {
		const struct oa_http_extra *extra = &request->extras[i];

		if (!is_token(extra->name) ||
			!is_value(extra->value, strlen(extra->value)))
			return refuse(err, "a header field");
	}
	return 0;
}

/* Appends formatted text; once head is full its length stays at HEAD_CAP. */
static void __attribute__((format(printf, 2, 3)))
put(struct oa_secret *head, const char *format, ...)
{
	size_t room = HEAD_CAP - head->len;
	va_list args;
	int added;

	va_start(args, format);
	added = vsnprintf(head->bytes + head->len, room, format, args);
	va_end(args);
	head->len += added < 0 || (size_t)added >= room ? room : (size_t)added;
}

static void put_host(struct oa_secret *head, const struct oa_http_request *request)
{
	bool has_colon = strchr(request->host, ':');
	bool is_customary = request->port == (request->is_tls ? 443 : 80);

	put(head, has_colon ? "Host: [%s]" : "Host: %s", request->host);
	if (!is_customary)
		put(head, ":%u", (unsigned)request->port);
	put(head, "\r\n");
}

static void put_fields(struct oa_secret *head, const struct oa_http_request *request)
{
	const char *agent = request->is_rpc ? "MSRPC" : "oa-plugins";

	if (request->is_rpc)
		put(head, "Accept: application/rpc\r\nCache-Control: no-cache\r\n"
			  "Pragma: No-cache\r\n");
	put(head, "User-Agent: %s\r\n",
		request->user_agent ? request->user_agent : agent);
	put(head, "Connection: %s\r\n", request->is_last ? "close" : "Keep-Alive");
	for (size_t i = 0; i < request->extras_len; i++)
		put(head, "%s: %s\r\n", request->extras[i].name,
			request->extras[i].value);
	if (request->content_length >= 0)
		put(head, "Content-Length: %" PRId64 "\r\n", request->content_length);
	if (request->authorization && request->authorization->bytes)
		put(head, "Authorization: %s\r\n", request->authorization->bytes);
}

int oa_http_request_build(const struct oa_http_request *request,
	struct oa_secret *ret_head, struct oa_error *err)
{
	struct oa_secret head = {0};

	if (check(request, err) < 0)
		return -1;
	head.bytes = malloc(HEAD_CAP);
	if (!head.bytes)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	put(&head, "%s %s HTTP/1.1\r\n", request->method, request->target);
	put_host(&head, request);
	put_fields(&head, request);
	put(&head, "\r\n");
	if (head.len >= HEAD_CAP) {
		oa_secret_free(&head);
		return oa_fail(err, OA_LAYER_USAGE, 0, "the request is over 64 KiB");
	}
	*ret_head = head;
	return 0;
}
