/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/session.h"
#include "common/net/sessionnames.h"
#include "common/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void oa_session_init(struct oa_session *session, struct oa_connection *connection,
	struct oa_report *report, const char *name)
{
	*session = (struct oa_session){
		.connection = connection, .report = report, .name = name};
	session->can_reuse = true;
	oa_http_in_init(&session->in, &connection->stream);
}

static void forget_answer(struct oa_session *session)
{
	if (session->has_head)
		oa_http_head_free(&session->head);
	oa_wwwauth_free(&session->offers);
	session->has_head = false;
	session->page_len = 0;
	/* what is left of one that does not come whole is not the next one */
	session->can_reuse = false;
}

void oa_session_free(struct oa_session *session)
{
	if (!session->connection)
		return;
	forget_answer(session);
	oa_http_in_free(&session->in);
	free(session->challenge.bytes);
	*session = (struct oa_session){0};
}

/* Cookies stand for a logon or a session as long as it lasts. */
static bool is_cookie(const char *name, size_t len)
{
	return (len == 6 && !strncasecmp(name, "Cookie", 6)) ||
	       (len == 10 && !strncasecmp(name, "Set-Cookie", 10));
}

/* The request's head line by line; the values that could give a secret away are
 * replaced. */
static void trace_request(struct oa_session *session, const char *head, size_t len)
{
	static const char secret[] = "Authorization:";
	const char *end = head + len;

	while (head < end) {
		const char *line_end = memchr(head, '\r', (size_t)(end - head));
		int line_len = (int)((line_end ? line_end : end) - head);
		bool is_secret = line_len > 14 && !strncasecmp(head, secret, 14);
		const char *scheme_end = is_secret ? memchr(head + 15, ' ',
							     (size_t)line_len - 15)
						   : NULL;

		if (scheme_end)
			oa_report_trace(session->report, "%s > %.*s (left out)",
				session->name, (int)(scheme_end - head), head);
		else if (is_secret)
			oa_report_trace(session->report,
				"%s > Authorization: (left out)", session->name);
		else if (line_len > 7 && head[6] == ':' && is_cookie(head, 6))
			oa_report_trace(session->report, "%s > Cookie: (left out)",
				session->name);
		else if (line_len)
			oa_report_trace(session->report, "%s > %.*s", session->name,
				line_len, head);
		head += line_len + 2;
	}
}

static void trace_head(struct oa_session *session)
{
	const struct oa_http_head *head = &session->head;

	oa_report_trace(session->report, "%s < %.*s", session->name,
		(int)head->line.len, head->line.text);
	for (size_t i = 0; i < head->fields_len; i++) {
		const struct oa_http_span *name = &head->fields[i].name;
		const struct oa_http_span *value = &head->fields[i].value;
		bool is_secret = is_cookie(name->text, name->len);

		oa_report_trace(session->report, "%s < %.*s: %.*s", session->name,
			(int)name->len, name->text, is_secret ? 10 : (int)value->len,
			is_secret ? "(left out)" : value->text);
	}
}

/* Head and body leave in one write where they can: a server may want the body
 * before it judges the credentials, and two segments would cost a round trip
 * with Nagle's algorithm on the way. */
static int send_joined(struct oa_session *session, const struct oa_secret *head,
	const void *body, size_t body_len, struct oa_deadline until,
	struct oa_error *err)
{
	struct oa_secret all = {.len = head->len + body_len};
	int result;

	all.bytes = malloc(all.len + 1);
	if (!all.bytes)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	memcpy(all.bytes, head->bytes, head->len);
	if (body_len)
		memcpy(all.bytes + head->len, body, body_len);
	result = oa_stream_send_all(
		&session->connection->stream, all.bytes, all.len, until, err);
	oa_secret_free(&all);
	return result;
}

/* What comes behind a whole answer and before the next request would be taken for the
 * answer to that request. */
static int refuse_unasked(struct oa_session *session, struct oa_error *err)
{
	if (!session->has_head)
		return 0;
	if (oa_http_in_fill(&session->in, err) < 0)
		return -1;
	if (oa_http_in_left(&session->in))
		return oa_fail(err, OA_LAYER_HTTP, 0,
			"%zu bytes that no request had asked for",
			oa_http_in_left(&session->in));
	return 0;
}

int oa_session_send(struct oa_session *session, const struct oa_http_request *request,
	const void *body, size_t body_len, struct oa_deadline until,
	struct oa_error *err)
{
	struct oa_secret head = {0};
	int result = refuse_unasked(session, err);

	forget_answer(session);
	session->was_refused = NULL;
	if (result < 0)
		return -1;
	if (oa_http_request_build(request, &head, err) < 0)
		return -1;
	trace_request(session, head.bytes, head.len);
	result = send_joined(session, &head, body, body_len, until, err);
	oa_secret_free(&head);
	return result;
}

static int take_head(struct oa_session *session, struct oa_error *err)
{
	session->has_head = true;
	trace_head(session);
	oa_session_names(&session->head, &session->report->seen);
	session->can_reuse = oa_http_head_keeps_alive(&session->head);
	if (session->was_refused && session->head.status == 401)
		*session->was_refused = true;
	return oa_wwwauth_parse(&session->head, &session->offers, err);
}

int oa_session_read_head(
	struct oa_session *session, struct oa_deadline until, struct oa_error *err)
{
	forget_answer(session);
	oa_report_wait(session->report, "the answer to %s", session->name);
	if (oa_http_head_read(&session->in, until, &session->head, err) < 0)
		return -1;
	return take_head(session, err);
}

int oa_session_try_head(struct oa_session *session, struct oa_error *err)
{
	int result;

	forget_answer(session);
	result = oa_http_head_try(&session->in, &session->head, err);
	if (result != OA_STREAM_DONE)
		return result;
	return take_head(session, err) < 0 ? -1 : OA_STREAM_DONE;
}

int oa_session_read_body(struct oa_session *session, const char *method,
	struct oa_deadline until, struct oa_error *err)
{
	struct oa_http_body body;

	session->can_reuse = false;
	if (oa_http_body_init(&body, &session->in, &session->head, method, err) < 0)
		return -1;
	return oa_http_body_skip(&body, OA_SESSION_SKIP_MAX, session->page,
		sizeof(session->page), until, &session->page_len, &session->can_reuse,
		err);
}

int oa_session_status(const struct oa_session *session)
{
	return session->has_head ? session->head.status : 0;
}

bool oa_session_field(
	const struct oa_session *session, const char *name, char *buffer, size_t size)
{
	const struct oa_http_field *field = NULL;

	if (session->has_head)
		field = oa_http_head_next(&session->head, name, NULL);
	buffer[0] = '\0';
	if (field)
		oa_clean(buffer, size, field->value.text, field->value.len);
	return field;
}

bool oa_session_page_has(const struct oa_session *session, const char *text)
{
	return memmem(session->page, session->page_len, text, strlen(text));
}
