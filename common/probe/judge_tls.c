/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/judge_tls.h"
#include "common/net/route.h"

#include <errno.h>
#include <string.h>

#define ALERT_HANDSHAKE_FAILURE    40
#define ALERT_PROTOCOL_VERSION     70
#define ALERT_CERTIFICATE_REQUIRED 116
#define ALERT_NO_PROTOCOL          120

/* Seconds below which a wait for a connection says nothing of who did not answer. */
#define LEAST_WAIT 0.05

static bool has_any_route(const struct oa_front *front, struct oa_facts *facts)
{
	for (size_t i = 0; i < front->dns.count; i++)
		if (oa_has_route(front->dns.address[i]))
			return true;
	if (!front->dns.count)
		return true;
	oa_facts_set(facts, "ip", "%s", front->dns.address[0]);
	return false;
}

/* The monitor itself could not, and has learnt nothing of the port. */
static bool is_own_failure(const struct oa_error *error)
{
	return error->layer == OA_LAYER_SYSTEM || error->number == EMFILE ||
	       error->number == ENFILE || error->number == ENOMEM ||
	       error->number == ENOBUFS;
}

/* The time was over before anybody could answer. */
static bool was_cut_off(const struct oa_connection *connection)
{
	return connection->error.number == ETIMEDOUT &&
	       oa_seconds_since(connection->started_us) < LEAST_WAIT;
}

static enum oa_code tcp_code(struct oa_front *front,
	const struct oa_connection *connection, struct oa_facts *facts)
{
	if (is_own_failure(&connection->error)) {
		oa_facts_set(facts, "phase", "connect");
		oa_facts_set(facts, "reason", "%s", connection->error.text);
		return OA_CODE_INTERNAL_ERROR;
	}
	if (was_cut_off(connection)) {
		oa_facts_set(facts, "phase", "%s", oa_hop_name(OA_HOP_TCP));
		oa_facts_set(facts, "t", "%.1f",
			(double)(front->until.at_us - front->start_us) / 1e6);
		return OA_CODE_DEADLINE_EXCEEDED;
	}
	switch (connection->error.number) {
	case ECONNREFUSED:
		front->is_port_closed = true;
		return OA_CODE_TCP_REFUSED;
	case ECONNRESET:
	case EPIPE:
		/* a reset can overtake the news of the connect that went before it */
		oa_facts_set(facts, "phase", "right after the connect");
		return OA_CODE_TLS_CLOSED;
	default:
		return has_any_route(front, facts) ? OA_CODE_TCP_FILTERED
						   : OA_CODE_MONITOR_NO_ROUTE;
	}
}

static void judge_tcp(struct oa_front *front, const struct oa_connection *connection,
	struct oa_facts *facts)
{
	enum oa_code code = tcp_code(front, connection, facts);

	oa_step_detail(oa_report_find(front->report, code, NULL, facts), "%s",
		connection->error.text);
}

/* The proxy without the credentials that its URL may carry. */
static void judge_proxy(struct oa_front *front, const struct oa_connection *connection,
	struct oa_facts *facts)
{
	const char *url = front->target->forward_proxy;
	const char *scheme_end = strstr(url, "://");
	const char *host = scheme_end ? scheme_end + 3 : url;
	const char *at = strrchr(host, '@');

	oa_facts_set(facts, "host", "%s", at ? at + 1 : host);
	oa_facts_set(facts, "status", "%s", connection->error.text);
	oa_report_find(front->report, OA_CODE_MONITOR_PROXY_REFUSED, NULL, facts);
}

static enum oa_code alert_code(const struct oa_tls_info *tls)
{
	switch (tls->alert) {
	case ALERT_CERTIFICATE_REQUIRED:
		return OA_CODE_TLS_CLIENT_CERT_REQUIRED;
	case ALERT_HANDSHAKE_FAILURE:
		return tls->is_client_cert_asked ? OA_CODE_TLS_CLIENT_CERT_REQUIRED
						 : OA_CODE_TLS_ALERT;
	case ALERT_NO_PROTOCOL:
		return OA_CODE_TLS_H2_ONLY;
	default:
		return OA_CODE_TLS_ALERT;
	}
}

static void find_alert(struct oa_front *front, const struct oa_tls_info *tls, int alert,
	struct oa_facts *facts)
{
	oa_facts_set(facts, "code", "%d", alert);
	oa_facts_set(facts, "name", "%s", oa_tls_alert_name(alert));
	oa_facts_set(facts, "reason", "alert %d, %s", alert, oa_tls_alert_name(alert));
	oa_report_find(front->report,
		alert == tls->alert ? alert_code(tls) : OA_CODE_TLS_ALERT, NULL, facts);
}

/* Content types of RFC 8446, section 5.1 */
static bool is_tls_record(const uint8_t *bytes)
{
	return bytes[0] >= 20 && bytes[0] <= 24 && bytes[1] == 3;
}

static void judge_handshake(struct oa_front *front,
	const struct oa_connection *connection, struct oa_facts *facts)
{
	const struct oa_tls_info *tls = &connection->tls;
	enum oa_code code = OA_CODE_TLS_CLOSED;

	if (connection->error.layer == OA_LAYER_FEATURE) {
		oa_facts_set(facts, "name", "%s", connection->error.text);
		code = OA_CODE_FEATURE_MISSING;
	} else if (tls->alert >= 0) {
		find_alert(front, tls, tls->alert, facts);
		return;
	} else if (connection->error.layer == OA_LAYER_TIMEOUT) {
		code = OA_CODE_TLS_TIMEOUT;
	} else if (tls->record_count && !is_tls_record(tls->first_bytes)) {
		code = OA_CODE_TLS_NOT_SPOKEN;
	} else if (tls->sent_alert == ALERT_PROTOCOL_VERSION) {
		find_alert(front, tls, ALERT_PROTOCOL_VERSION, facts);
		return;
	} else if (tls->sent_alert >= 0) {
		code = OA_CODE_TLS_NOT_SPOKEN;
	}
	oa_facts_set(facts, "phase", "%s",
		tls->record_count ? "after ServerHello" : "before ServerHello");
	oa_step_detail(oa_report_find(front->report, code, NULL, facts), "%s",
		connection->error.text);
}

void oa_judge_connection(struct oa_front *front, const struct oa_connection *connection)
{
	struct oa_facts facts = {0};
	double waited = oa_seconds_since(
		connection->tls_us ? connection->tls_us : connection->started_us);

	oa_facts_set(&facts, "t", "%.1f", waited);
	if (connection->phase == OA_PHASE_PROXY)
		judge_proxy(front, connection, &facts);
	else if (connection->phase == OA_PHASE_TCP)
		judge_tcp(front, connection, &facts);
	else
		judge_handshake(front, connection, &facts);
}

void oa_judge_alert(struct oa_front *front, const struct oa_connection *connection)
{
	struct oa_facts facts = {0};

	find_alert(front, &connection->tls, connection->tls.alert, &facts);
}
