/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogcarry.h"
#include "common/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long requests are carried on while runs follow each other. */
#define KEPT_SECONDS 3600

/* Rows with names that one run may leave; others are counted without names. */
#define NAMED_MAX 64

/* A count that sums of all rows can hold. */
#define COUNT_MAX UINT64_C(0xffffffffff)

/* Appends a name as one word. */
static void put_word(char *buffer, const char *name)
{
	size_t len = strlen(buffer);

	buffer[len++] = ' ';
	if (!*name)
		buffer[len++] = '-';
	for (; *name; name++)
		buffer[len++] = *name == ' ' || *name == ';' ? '_' : *name;
	buffer[len] = '\0';
}

void oa_proxylog_row_print(
	const struct oa_proxylog_row *row, char buffer[OA_PROXYLOG_ROW_SIZE])
{
	snprintf(buffer, OA_PROXYLOG_ROW_SIZE, "%" PRIx64 " %x %x %x %" PRIx64,
		(uint64_t)row->moment, (unsigned)row->kind, (unsigned)row->status,
		(unsigned)row->backend, row->count);
	put_word(buffer, row->target);
	put_word(buffer, row->front_end);
	put_word(buffer, row->detail);
}

/* Reads a number and the blank behind it; moves on. */
static bool take_number(const char **text, uint64_t max, uint64_t *ret_number)
{
	size_t len = strspn(*text, "0123456789abcdef");

	if (!len || len > 15 || (*text)[len] != ' ')
		return false;
	*ret_number = strtoull(*text, NULL, 16);
	*text += len + 1;
	return *ret_number <= max;
}

static bool take_word(const char **text, char *buffer, size_t size)
{
	size_t len = strcspn(*text, " ");

	if (!len || len >= size)
		return false;
	oa_clean(buffer, size, *text, len);
	if (!strcmp(buffer, "-"))
		buffer[0] = '\0';
	*text += len + ((*text)[len] == ' ');
	return true;
}

static bool is_counted(uint64_t kind)
{
	return kind == OA_PROXYLOG_GOOD ||
	       (kind >= OA_PROXYLOG_FIRST_FAILURE && kind < OA_PROXYLOG_KINDS);
}

bool oa_proxylog_row_parse(const char *text, struct oa_proxylog_row *ret_row)
{
	struct oa_proxylog_row row = {.moment = 0};
	uint64_t number[5];

	if (!take_number(&text, INT64_MAX, &number[0]) ||
		!take_number(&text, OA_PROXYLOG_KINDS - 1, &number[1]) ||
		!take_number(&text, 999, &number[2]) ||
		!take_number(&text, 999, &number[3]) ||
		!take_number(&text, COUNT_MAX, &number[4]) || !number[4] ||
		!is_counted(number[1]) ||
		!take_word(&text, row.target, sizeof(row.target)) ||
		!take_word(&text, row.front_end, sizeof(row.front_end)) ||
		!take_word(&text, row.detail, sizeof(row.detail)) || *text)
		return false;
	row.moment = (int64_t)number[0];
	row.kind = (enum oa_proxylog_kind)number[1];
	row.status = (int)number[2];
	row.backend = (int)number[3];
	row.count = number[4];
	*ret_row = row;
	return true;
}

/* Adds a row; entry is NULL where no name is to be kept. */
static void add_row(struct oa_proxylog_carry *carry, enum oa_proxylog_kind kind,
	uint64_t count, const struct oa_tally_entry *entry)
{
	struct oa_proxylog_row *row = &carry->row[carry->count];

	if (!count)
		return;
	carry->count++;
	*row = (struct oa_proxylog_row){.kind = kind, .count = count};
	if (!entry)
		return;
	snprintf(row->target, sizeof(row->target), "%s", entry->name);
	if (kind == OA_PROXYLOG_GOOD)
		return;
	row->status = entry->status;
	row->backend = entry->backend;
	snprintf(row->front_end, sizeof(row->front_end), "%s", entry->other);
	snprintf(row->detail, sizeof(row->detail), "%s", entry->detail);
}

/* Adds the requests of a kind, which stand in the tally by their names. */
static void add_kind(struct oa_proxylog_carry *carry,
	const struct oa_proxylog_counts *counts, enum oa_proxylog_kind kind,
	const struct oa_tally *tally)
{
	uint64_t rest = counts->kind[kind];

	for (size_t i = 0; i < tally->count && carry->count < NAMED_MAX; i++) {
		const struct oa_tally_entry *entry = &tally->entry[i];
		uint64_t count = kind == OA_PROXYLOG_GOOD
					 ? entry->requests - entry->failures
					 : entry->failures;

		add_row(carry, kind, count, entry);
		rest -= count;
	}
	add_row(carry, kind, rest, NULL);
}

/* Makes rows of what was counted in this run. */
static void add_run(struct oa_proxylog_carry *carry,
	const struct oa_proxylog_counts *counts, int64_t now)
{
	for (size_t i = OA_PROXYLOG_FIRST_FAILURE; i < OA_PROXYLOG_KINDS; i++)
		add_kind(carry, counts, (enum oa_proxylog_kind)i, &counts->hops[i]);
	add_kind(carry, counts, OA_PROXYLOG_GOOD, &counts->servers);
	for (size_t i = 0; i < carry->count; i++)
		carry->row[i].moment = now;
}

static struct oa_proxylog_text text_of(const char *text)
{
	return (struct oa_proxylog_text){text, strlen(text)};
}

static void count_row(
	struct oa_proxylog_counts *counts, const struct oa_proxylog_row *row)
{
	struct oa_proxylog_record record = {
		.status = row->status, .backend = row->backend, .time_ms = -1};

	for (size_t i = 0; i < OA_PROXYLOG_COLUMNS; i++)
		record.field[i] = text_of("");
	record.field[OA_PROXYLOG_TARGET] = text_of(row->target);
	record.field[OA_PROXYLOG_SERVER] = text_of(row->front_end);
	record.field[row->kind == OA_PROXYLOG_NO_MAILBOX ? OA_PROXYLOG_QUERY
							 : OA_PROXYLOG_ERROR] =
		text_of(row->detail);
	oa_proxylog_add(counts, &record, row->kind, row->count);
	counts->earlier[row->kind] += row->count;
}

/* Returns the place behind the rows of the run that begin at a place. */
static size_t run_end(const struct oa_proxylog_carry *carry, size_t from)
{
	size_t end = from;

	while (end < carry->count && carry->row[end].moment == carry->row[from].moment)
		end++;
	return end;
}

static bool is_recent(int64_t moment, const struct oa_proxylog_times_of_runs *runs)
{
	return moment <= runs->now &&
	       (moment == runs->last || moment >= runs->now - KEPT_SECONDS);
}

void oa_proxylog_carry_on(struct oa_proxylog_carry *carry,
	struct oa_proxylog_counts *counts, uint64_t enough,
	const struct oa_proxylog_times_of_runs *runs)
{
	/* without memory the earlier runs are forgotten */
	struct oa_proxylog_carry *old = malloc(sizeof(*old));

	if (old)
		*old = *carry;
	carry->count = 0;
	if (oa_proxylog_requests(counts) < enough)
		add_run(carry, counts, runs->now);
	for (size_t at = 0, end;
		old && at < old->count && oa_proxylog_requests(counts) < enough;
		at = end) {
		end = run_end(old, at);
		if (!is_recent(old->row[at].moment, runs) ||
			carry->count + end - at > OA_PROXYLOG_ROWS_MAX)
			break;
		for (size_t i = at; i < end; i++) {
			carry->row[carry->count++] = old->row[i];
			count_row(counts, &old->row[i]);
		}
	}
	free(old);
}
