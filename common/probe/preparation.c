/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/preparation.h"
#include "common/probe/frontopen.h"

int oa_preparation_open(const struct oa_preparation *p)
{
	struct oa_connection *first = oa_front_open(
		p->front, p->group, p->count, p->until);

	if (!first)
		return -1;
	for (size_t i = 0; i < p->count; i++)
		oa_session_init(p->channels[i].session, &first[i], p->front->report,
			p->channels[i].name);
	return 0;
}

int oa_preparation_reopen(const struct oa_preparation *p)
{
	for (size_t i = 0; i < p->count; i++)
		oa_session_free(p->channels[i].session);
	oa_connections_free(p->group);
	return oa_preparation_open(p);
}

void oa_preparation_fail(const struct oa_preparation *p,
	const struct oa_channel *channel, const struct oa_error *error,
	int64_t start_us)
{
	struct oa_case given = {.front = p->front,
		.session = channel->session,
		.method = channel->method,
		.subject = p->subject};

	oa_judge_no_answer(
		&given, error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(start_us));
}

void oa_preparation_judge(const struct oa_preparation *p,
	const struct oa_channel *channel, enum oa_ask ask)
{
	struct oa_case given = {.front = p->front,
		.session = channel->session,
		.ask = ask,
		.method = channel->method,
		.server = p->query,
		.subject = p->subject};

	if (p->form)
		p->form->judge(p->form->data, channel->session);
	else
		oa_judge_answer(&given);
}

void oa_preparation_request(const struct oa_preparation *p,
	const struct oa_channel *channel, int64_t content_length,
	struct oa_http_request *ret_request, char *buffer, size_t size)
{
	if (!p->form) {
		oa_front_request(p->front, channel->method, p->query, content_length,
			ret_request, buffer, size);
		return;
	}
	*ret_request = *p->form->request;
	ret_request->content_length = content_length;
}

/* Asks without credentials what would be wanted. */
int oa_preparation_echo(
	const struct oa_preparation *p, const struct oa_channel *channel)
{
	static const uint8_t body[4] = {0};
	size_t body_len = p->form ? 0 : sizeof(body);
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	oa_preparation_request(
		p, channel, (int64_t)body_len, &request, target, sizeof(target));
	if (oa_session_send(
		    channel->session, &request, body, body_len, p->until, &error) < 0 ||
		oa_session_read_head(channel->session, p->until, &error) < 0 ||
		oa_session_read_body(
			channel->session, channel->method, p->until, &error) < 0) {
		oa_preparation_fail(p, channel, &error, start_us);
		return -1;
	}
	return 0;
}
