/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepwrite.h"

#include <inttypes.h>

static const char *code_name(enum oa_code code)
{
	return oa_diagnosis(code)->name;
}

/* A line end in a text, or the tab in the middle of an event, would end it. */
static void put_text(const char *text, FILE *out)
{
	for (; *text; text++)
		putc((unsigned char)*text < ' ' ? '?' : *text, out);
}

static void put_line(const char *what, const char *text, FILE *out)
{
	if (!text || !text[0])
		return;
	fprintf(out, "%s ", what);
	put_text(text, out);
	putc('\n', out);
}

static void put_numbered_line(const char *what, int number, const char *text, FILE *out)
{
	if (!text || !text[0])
		return;
	fprintf(out, "%s %d ", what, number);
	put_text(text, out);
	putc('\n', out);
}

static void write_event(const struct oa_event *event, FILE *out)
{
	fprintf(out, "event %" PRIu32 " %" PRId64 " %" PRIu32 " %d %d %d %d %s %d ",
		event->number, event->time, event->target, (int)event->type,
		(int)event->kind, (int)event->from, (int)event->to,
		code_name(event->code), event->is_notified);
	put_text(event->descr, out);
	putc('\t', out);
	put_text(event->text, out);
	putc('\n', out);
}

void oa_keep_write_store(const struct oa_store *store, FILE *out)
{
	const struct oa_event *event = oa_events_next(&store->events, 0);

	fprintf(out, "numbers %" PRIu32 " %" PRIu32 "\n", store->last_number,
		store->events.last);
	for (size_t i = 0; i < store->gone_count; i++) {
		fprintf(out, "gone %" PRIu32 " ", store->gone[i].number);
		put_text(store->gone[i].name, out);
		putc('\n', out);
	}
	for (; event; event = oa_events_next(&store->events, event->number))
		write_event(event, out);
}

static void write_probe(const struct oa_course *course, int kind, FILE *out)
{
	const struct oa_probe_result *result = &course->result.probe[kind];
	const struct oa_probe_course *probe = &course->probe[kind];

	fprintf(out,
		"probe %d %d %s %" PRIu32 " %d %d %s %" PRId64 " %" PRId64 " %" PRId64
		" %" PRIu32 "\n",
		kind, (int)result->status, code_name(result->code), result->ms,
		(int)probe->previous, (int)probe->tested, code_name(probe->newest),
		probe->since, probe->troubled_since, probe->last_run, probe->repeats);
	if (oa_status_is_bad(result->status))
		put_numbered_line("note", kind, result->text, out);
}

static void write_cert_course(
	const struct oa_cert_course *course, int number, FILE *out)
{
	fprintf(out, "told %d %" PRId64 " %d", number, course->told,
		(int)course->nearness);
	for (int i = 0; i < OA_CERTS_KNOWN && course->known[i].sha256[0]; i++)
		fprintf(out, " %s %" PRId64, course->known[i].sha256,
			course->known[i].last);
	putc('\n', out);
}

static void write_cert(const struct oa_course *course, int number, FILE *out)
{
	const struct oa_cert_result *cert = course->result.cert[number - 1];

	if (!cert)
		return;
	fprintf(out, "cert %d %d %s %d %" PRId64 " %" PRId64 " %d %d %d %s %s\n",
		number, (int)cert->status, code_name(cert->code), (int)cert->expiry,
		cert->not_before, cert->not_after, cert->is_for_name, cert->is_trusted,
		cert->is_self_signed, cert->sha256[0] ? cert->sha256 : "-",
		cert->serial[0] ? cert->serial : "-");
	if (cert->place[0]) {
		fprintf(out, "server %d %" PRId64 " ", number, cert->shown);
		put_text(cert->place, out);
		putc('\n', out);
	}
	put_numbered_line("subject", number, cert->subject, out);
	put_numbered_line("issuer", number, cert->issuer, out);
	put_numbered_line("names", number, cert->names, out);
	put_numbered_line("key", number, cert->key, out);
	put_numbered_line("tls", number, cert->tls, out);
	write_cert_course(&course->cert[number - 1], number, out);
}

static void write_result(const struct oa_course *course, FILE *out)
{
	const struct oa_result *result = &course->result;

	fprintf(out, "result %d %d %s %" PRId64 " %" PRIu32 "\n", (int)result->status,
		(int)result->culprit, code_name(result->code), result->ended,
		result->ms);
	put_line("text", result->text, out);
	put_line("hint", result->hint, out);
	for (int i = 1; i <= OA_CERTS; i++)
		write_cert(course, i, out);
	for (size_t i = 0; i < result->address_count; i++) {
		const struct oa_address_result *address = &result->address[i];

		fprintf(out, "address %" PRIu32 " %d %s %" PRIu32 " %s\n",
			address->number, (int)address->status, code_name(address->code),
			address->ms, address->text);
	}
}

/* The newest ones count, so that a day is enough. */
static void write_hours(const struct oa_course *course, FILE *out)
{
	fputs("hours", out);
	for (int i = 0; i < OA_HOURS; i++)
		if (course->hours[i].runs)
			fprintf(out, " %" PRId64 " %" PRIu32 " %" PRIu32,
				course->hours[i].hour, course->hours[i].runs,
				course->hours[i].good);
	putc('\n', out);
}

static void write_flap(const struct oa_flap *flap, FILE *out)
{
	fprintf(out, "flap %d %u %u", flap->is_flapping, flap->count, flap->at);
	for (unsigned i = 0; i < flap->count; i++)
		fprintf(out, " %s", code_name(flap->last[i]));
	putc('\n', out);
}

static void write_times(const struct oa_drift_leg *leg, int which, FILE *out)
{
	if (!leg->runs)
		return;
	fprintf(out, "times %d", which);
	for (int i = 0; i < OA_DRIFT_BUCKETS; i++)
		if (leg->bucket[i])
			fprintf(out, " %d %d", i, leg->bucket[i]);
	putc('\n', out);
}

static void write_legs(const struct oa_drift *drift, FILE *out)
{
	fprintf(out, "legs %" PRId64, drift->hour);
	for (int i = 0; i < OA_LEGS; i++)
		fprintf(out, " %d %" PRId64, drift->leg[i].has_drifted,
			(int64_t)(drift->leg[i].baseline_ms * 1000));
	putc('\n', out);
	for (int i = 0; i < OA_LEGS; i++)
		write_times(&drift->leg[i], i, out);
}

void oa_keep_write_record(const struct oa_record *record, FILE *out)
{
	const struct oa_course *course = &record->course;

	fprintf(out, "target %" PRIu32 " ", record->number);
	put_text(record->name, out);
	fprintf(out,
		"\nrun %d %d %ld %d %" PRId64 " %" PRId64 " %" PRIu32 " %d %" PRIu32
		"\n",
		course->has_result, (int)course->newest, course->attempt,
		(int)course->previous, course->since, course->last_run, course->last_ms,
		course->is_stale, course->last_address);
	write_flap(&course->flap, out);
	write_legs(&course->drift, out);
	write_hours(course, out);
	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		write_probe(course, i, out);
	if (course->has_result)
		write_result(course, out);
}
