/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certlook.h"
#include "common/base/text.h"
#include "common/probe/judge_tls.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void use_addresses(struct oa_certlook *look)
{
	for (size_t i = 0; i < look->dns.count; i++)
		look->addresses[i] = look->dns.address[i];
	look->how.address = look->addresses;
	look->how.address_count = look->dns.count;
}

void oa_certlook_at_target(
	struct oa_certlook *look, const struct oa_front *front, int number)
{
	*look = (struct oa_certlook){.dns = front->dns, .how = front->how};
	/* a resumed session shows no chain */
	look->how.sessions = NULL;
	snprintf(look->place, sizeof(look->place), "%s", front->target->host);
	if (number >= 0) {
		memmove(look->dns.address[0], front->dns.address[number],
			sizeof(look->dns.address[0]));
		look->dns.count = 1;
		snprintf(look->place, sizeof(look->place), "%s", look->dns.address[0]);
	}
	use_addresses(look);
}

/* Splits the place into host and port, which stays as it is if none is given. */
static bool split(const char *place, char *host, size_t size, uint16_t *port)
{
	bool has_brackets = place[0] == '[';
	const char *start = place + has_brackets;
	const char *end = has_brackets ? strchr(start, ']') : strrchr(start, ':');
	const char *colon = has_brackets && end ? end + 1 : end;
	long number;

	if (!end && has_brackets)
		return false;
	/* an IPv6 address without brackets has no port */
	if (!has_brackets && end && strchr(start, ':') != end)
		end = colon = NULL;
	snprintf(host, size, "%.*s", end ? (int)(end - start) : (int)strlen(start),
		start);
	if (!colon || !*colon)
		return host[0] != '\0';
	if (*colon != ':' || !oa_parse_long(colon + 1, 1, 65535, &number))
		return false;
	*port = (uint16_t)number;
	return host[0] != '\0';
}

void oa_certlook_at_other(struct oa_certlook *look, const struct oa_front *front,
	const char *place, struct oa_deadline until)
{
	const struct oa_target *target = front->target;
	char host[256];
	struct oa_dns_query query = {.host = host,
		.family = target->only_ipv4   ? AF_INET
			  : target->only_ipv6 ? AF_INET6
					      : AF_UNSPEC,
		.resolver = target->resolvers.item,
		.resolver_count = target->resolvers.count};

	*look = (struct oa_certlook){.is_other = true, .how = front->how};
	look->how.sessions = NULL;
	look->how.forward_proxy = NULL;
	snprintf(look->place, sizeof(look->place), "%s", place);
	if (!split(place, host, sizeof(host), &look->how.port))
		oa_fail(&look->error, OA_LAYER_USAGE, 0, "not HOST or HOST:PORT");
	else if (oa_dns_resolve(&query, until, &look->dns, &look->error) == 0)
		use_addresses(look);
}

void oa_certlook_open(struct oa_certlook *look, struct oa_deadline until)
{
	struct oa_error *error = &look->error;

	if (error->layer != OA_LAYER_NONE)
		return;
	if (oa_connections_init(&look->group, error) < 0)
		return;
	look->connection = oa_connections_open(
		&look->group, 1, &look->how, until, error);
	if (look->connection && look->connection->phase != OA_PHASE_OPEN)
		*error = look->connection->error;
}

bool oa_certlook_is_up(const struct oa_certlook *look)
{
	return look->connection && look->connection->phase == OA_PHASE_OPEN;
}

/* A SETTINGS frame of stream 0, with which every HTTP/2 server begins (RFC 9113,
 * sections 4.1 and 6.5). */
static bool is_http2(const struct oa_session *session)
{
	static const uint8_t settings[] = {4, 0, 0, 0, 0, 0};
	const uint8_t *bytes = oa_http_in_bytes(&session->in);

	return oa_http_in_left(&session->in) >= 9 && bytes[0] == 0 &&
	       !memcmp(bytes + 3, settings, sizeof(settings));
}

static void find_demand(struct oa_front *front, const char *how)
{
	oa_step_detail(oa_report_find(front->report, OA_CODE_TLS_CLIENT_CERT_REQUIRED,
			       NULL, NULL),
		"%s", how);
}

static void judge_failure(struct oa_front *front, const struct oa_session *session,
	const struct oa_error *error, bool was_asked)
{
	const struct oa_tls_info *tls = &session->connection->tls;
	struct oa_facts facts = {0};

	if (tls->alert >= 0) {
		oa_judge_alert(front, session->connection);
	} else if (is_http2(session)) {
		oa_facts_set(&facts, "reason", "HTTP/2 frames unasked");
		oa_report_find(front->report, OA_CODE_TLS_H2_ONLY, NULL, &facts);
	} else if (tls->is_client_cert_asked && !was_asked) {
		find_demand(front, "by a second handshake behind the request");
	} else if (tls->is_client_cert_asked && error->layer == OA_LAYER_CLOSED) {
		find_demand(front, "asked for, and closed when none came");
	}
}

static void judge_answer(
	struct oa_front *front, const struct oa_session *session, bool was_asked)
{
	const struct oa_tls_info *tls = &session->connection->tls;
	struct oa_facts facts = {0};

	if (!was_asked && tls->is_client_cert_asked)
		find_demand(front, "by a second handshake behind the request");
	else if (oa_session_status(session) == 403 &&
		 oa_session_page_has(session, "403.7"))
		find_demand(front, "by status 403.7");
	if (!oa_session_page_has(session, "HTTP_1_1_REQUIRED"))
		return;
	oa_facts_set(&facts, "reason", "HTTP_1_1_REQUIRED in the answer");
	oa_report_find(front->report, OA_CODE_TLS_H2_ONLY, NULL, &facts);
}

static int exchange(struct oa_session *session, const struct oa_front *front,
	struct oa_deadline until, struct oa_error *err)
{
	const struct oa_target *target = front->target;
	struct oa_http_request request = {.method = "GET",
		.target = target->path,
		.host = target->host,
		.port = (uint16_t)target->port,
		.is_tls = true,
		.is_last = true,
		.user_agent = "MSRPC",
		.content_length = OA_HTTP_NO_LENGTH};

	if (oa_session_send(session, &request, NULL, 0, until, err) < 0 ||
		oa_session_read_head(session, until, err) < 0)
		return -1;
	/* the head is what counts: a body that does not come is no failure */
	if (oa_session_status(session) == 403 || oa_session_status(session) >= 500)
		oa_session_read_body(session, "GET", until, NULL);
	return 0;
}

static int64_t date_of(const struct oa_session *session)
{
	char text[64];
	time_t when;

	if (!oa_session_field(session, "Date", text, sizeof(text)))
		return 0;
	when = curl_getdate(text, NULL);
	return when > 0 ? (int64_t)when : 0;
}

void oa_certlook_ask(struct oa_certlook *look, struct oa_front *front, bool is_judged,
	struct oa_deadline until, char *buffer, size_t size)
{
	bool was_asked = look->connection->tls.is_client_cert_asked;
	struct oa_error error = {0};
	struct oa_session session;

	oa_session_init(&session, look->connection, front->report, "GET");
	if (exchange(&session, front, until, &error) < 0) {
		snprintf(buffer, size, "%s", error.text);
		if (is_judged)
			judge_failure(front, &session, &error, was_asked);
	} else {
		snprintf(buffer, size, "status %d", oa_session_status(&session));
		look->date = date_of(&session);
		if (is_judged)
			judge_answer(front, &session, was_asked);
	}
	oa_session_free(&session);
	oa_connection_close(look->connection);
}

void oa_certlook_free(struct oa_certlook *look)
{
	oa_connections_free(&look->group);
}
