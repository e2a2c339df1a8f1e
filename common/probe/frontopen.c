/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/frontopen.h"
#include "common/net/trust.h"
#include "common/probe/budget.h"
#include "common/probe/frontsee.h"
#include "common/probe/judge_tls.h"
#include "common/probe/resolve.h"
#include "common/report/unreadable.h"

#include <stdio.h>
#include <string.h>

static void use_addresses(struct oa_front *front)
{
	for (size_t i = 0; i < front->dns.count; i++)
		front->addresses[i] = front->dns.address[i];
	front->how.address = front->addresses;
	front->how.address_count = front->dns.count;
}

static int resolve(struct oa_front *front)
{
	/* the rest of the run is worth nothing without an address, but a finding
	 * must still find time to be said */
	struct oa_deadline until = oa_deadline_share(front->until, 0.8);

	if (oa_resolve(front->target, front->report, until, &front->dns) < 0)
		return -1;
	use_addresses(front);
	oa_see_addresses(front);
	return 0;
}

static int load_trust(struct oa_front *front)
{
	const struct oa_tls_settings *tls = &front->target->tls;
	struct oa_error error = {0};

	if (front->target->no_tls)
		return 0;
	if (front->target->trust && X509_STORE_up_ref(front->target->trust)) {
		front->trust = front->target->trust;
		return 0;
	}
	front->trust = oa_trust_new(tls->ca_file, tls->ca_dir, tls->ca_only, &error);
	if (front->trust)
		return 0;
	oa_report_find_unreadable(front->report, NULL, "certificates", &error);
	return -1;
}

static void name_logon(struct oa_front *front)
{
	const struct oa_target *target = front->target;
	const struct oa_credentials *who = &target->who;

	if (who->user && who->domain && !strpbrk(who->user, "\\@"))
		snprintf(front->user, sizeof(front->user), "%s\\%s", who->domain,
			who->user);
	else if (who->user)
		snprintf(front->user, sizeof(front->user), "%s", who->user);
	if (target->spn)
		snprintf(front->spn, sizeof(front->spn), "%s", target->spn);
	else
		snprintf(front->spn, sizeof(front->spn), "HTTP/%s", target->host);
	oa_facts_set(&front->report->facts, "user", "%s", front->user);
}

int oa_front_init(struct oa_front *front, const struct oa_target *target,
	struct oa_report *report, struct oa_deadline until)
{
	*front = (struct oa_front){.target = target,
		.report = report,
		.start_us = oa_now_us(),
		.until = until};
	front->sessions = curl_share_init();
	if (front->sessions)
		curl_share_setopt(
			front->sessions, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	front->how = (struct oa_connect){.host = target->host,
		.sessions = front->sessions,
		.port = (uint16_t)target->port,
		.no_tls = target->no_tls,
		.forward_proxy = target->forward_proxy,
		.tls = &target->tls,
		.now = target->now};
	name_logon(front);
	if (load_trust(front) < 0 || resolve(front) < 0)
		return -1;
	front->how.trust = front->trust;
	return 0;
}

void oa_front_free(struct oa_front *front)
{
	oa_budget_end(front);
	oa_tickets_free(front->tickets);
	front->tickets = NULL;
	X509_STORE_free(front->trust);
	curl_share_cleanup(front->sessions);
	front->trust = NULL;
	front->sessions = NULL;
}

static void describe_tcp(struct oa_front *front, const struct oa_connection *connection)
{
	double seconds = connection->tcp_seconds;
	struct oa_step *step;

	oa_report_value(front->report, "tcp_time", seconds);
	step = oa_report_ok(front->report, OA_HOP_TCP, NULL, seconds, "%s:%ld open%s",
		connection->peer, front->target->port,
		front->target->forward_proxy ? " by the forward proxy" : "");
	if (connection->tls_us)
		oa_step_ended_before(step, oa_seconds_since(connection->tls_us));
}

static bool is_open(const struct oa_connection *first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (first[i].phase != OA_PHASE_OPEN)
			return false;
	return true;
}

static const struct oa_connection *broken_one(
	const struct oa_connection *first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (first[i].phase != OA_PHASE_OPEN)
			return &first[i];
	return first;
}

static void describe(struct oa_front *front, const struct oa_connection *connection)
{
	bool is_silent = front->is_described;

	front->is_described = true;
	if (is_silent)
		return;
	oa_front_see(front, connection);
	if (connection->tcp_seconds >= 0)
		describe_tcp(front, connection);
	if (connection->phase == OA_PHASE_OPEN && !front->target->no_tls)
		oa_judge_tls(front, connection);
}

/* Each of them: who listens in may let the first one pass. */
static bool are_trusted(
	struct oa_front *front, const struct oa_connection *first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!oa_judge_tls_again(front, &first[i]))
			return false;
	return true;
}

static void trace(
	struct oa_front *front, const struct oa_connection *first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (first[i].phase == OA_PHASE_OPEN)
			oa_report_trace(front->report, "connected to %s%s%s%s",
				first[i].peer, first[i].tls.is_done ? ", " : "",
				first[i].tls.version,
				first[i].tls.is_resumed ? ", session resumed" : "");
}

struct oa_connection *oa_front_open(struct oa_front *front,
	struct oa_connections *group, size_t count, struct oa_deadline until)
{
	struct oa_error error = {0};
	struct oa_connection *first = NULL;
	struct oa_facts facts = {0};

	/* later ones are on the way to something that has a name */
	if (!front->is_described)
		oa_report_wait(
			front->report, "the connection to %s", front->target->host);
	if (group->multi || oa_connections_init(group, &error) == 0)
		first = oa_connections_open(group, count, &front->how, until, &error);
	if (!first) {
		oa_facts_set(&facts, "phase", "connect");
		oa_facts_set(&facts, "name", "%s", error.text);
		oa_facts_set(&facts, "reason", "%s", error.text);
		oa_report_find(front->report,
			error.layer == OA_LAYER_FEATURE ? OA_CODE_FEATURE_MISSING
							: OA_CODE_INTERNAL_ERROR,
			NULL, &facts);
		return NULL;
	}
	describe(front, first);
	trace(front, first, count);
	if (is_open(first, count))
		return are_trusted(front, first, count) ? first : NULL;
	oa_judge_connection(front, broken_one(first, count));
	oa_see_failure(front, broken_one(first, count));
	return NULL;
}
