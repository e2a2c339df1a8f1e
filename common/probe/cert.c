/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/cert.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/net/certfacts.h"
#include "common/probe/certjudge.h"
#include "common/probe/certlook.h"
#include "common/probe/certnodes.h"
#include "common/probe/certsides.h"
#include "common/probe/certversions.h"
#include "common/probe/frontopen.h"
#include "common/probe/frontsee.h"
#include "common/probe/inspection.h"
#include "common/probe/judge_tls.h"
#include "common/probe/untested.h"
#include "common/report/unreadable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The looks have this share of the time; the rest is for fetching and telling. */
#define WAY_SHARE 0.8

/* The HTTP answer is of second interest: it must not hold up the result. */
#define ASK_SECONDS 2.0

/* What the steps of one run share. */
struct run {
	struct oa_front front;
	const struct oa_cert_plan *plan;
	struct oa_deadline until; /* for the looks */
	struct oa_certlook
		*looks;   /* addresses of the target, then other hosts; owned */
	size_t count;     /* looks */
	size_t own_count; /* of them at the target */
	struct oa_certlook *primary; /* first one of the target that is up, or NULL */
	char answer[300];            /* what HTTP came to */
	bool is_clock_wrong;         /* the monitor's */
};

static bool open_looks(struct run *run)
{
	const struct oa_cert_plan *plan = run->plan;
	bool is_split = plan->tests_all_addresses && run->front.dns.count > 1;

	run->own_count = is_split ? run->front.dns.count : 1;
	run->count = run->own_count + plan->same_as.count;
	run->looks = calloc(run->count, sizeof(*run->looks));
	if (!run->looks)
		return false;
	for (size_t i = 0; i < run->count; i++) {
		struct oa_certlook *look = &run->looks[i];
		struct oa_deadline until = oa_deadline_share(
			run->until, 1.0 / (double)(run->count - i));

		if (i < run->own_count)
			oa_certlook_at_target(
				look, &run->front, is_split ? (int)i : -1);
		else
			oa_certlook_at_other(look, &run->front,
				plan->same_as.item[i - run->own_count], until);
		oa_certlook_open(look, until);
		if (!run->primary && i < run->own_count && oa_certlook_is_up(look))
			run->primary = look;
	}
	return true;
}

static void describe_tcp(struct run *run, const struct oa_connection *connection)
{
	struct oa_report *report = run->front.report;
	struct oa_step *step;

	if (connection->tcp_seconds < 0)
		return;
	oa_report_value(report, "tcp_time", connection->tcp_seconds);
	step = oa_report_ok(report, OA_HOP_TCP, NULL, connection->tcp_seconds,
		"%s:%ld open%s", connection->peer, run->front.target->port,
		run->front.target->forward_proxy ? " by the forward proxy" : "");
	if (connection->tls_us)
		oa_step_ended_before(step, oa_seconds_since(connection->tls_us));
}

/* Nothing of the target could be opened: the first place says why. */
static void judge_closed(struct run *run)
{
	const struct oa_certlook *look = &run->looks[0];
	struct oa_facts facts = {0};

	if (look->error.layer == OA_LAYER_FILE) {
		oa_report_find_unreadable(
			run->front.report, NULL, "--client-cert", &look->error);
	} else if (look->connection) {
		describe_tcp(run, look->connection);
		oa_judge_connection(&run->front, look->connection);
		oa_see_failure(&run->front, look->connection);
	} else {
		oa_facts_set(&facts, "phase", "connect");
		oa_facts_set(&facts, "name", "%s", look->error.text);
		oa_facts_set(&facts, "reason", "%s", look->error.text);
		oa_report_find(run->front.report,
			look->error.layer == OA_LAYER_FEATURE ? OA_CODE_FEATURE_MISSING
							      : OA_CODE_INTERNAL_ERROR,
			NULL, &facts);
	}
}

/* What the primary's handshake says before the certificate is looked at. */
static bool judge_handshake(struct run *run)
{
	const struct oa_connection *connection = run->primary->connection;
	const struct oa_tls_info *tls = &connection->tls;
	struct oa_report *report = run->front.report;
	struct oa_facts facts = {0};

	oa_front_see(&run->front, connection);
	describe_tcp(run, connection);
	oa_report_value(report, "tls_time", connection->tls_seconds);
	oa_report_trace(report, "connected to %s, %s, %s, ALPN '%s'", connection->peer,
		tls->version, tls->cipher, tls->alpn);
	if (!strcmp(tls->alpn, "h2")) {
		oa_facts_set(&facts, "reason", "ALPN chose h2");
		oa_report_find(report, OA_CODE_TLS_H2_ONLY, NULL, &facts);
	}
	if (tls->leaf)
		return true;
	oa_facts_set(&facts, "reason", "the server sent no certificate");
	oa_report_find(report, OA_CODE_CERT_UNTRUSTED, NULL, &facts);
	return false;
}

static void ask(struct run *run)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(run->until, 0.5), ASK_SECONDS);

	snprintf(run->answer, sizeof(run->answer), "not asked");
	if (!run->plan->sends_no_request)
		oa_certlook_ask(run->primary, &run->front, true, until, run->answer,
			sizeof(run->answer));
}

/* Dates that look wrong may be our own fault: two other clocks decide. */
static void ask_clocks(struct run *run)
{
	const struct oa_tls_info *tls = &run->primary->connection->tls;
	int64_t now = oa_front_now(&run->front);
	char text[300];

	if (!oa_certcase_has_bad_dates(tls, now))
		return;
	for (size_t i = run->own_count; i < run->count; i++)
		if (oa_certlook_is_up(&run->looks[i]))
			oa_certlook_ask(&run->looks[i], &run->front, false,
				oa_deadline_step(run->until, ASK_SECONDS), text,
				sizeof(text));
	run->is_clock_wrong = oa_certnodes_judge_clock(
		&run->front, run->looks, run->count, now);
}

/* Another host whose certificate is of the expected issuer is a second view. */
static bool has_other_view(const struct run *run)
{
	const struct oa_strings *patterns = &run->plan->issuers;
	char name[128];

	for (size_t i = run->own_count; i < run->count; i++) {
		const struct oa_certlook *look = &run->looks[i];

		for (size_t k = 0; k < patterns->count && oa_certlook_is_up(look); k++)
			if (oa_issuer_matches(patterns->item[k],
				    look->connection->tls.leaf, NULL, name,
				    sizeof(name)))
				return true;
	}
	return false;
}

/* Where the server's clock stands is worth a line when dates are in doubt. */
static void note_clock(const struct run *run, struct oa_certcase *given)
{
	int64_t date = run->primary->date;

	if (date && (date - given->now >= 60 || given->now - date >= 60))
		oa_certcase_note(given, "HTTP Date is %lld s off this monitor's clock",
			(long long)(date - given->now));
}

static bool judge_certificate(struct run *run, const struct oa_certlook *look)
{
	struct oa_certcase given = {.front = &run->front,
		.plan = run->plan,
		.tls = &look->connection->tls,
		.subject = look == run->primary ? NULL : look->place,
		.now = oa_front_now(&run->front),
		.is_clock_wrong = run->is_clock_wrong,
		.has_other_view = has_other_view(run)};
	const struct oa_connection *connection = look->connection;
	struct oa_step *step;
	bool is_good;

	note_clock(run, &given);
	if (look == run->primary)
		oa_certcase_note(&given, "HTTP: %s", run->answer);
	is_good = oa_certcase_judge(&given);
	if (is_good) {
		step = oa_report_ok(run->front.report, OA_HOP_TLS, given.subject,
			connection->tls_seconds, "%s, certificate %s",
			given.tls->version,
			run->front.target->tls.is_insecure ? "not verified" : "good");
		oa_certcase_describe(&given, step);
	}
	oa_certcase_free(&given);
	return is_good;
}

static bool was_judged(const struct run *run, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (oa_certlook_is_up(&run->looks[i]) &&
			oa_certnodes_are_equal(&run->looks[i], &run->looks[number]))
			return true;
	return false;
}

static void judge_certificates(struct run *run)
{
	for (size_t i = 0; i < run->own_count; i++) {
		const struct oa_certlook *look = &run->looks[i];

		if (oa_certlook_is_up(look) && look->connection->tls.leaf &&
			!was_judged(run, i))
			judge_certificate(run, look);
	}
}

static void walk(struct run *run)
{
	if (!open_looks(run)) {
		struct oa_facts facts = {0};

		oa_facts_set(&facts, "phase", "start");
		oa_facts_set(&facts, "reason", "out of memory");
		oa_report_find(run->front.report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
		return;
	}
	if (!run->primary) {
		judge_closed(run);
		return;
	}
	oa_certnodes_judge_dead(&run->front, run->looks, run->count);
	if (!judge_handshake(run))
		return;
	ask(run);
	ask_clocks(run);
	judge_certificates(run);
	oa_certnodes_judge_odd(&run->front, run->looks, run->count);
	oa_certversions_judge(&run->front, run->plan->rejected, run->until);
}

void oa_probe_cert(const struct oa_target *target, const struct oa_cert_plan *plan,
	struct oa_deadline until, struct oa_report *report)
{
	static const enum oa_hop hops[] = {OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS};
	struct run run = {.plan = plan, .until = oa_deadline_share(until, WAY_SHARE)};
	int64_t start_us = oa_now_us();

	if (oa_front_init(&run.front, target, report, until) == 0)
		walk(&run);
	oa_mark_untested(report, target, hops, OA_LENGTH(hops), NULL);
	for (size_t i = 0; i < run.count && run.looks; i++)
		oa_certlook_free(&run.looks[i]);
	free(run.looks);
	oa_front_free(&run.front);
	oa_report_value(report, "time", oa_seconds_since(start_us));
}
