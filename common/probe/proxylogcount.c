/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogcount.h"
#include "common/base/array.h"
#include "common/base/text.h"

#include <string.h>
#include <strings.h>

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

/* The back end is what failed, or what did not answer. */
static bool is_of_hop(
	const struct oa_proxylog_record *record, enum oa_proxylog_kind kind)
{
	return kind >= OA_PROXYLOG_FIRST_FAILURE &&
	       (kind <= OA_PROXYLOG_UNREACHABLE ||
		       (kind == OA_PROXYLOG_OTHER && record->backend >= 400));
}

static void count_target(struct oa_proxylog_counts *counts,
	const struct oa_proxylog_record *record, enum oa_proxylog_kind kind,
	uint64_t count)
{
	const struct oa_proxylog_text *version = &record->field[OA_PROXYLOG_VERSION];
	struct oa_tally_entry *entry = oa_tally_at(
		&counts->servers, &record->field[OA_PROXYLOG_TARGET], NULL);

	/* of a target that does not answer no version is known */
	if (!entry->other[0] && version->len)
		oa_clean(entry->other, sizeof(entry->other), version->text,
			version->len);
	entry->requests += count;
	entry->failures += kind >= OA_PROXYLOG_FIRST_FAILURE ? count : 0;
	entry->hop_failures += is_of_hop(record, kind) ? count : 0;
}

static void count_failure(struct oa_proxylog_counts *counts,
	const struct oa_proxylog_record *record, enum oa_proxylog_kind kind,
	uint64_t count)
{
	const struct oa_proxylog_text *field = record->field;
	const struct oa_proxylog_text error = error_of(record);
	const struct oa_proxylog_text *detail = kind == OA_PROXYLOG_NO_MAILBOX
							? &field[OA_PROXYLOG_QUERY]
							: &error;
	struct oa_tally_entry *hop = oa_tally_at(&counts->hops[kind],
		&field[OA_PROXYLOG_TARGET], &field[OA_PROXYLOG_SERVER]);

	if (error.len)
		oa_tally_at(&counts->errors, &error, NULL)->failures += count;
	if (!hop->failures) {
		hop->status = record->status;
		hop->backend = record->backend;
		oa_clean(hop->detail, sizeof(hop->detail), detail->text, detail->len);
	}
	hop->failures += count;
}

/* Counts what the window leaves out; a moment that cannot be read is not in it. */
static bool is_out_of_time(
	struct oa_proxylog_counts *counts, const struct oa_proxylog_record *record)
{
	const struct oa_proxylog_text *date = &record->field[OA_PROXYLOG_DATE];
	int64_t ms;

	if (!counts->from_ms)
		return false;
	if (!oa_proxylog_date_parse(date->text, date->len, &ms)) {
		counts->undated++;
		return true;
	}
	counts->passed_over += ms < counts->from_ms;
	counts->ahead += counts->to_ms && ms > counts->to_ms;
	return ms < counts->from_ms || (counts->to_ms && ms > counts->to_ms);
}

void oa_proxylog_add(struct oa_proxylog_counts *counts,
	const struct oa_proxylog_record *record, enum oa_proxylog_kind kind,
	uint64_t count)
{
	counts->kind[kind] += count;
	if (kind == OA_PROXYLOG_CHALLENGE || kind == OA_PROXYLOG_UNFINISHED)
		return;
	add_time(&counts->times, record->time_ms);
	if (has_target(record))
		count_target(counts, record, kind, count);
	if (kind >= OA_PROXYLOG_FIRST_FAILURE)
		count_failure(counts, record, kind, count);
}

void oa_proxylog_count(void *taker, const struct oa_proxylog_record *record)
{
	struct oa_proxylog_counts *counts = taker;

	if (!is_out_of_time(counts, record))
		oa_proxylog_add(counts, record, oa_proxylog_kind(record), 1);
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
