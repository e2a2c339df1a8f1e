/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogfind.h"
#include "common/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Hops that are listed. */
#define LISTED 5

struct kind {
	enum oa_code code;
	const char *name;
	const char *hint; /* where that of the catalogue leads to the log, or NULL */
};

static const struct kind kinds[OA_PROXYLOG_KINDS] = {
	[OA_PROXYLOG_HIDDEN] = {OA_CODE_BACKEND_HOP_FAILED, "443 good, 444 bad", NULL},
	[OA_PROXYLOG_BACKEND_401] = {OA_CODE_BACKEND_LOGON_REFUSED,
		"the back end refuses the logon", NULL},
	[OA_PROXYLOG_BACKEND_503] = {OA_CODE_BACKEND_POOL_STOPPED,
		"503 of the back end", NULL},
	[OA_PROXYLOG_BACKEND_5XX] = {OA_CODE_BACKEND_HOP_FAILED,
		"the hop to the back end fails", NULL},
	[OA_PROXYLOG_UNREACHABLE] = {OA_CODE_BACKEND_UNREACHABLE,
		"the back end does not answer", NULL},
	[OA_PROXYLOG_NO_MAILBOX] = {OA_CODE_MAILBOX_GUID_UNKNOWN,
		"the mailbox is unknown", NULL},
	[OA_PROXYLOG_NOT_LOCATED] = {OA_CODE_MAILBOX_NOT_LOCATED,
		"the mailbox is not located", NULL},
	[OA_PROXYLOG_BUSY] = {OA_CODE_FRONT_END_BUSY, "the front end is busy",
		"throttling policy of the accounts in these lines (AuthenticatedUser), "
		"then the load of the front end; ErrorCode and GenericInfo name the "
		"budget"},
	[OA_PROXYLOG_FRONT_503] = {OA_CODE_FRONT_END_BUSY, "503 of the front end",
		"Get-ServerComponentState of that front end (ServerWideOffline, "
		"RpcProxy), then its load and the event log, MSExchange Front End "
		"HTTPS Proxy"},
	[OA_PROXYLOG_OTHER] = {OA_CODE_HTTP_UNEXPECTED_STATUS, "another status",
		"403: Require SSL and address rules of the Rpc directory in IIS; "
		"404: is there an Rpc directory; else ErrorCode and GenericErrors of "
		"these lines and the event log, MSExchange Front End HTTPS Proxy"},
};

const char *oa_proxylog_kind_name(enum oa_proxylog_kind kind)
{
	return kinds[kind].name;
}

enum oa_code oa_proxylog_code(enum oa_proxylog_kind kind)
{
	return kinds[kind].code;
}

static const char *front_end_of(const struct oa_tally_entry *hop)
{
	return hop->other[0] ? hop->other : "unnamed";
}

static bool has_backend_status(const struct oa_proxylog_sight *sight)
{
	return sight->kind <= OA_PROXYLOG_BACKEND_5XX || sight->hop->backend >= 400;
}

/* "guid@domain" of "?guid@domain:6001". */
static void set_guid(struct oa_facts *facts, const char *query)
{
	query += *query == '?';
	if (*query)
		oa_facts_set(facts, "guid", "%.*s", (int)strcspn(query, ":& "), query);
	else
		oa_facts_set(facts, "guid", "unnamed");
}

/* "443 good, 444 bad: 30 of 80 requests, 20 of them here". */
static void describe_share(
	const struct oa_proxylog_sight *sight, char *buffer, size_t size)
{
	snprintf(buffer, size, "%s%" PRIu64 " of %" PRIu64 " requests%s",
		sight->kind == OA_PROXYLOG_HIDDEN ? "443 good, 444 bad: " : "",
		sight->failures, sight->requests, sight->target ? " to it" : "");
	if (sight->hop->failures < sight->failures)
		oa_append(buffer, size, ", %" PRIu64 " of them here",
			sight->hop->failures);
}

/* Who gave the status: the front end on 443, or the server behind it. */
static void set_speaker(struct oa_facts *facts, const struct oa_proxylog_sight *sight)
{
	const char *front_end = front_end_of(sight->hop);

	if (has_backend_status(sight) && sight->hop->name[0]) {
		oa_facts_set(facts, "device", "back end %s", sight->hop->name);
		oa_facts_set(facts, "url", "444 to front end %s", front_end);
	} else {
		oa_facts_set(facts, "device", "front end %s", front_end);
		oa_facts_set(facts, "url", "443");
	}
}

static void set_facts(struct oa_facts *facts, const struct oa_proxylog_sight *sight)
{
	const struct oa_tally_entry *hop = sight->hop;
	int status = hop->status >= 400 ? hop->status : hop->backend;
	char share[120];

	describe_share(sight, share, sizeof(share));
	if (sight->kind <= OA_PROXYLOG_BACKEND_5XX && hop->name[0])
		oa_facts_set(facts, "fe", "%s -> %s (%s)", front_end_of(hop), hop->name,
			share);
	else if (kinds[sight->kind].code == OA_CODE_FRONT_END_BUSY)
		oa_facts_set(facts, "fe", "%s", front_end_of(hop));
	else
		oa_facts_set(facts, "fe", "%s (%s)", front_end_of(hop), share);
	oa_facts_set(facts, "be", "%s", hop->name[0] ? hop->name : "unnamed");
	oa_facts_set(
		facts, "code", "%s", hop->detail[0] ? hop->detail : "no ErrorCode");
	oa_facts_set(facts, "status", "%d", status);
	if (kinds[sight->kind].code == OA_CODE_FRONT_END_BUSY)
		oa_facts_set(facts, "reason", "%d in %s", status, share);
	else
		oa_facts_set(facts, "reason", "(%s)", share);
	set_speaker(facts, sight);
	set_guid(facts, hop->detail);
}

/* What stands in a log are names of the inside. */
static void note_names(struct oa_report *report, const struct oa_tally_entry *hop)
{
	oa_seen_add_name(&report->seen, hop->name, strlen(hop->name));
	oa_seen_add_name(&report->seen, hop->other, strlen(hop->other));
}

static void list_hop(struct oa_step *step, enum oa_proxylog_kind kind,
	const struct oa_tally_entry *hop)
{
	char text[200];

	snprintf(text, sizeof(text), "%s: %s -> %s: %" PRIu64, kinds[kind].name,
		front_end_of(hop), hop->name[0] ? hop->name : "no server",
		hop->failures);
	if (hop->status && hop->backend)
		oa_step_detail(step, "%s, HttpStatus %d beside BackEndStatus %d", text,
			hop->status, hop->backend);
	else
		oa_step_detail(step, "%s, %s %d alone", text,
			hop->status ? "HttpStatus" : "BackEndStatus",
			hop->status ? hop->status : hop->backend);
}

static bool is_in_sight(
	const struct oa_proxylog_sight *sight, const struct oa_tally_entry *hop)
{
	return !sight->target || !strcmp(hop->name, sight->target);
}

static void list_hops(const struct oa_proxylog_sight *sight, struct oa_step *step,
	struct oa_report *report)
{
	const struct oa_tally *hops = &sight->counts->hops[sight->kind];
	const struct oa_tally_entry *hop;
	size_t listed = 0;

	for (size_t i = 0; listed < LISTED && (hop = oa_tally_top(hops, i)); i++) {
		if (!is_in_sight(sight, hop))
			continue;
		list_hop(step, sight->kind, hop);
		note_names(report, hop);
		listed++;
	}
}

void oa_proxylog_find(const struct oa_proxylog_sight *sight, enum oa_state state,
	struct oa_report *report)
{
	const struct kind *kind = &kinds[sight->kind];
	const char *subject = sight->hop->name[0] ? sight->hop->name : NULL;
	size_t before = report->step_count;
	struct oa_facts facts = {0};
	struct oa_step *step;

	set_facts(&facts, sight);
	step = oa_report_find_as(report, kind->code, state, subject, &facts);
	/* a step that was there keeps the hint that goes with its text */
	if (kind->hint && report->step_count > before)
		snprintf(step->hint, sizeof(step->hint), "%s", kind->hint);
	if (report->step_count == before && sight->target) {
		oa_step_detail(step, "%" PRIu64 " of %" PRIu64 " requests to %s fail",
			sight->failures, sight->requests, sight->target);
		return;
	}
	if (sight->kind == OA_PROXYLOG_NO_MAILBOX) {
		const char *guid = oa_facts_get(&facts, "guid");

		oa_seen_add_name(&report->seen, guid, strlen(guid));
	}
	list_hops(sight, step, report);
}

void oa_proxylog_find_kind(const struct oa_proxylog_counts *counts,
	enum oa_proxylog_kind kind, enum oa_state state, struct oa_report *report)
{
	struct oa_proxylog_sight sight = {.counts = counts,
		.kind = kind,
		.hop = oa_tally_top(&counts->hops[kind], 0),
		.failures = counts->kind[kind],
		.requests = oa_proxylog_requests(counts)};

	if (sight.hop)
		oa_proxylog_find(&sight, state, report);
}
