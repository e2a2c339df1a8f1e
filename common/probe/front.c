/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/front.h"

#include <stdio.h>
#include <time.h>

int64_t oa_front_now(const struct oa_front *front)
{
	return front->target->now ? front->target->now : (int64_t)time(NULL);
}

struct oa_logon oa_front_logon(struct oa_front *front)
{
	return (struct oa_logon){.scheme = front->scheme,
		.user = front->user,
		.password = &front->target->who.password,
		.spn = front->spn,
		.tickets = front->service[0] ? front->tickets : NULL,
		.service = front->service,
		.was_refused = &front->was_refused,
		.no_channel_binding = front->target->no_channel_binding};
}

void oa_front_request(const struct oa_front *front, const char *method,
	const char *query, int64_t content_length, struct oa_http_request *ret_request,
	char *buffer, size_t size)
{
	const struct oa_target *target = front->target;

	snprintf(buffer, size, "%s%s%s", target->path, query ? "?" : "",
		query ? query : "");
	*ret_request = (struct oa_http_request){.method = method,
		.target = buffer,
		.host = target->host,
		.port = (uint16_t)target->port,
		.is_tls = !target->no_tls,
		.is_rpc = true,
		.content_length = content_length};
}

double oa_front_patience(
	const struct oa_front *front, const char *label, double min, double max)
{
	double seconds = 0;

	oa_report_value_get(front->report, label, &seconds);
	seconds *= 3;
	if (seconds < min)
		return min;
	return seconds > max ? max : seconds;
}
