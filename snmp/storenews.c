/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/storenews.h"

#include "common/base/text.h"
#include "snmp/cut.h"
#include "snmp/hint.h"

#include <stdio.h>

static const enum oa_notice_type notice_types[] = {
	[OA_CHANGE_TARGET] = OA_NOTICE_TARGET,
	[OA_CHANGE_PROBE] = OA_NOTICE_PROBE,
	[OA_CHANGE_FLAP_START] = OA_NOTICE_FLAP_START,
	[OA_CHANGE_FLAP_STOP] = OA_NOTICE_FLAP_STOP,
	[OA_CHANGE_CERT] = OA_NOTICE_CERT,
	[OA_CHANGE_EXPIRY] = OA_NOTICE_EXPIRY,
	[OA_CHANGE_AGENT] = OA_NOTICE_AGENT,
};

static void tell_cert(char *buffer, size_t size, const struct oa_cert_result *cert,
	enum oa_change_type type)
{
	char end[OA_UTC_SIZE];
	char text[512];

	oa_utc(end, cert->not_after);
	snprintf(text, sizeof(text), "%s certificate %s%s%s",
		type == OA_CHANGE_CERT ? "another" : "the",
		cert->subject ? cert->subject : cert->sha256,
		cert->not_after ? " ends " : "", cert->not_after ? end : "");
	oa_cut_to(buffer, size, text);
}

/* What the change comes to, in the words of the row. */
static void describe(const struct oa_course *course, const struct oa_change *change,
	char *buffer, size_t size)
{
	const struct oa_result *result = &course->result;
	const char *text = result->text;

	if (change->cert) {
		tell_cert(buffer, size, result->cert[change->cert - 1], change->type);
		return;
	}
	if (change->type == OA_CHANGE_PROBE)
		text = result->probe[change->kind].text;
	oa_cut_to(buffer, size, text ? text : oa_status_label(change->to));
}

static bool is_of_kind(enum oa_change_type type)
{
	return type == OA_CHANGE_PROBE || type == OA_CHANGE_CERT ||
	       type == OA_CHANGE_EXPIRY;
}

static void name_event(struct oa_event *event, const char *name)
{
	bool is_part = is_of_kind(event->type);

	snprintf(event->descr, sizeof(event->descr), "%.64s%s%.30s", name,
		is_part ? "/" : "", is_part ? oa_kind_label(event->kind) : "");
}

static bool is_wanted(const struct oa_store *store, const struct oa_change *change)
{
	return !change->is_quiet && store->notices.policy.per_minute &&
	       (change->type != OA_CHANGE_PROBE || store->notices.policy.has_probes);
}

static void push(struct oa_store *store, const struct oa_event *event,
	const struct oa_record *record, uint32_t cert, const char *hint)
{
	struct oa_notice notice = {.type = notice_types[event->type],
		.event = event->number,
		.target = event->target,
		.kind = event->kind,
		.cert = cert,
		.from = event->from,
		.to = event->to,
		.code = event->code,
		.time = event->time};

	if (record) {
		oa_cut_to(notice.name, sizeof(notice.name), record->name);
		oa_cut_to(notice.host, sizeof(notice.host), record->host);
		oa_cut_to(notice.label, sizeof(notice.label), record->label);
	}
	if (cert)
		oa_cut_to(notice.place, sizeof(notice.place),
			record->course.result.cert[cert - 1]->place);
	oa_cut_to(notice.text, sizeof(notice.text), event->text);
	oa_cut_to(notice.hint, sizeof(notice.hint), hint ? hint : "");
	oa_notices_push(&store->notices, &notice);
}

static bool tell_one(struct oa_store *store, const struct oa_record *record,
	const struct oa_change *change, int64_t when)
{
	struct oa_event event = {.time = when,
		.target = record->number,
		.type = change->type,
		.kind = change->kind,
		.from = change->from,
		.to = change->to,
		.code = change->code};

	name_event(&event, record->name);
	describe(&record->course, change, event.text, sizeof(event.text));
	event = *oa_events_add(&store->events, &event);
	store->has_news = true;
	if (change->is_suppressed)
		oa_notices_suppress(&store->notices);
	if (is_wanted(store, change))
		push(store, &event, record, change->cert,
			oa_hint_of_change(&record->course.result, change));
	return is_wanted(store, change) || change->is_suppressed;
}

bool oa_store_tell(struct oa_store *store, const struct oa_record *record,
	const struct oa_change *change, size_t count, int64_t when)
{
	bool is_due = false;

	for (size_t i = 0; i < count; i++)
		is_due = tell_one(store, record, &change[i], when) || is_due;
	return is_due;
}

bool oa_store_tell_agent(struct oa_store *store, enum oa_status from, enum oa_status to,
	const char *text, int64_t when)
{
	struct oa_event event = {.time = when,
		.type = OA_CHANGE_AGENT,
		.kind = OA_KIND_NONE,
		.from = from,
		.to = to,
		.code = OA_CODE_OK};

	snprintf(event.descr, sizeof(event.descr), "agent");
	oa_cut_to(event.text, sizeof(event.text), text);
	event = *oa_events_add(&store->events, &event);
	store->has_news = true;
	push(store, &event, NULL, 0, NULL);
	return true;
}

bool oa_store_complete(struct oa_store *store)
{
	bool was_complete = store->notices.is_complete;

	store->notices.is_complete = !store->of_status[OA_STATUS_NOT_TESTED];
	return !was_complete && store->notices.is_complete;
}
