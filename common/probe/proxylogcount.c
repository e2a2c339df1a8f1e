/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogcount.h"
#include "common/base/array.h"
#include "common/base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SLOTS (sizeof(((struct oa_tally *)NULL)->slot) / sizeof(uint16_t))

static bool is_text(const struct oa_proxylog_text *field, const char *text)
{
	return field->len == strlen(text) &&
	       !strncasecmp(field->text, text, field->len);
}

/* The front end has passed the request on, or wanted to. */
static bool has_target(const struct oa_proxylog_record *record)
{
	return record->field[OA_PROXYLOG_TARGET].len;
}

static enum oa_proxylog_kind kind_by_backend(const struct oa_proxylog_record *record)
{
	if (record->status && record->status < 400 && record->backend >= 500)
		return OA_PROXYLOG_HIDDEN;
	if (record->backend == 401)
		return OA_PROXYLOG_BACKEND_401;
	if (record->backend == 503)
		return OA_PROXYLOG_BACKEND_503;
	return record->backend >= 500 ? OA_PROXYLOG_BACKEND_5XX : OA_PROXYLOG_OTHER;
}

enum oa_proxylog_kind oa_proxylog_kind(const struct oa_proxylog_record *record)
{
	const struct oa_proxylog_text *error = &record->field[OA_PROXYLOG_ERROR];
	int status = record->status;

	if (status < 400 && record->backend < 400)
		return status || record->backend ? OA_PROXYLOG_GOOD
						 : OA_PROXYLOG_UNFINISHED;
	if (is_text(error, "MailboxGuidWithDomainNotFound"))
		return OA_PROXYLOG_NO_MAILBOX;
	if (status == 429)
		return OA_PROXYLOG_BUSY;
	if (record->backend >= 400)
		return kind_by_backend(record);
	if (status == 401)
		return OA_PROXYLOG_CHALLENGE;
	if (has_target(record) && status >= 502 && status <= 504)
		return OA_PROXYLOG_UNREACHABLE;
	if (has_target(record) && status >= 500)
		return OA_PROXYLOG_BACKEND_5XX;
	if (error->len && (status == 404 || status >= 500))
		return OA_PROXYLOG_NOT_LOCATED;
	return status == 503 ? OA_PROXYLOG_FRONT_503 : OA_PROXYLOG_OTHER;
}

static uint64_t digest_of(uint64_t digest, const struct oa_proxylog_text *field)
{
	for (size_t i = 0; i < field->len; i++)
		digest = (digest ^ (uint8_t)field->text[i]) * UINT64_C(0x100000001b3);
	return (digest ^ 0xff) * UINT64_C(0x100000001b3);
}

static void name_entry(struct oa_tally_entry *entry,
	const struct oa_proxylog_text *first, const struct oa_proxylog_text *second)
{
	size_t len;

	oa_clean(entry->name, sizeof(entry->name), first->text, first->len);
	len = strlen(entry->name);
	if (second->len && len + 2 < sizeof(entry->name)) {
		entry->name[len++] = ' ';
		oa_clean(entry->name + len, sizeof(entry->name) - len, second->text,
			second->len);
	}
}

/* Returns the entry of two fields that are a name together. */
static struct oa_tally_entry *entry_of(struct oa_tally *tally,
	const struct oa_proxylog_text *first, const struct oa_proxylog_text *second)
{
	uint64_t digest = digest_of(
		digest_of(UINT64_C(0xcbf29ce484222325), first), second);
	size_t at = (size_t)(digest ^ digest >> 29) % SLOTS;

	if (tally->count && tally->digest[tally->last] == digest)
		return &tally->entry[tally->last];
	/* never more than a quarter of the slots is taken */
	for (; tally->slot[at]; at = (at + 1) % SLOTS) {
		tally->last = tally->slot[at] - 1u;
		if (tally->digest[tally->last] == digest)
			return &tally->entry[tally->last];
	}
	if (tally->count == OA_TALLY_MAX) {
		snprintf(tally->entry[OA_TALLY_MAX].name,
			sizeof(tally->entry[OA_TALLY_MAX].name), "others");
		return &tally->entry[OA_TALLY_MAX];
	}
	tally->last = tally->count++;
	tally->slot[at] = (uint16_t)tally->count;
	tally->digest[tally->last] = digest;
	name_entry(&tally->entry[tally->last], first, second);
	return &tally->entry[tally->last];
}

/* What an error is called: its code, or else the beginning of the description, which
 * goes on with what is different every time. */
static struct oa_proxylog_text error_of(const struct oa_proxylog_record *record)
{
	struct oa_proxylog_text error = record->field[OA_PROXYLOG_ERROR];

	if (error.len)
		return error;
	error = record->field[OA_PROXYLOG_ERRORS];
	for (size_t i = 0; i < error.len; i++)
		if (strchr(";=(:", error.text[i])) {
			error.len = i;
			break;
		}
	return error;
}

static unsigned class_of(uint64_t ms)
{
	unsigned shift = 0;

	while (ms >> shift >= 32)
		shift++;
	/* 16 classes for every doubling, one for each value below 32 */
	return shift ? 16 * shift + (unsigned)(ms >> shift) : (unsigned)ms;
}

static void add_time(struct oa_proxylog_times *times, int64_t ms)
{
	unsigned class;

	if (ms < 0)
		return;
	class = class_of((uint64_t)ms);
	if (class >= OA_LENGTH(times->count))
		return;
	times->count[class]++;
	times->total++;
}

static void keep(char *buffer, size_t size, const struct oa_proxylog_text *field)
{
	if (!buffer[0])
		oa_clean(buffer, size, field->text, field->len);
}

static void count_failure(struct oa_proxylog_counts *counts,
	const struct oa_proxylog_record *record, enum oa_proxylog_kind kind)
{
	const struct oa_proxylog_text none = {"", 0};
	const struct oa_proxylog_text error = error_of(record);
	const struct oa_proxylog_text *field = record->field;

	entry_of(&counts->targets[kind], &field[OA_PROXYLOG_TARGET], &none)->failures++;
	if (error.len)
		entry_of(&counts->errors, &error, &none)->failures++;
	keep(counts->error[kind], sizeof(counts->error[kind]), &error);
	if (kind == OA_PROXYLOG_NO_MAILBOX)
		keep(counts->query, sizeof(counts->query), &field[OA_PROXYLOG_QUERY]);
	if (!counts->status[kind])
		counts->status[kind] = record->status;
	if (!counts->backend[kind])
		counts->backend[kind] = record->backend;
}

static bool is_too_old(const struct oa_proxylog_counts *counts,
	const struct oa_proxylog_record *record)
{
	const struct oa_proxylog_text *date = &record->field[OA_PROXYLOG_DATE];
	int64_t ms;

	return counts->from_ms && oa_proxylog_date_parse(date->text, date->len, &ms) &&
	       ms < counts->from_ms;
}

void oa_proxylog_count(void *taker, const struct oa_proxylog_record *record)
{
	struct oa_proxylog_counts *counts = taker;
	const struct oa_proxylog_text *field = record->field;
	enum oa_proxylog_kind kind;
	struct oa_tally_entry *server;

	if (is_too_old(counts, record)) {
		counts->passed_over++;
		return;
	}
	kind = oa_proxylog_kind(record);
	counts->kind[kind]++;
	keep(counts->front_end, sizeof(counts->front_end), &field[OA_PROXYLOG_SERVER]);
	if (kind == OA_PROXYLOG_CHALLENGE || kind == OA_PROXYLOG_UNFINISHED)
		return;
	add_time(&counts->times, record->time_ms);
	if (has_target(record)) {
		server = entry_of(&counts->servers, &field[OA_PROXYLOG_TARGET],
			&field[OA_PROXYLOG_VERSION]);
		server->requests++;
		server->failures += kind >= OA_PROXYLOG_FIRST_FAILURE;
	}
	if (kind >= OA_PROXYLOG_FIRST_FAILURE)
		count_failure(counts, record, kind);
}

uint64_t oa_proxylog_failures(const struct oa_proxylog_counts *counts)
{
	uint64_t sum = 0;

	for (size_t i = OA_PROXYLOG_FIRST_FAILURE; i < OA_PROXYLOG_KINDS; i++)
		sum += counts->kind[i];
	return sum;
}

uint64_t oa_proxylog_requests(const struct oa_proxylog_counts *counts)
{
	return counts->kind[OA_PROXYLOG_GOOD] + oa_proxylog_failures(counts);
}

double oa_proxylog_quantile(const struct oa_proxylog_times *times, double share)
{
	uint64_t want = (uint64_t)((double)times->total * share);
	uint64_t sum = 0;

	if (!times->total)
		return -1;
	for (unsigned i = 0; i < OA_LENGTH(times->count); i++) {
		unsigned shift = i < 32 ? 0 : i / 16 - 1;

		sum += times->count[i];
		if (sum > want || sum == times->total)
			return (double)((uint64_t)(i - 16 * shift) << shift);
	}
	return -1;
}

const struct oa_tally_entry *oa_tally_top(const struct oa_tally *tally, size_t nth)
{
	const struct oa_tally_entry *found = NULL;
	uint64_t above = UINT64_MAX;
	size_t above_at = 0;

	for (size_t round = 0; round <= nth; round++) {
		found = NULL;
		for (size_t i = 0; i <= OA_TALLY_MAX; i++) {
			const struct oa_tally_entry *entry = &tally->entry[i];
			bool is_below = entry->failures < above ||
					(entry->failures == above && i > above_at);

			if (entry->failures && is_below &&
				(!found || entry->failures > found->failures))
				found = entry;
		}
		if (!found)
			return NULL;
		above = found->failures;
		above_at = (size_t)(found - tally->entry);
	}
	return found;
}
