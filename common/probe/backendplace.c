/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/text.h"
#include "common/net/network.h"
#include "common/probe/backendlook.h"
#include "common/probe/frontopen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool oa_backend_parse(const char *text, char ret_host[256], uint16_t *ret_port)
{
	bool has_brackets = text[0] == '[';
	const char *start = text + has_brackets;
	size_t len = strcspn(start, has_brackets ? "]" : ":");
	const char *rest = start + len + has_brackets;
	long port = OA_BACKEND_PORT;
	char host[256] = "";

	if (oa_address_is_literal(text)) {
		snprintf(ret_host, 256, "%s", text);
		*ret_port = OA_BACKEND_PORT;
		return true;
	}
	if (!len || len >= sizeof(host) || (has_brackets && !start[len]))
		return false;
	memcpy(host, start, len);
	if (has_brackets ? !oa_address_is_literal(host)
			 : strpbrk(host, "/@?#[]|% \t\r\n") != NULL)
		return false;
	if (*rest && (*rest != ':' || !oa_parse_long(rest + 1, 1, 65535, &port)))
		return false;
	memcpy(ret_host, host, sizeof(host));
	*ret_port = (uint16_t)port;
	return true;
}

/* The back end has its own name, address and principal; only the way from here to the
 * front end may lead through a forward proxy. */
static void aim(struct oa_backend *backend, const struct oa_front *front,
	const char *host, uint16_t port)
{
	struct oa_target *target = &backend->target;

	*target = *front->target;
	snprintf(backend->host, sizeof(backend->host), "%s", host);
	backend->is_literal = oa_address_is_literal(host);
	if (host != front->target->host)
		target->address = NULL;
	target->host = backend->host;
	target->port = port;
	target->spn = NULL;
	target->forward_proxy = NULL;
	target->no_tls = false;
	target->answer = NULL;
	target->expected = (struct oa_strings){0};
	target->is_inside = target->is_outside = false;
	snprintf(backend->place, sizeof(backend->place),
		strchr(host, ':') ? "[%.54s]:%u" : "%.56s:%u", host, port);
}

struct oa_backend *oa_backend_new(const struct oa_front *front, const char *place)
{
	struct oa_backend *backend = calloc(1, sizeof(*backend));
	uint16_t port = OA_BACKEND_PORT;
	char host[256];

	if (!backend)
		return NULL;
	oa_report_init(&backend->report);
	backend->report.facts = front->report->facts;
	backend->report.is_tracing = front->report->is_tracing;
	backend->beside = front;
	if (place && oa_backend_parse(place, host, &port))
		aim(backend, front, host, port);
	else
		aim(backend, front, front->target->host, port);
	oa_backend_name(backend, &backend->report.facts);
	return backend;
}

void oa_backend_name(const struct oa_backend *backend, struct oa_facts *facts)
{
	oa_facts_set(facts, "host", strchr(backend->host, ':') ? "[%s]" : "%s",
		backend->host);
	oa_facts_set(facts, "port", "%ld", backend->target.port);
}

void oa_backend_free(struct oa_backend *backend)
{
	if (!backend)
		return;
	oa_trial_free(&backend->trial);
	oa_connections_free(&backend->group);
	oa_front_free(&backend->front);
	oa_report_free(&backend->report);
	free(backend);
}
