/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogmemory.h"
#include "common/base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A line of the file: six numbers with a blank before each. */
#define LINE_SIZE 160

/* Reads count hexadecimal numbers with one blank between them. */
static bool read_numbers(const char *text, uint64_t *ret_number, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strspn(text, "0123456789abcdef");

		if (!len || len > 16 || text[len] != (i + 1 < count ? ' ' : '\0'))
			return false;
		ret_number[i] = strtoull(text, NULL, 16);
		text += len + 1;
	}
	return true;
}

static bool read_mark(const char *text, struct oa_proxylog_mark *ret_mark)
{
	uint64_t number[6];

	if (!read_numbers(text, number, 6) || number[3] > OA_PROXYLOG_HEAD_MAX ||
		number[4] > INT64_MAX || number[5] > number[4])
		return false;
	*ret_mark = (struct oa_proxylog_mark){.name = number[0],
		.inode = number[1],
		.head = number[2],
		.head_len = number[3],
		.offset = number[4],
		.fields_at = number[5]};
	return true;
}

static void take_line(struct oa_proxylog_memory *memory, const struct oa_setting *line)
{
	struct oa_proxylog_carry *carry = memory->carry;

	if (!strcmp(line->name, "file") && memory->count < OA_PROXYLOG_MARKS_MAX)
		memory->count += read_mark(line->value, &memory->mark[memory->count]);
	else if (!strcmp(line->name, "few") && carry->count < OA_PROXYLOG_ROWS_MAX)
		carry->count += oa_proxylog_row_parse(
			line->value, &carry->row[carry->count]);
}

static int take(struct oa_proxylog_memory *memory, const struct oa_settings *settings,
	struct oa_error *err)
{
	const char *last = oa_settings_get(settings, "", "last_run");
	long moment;

	if (last && oa_parse_long(last, 1, LONG_MAX, &moment))
		memory->last_run = moment;
	memory->mark = calloc(OA_PROXYLOG_MARKS_MAX, sizeof(*memory->mark));
	memory->carry = calloc(1, sizeof(*memory->carry));
	if (!memory->mark || !memory->carry)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	for (size_t i = 0; i < settings->count; i++)
		take_line(memory, &settings->item[i]);
	return 0;
}

/* Checks of different paths have memories of their own. */
static void name_file(const struct oa_strings *paths, char *buffer, size_t size)
{
	uint64_t digest = 0;

	for (size_t i = 0; i < paths->count; i++)
		digest = digest * 31 +
			 oa_proxylog_digest(paths->item[i], strlen(paths->item[i]));
	snprintf(buffer, size, "proxylog-%016" PRIx64, digest);
}

int oa_proxylog_memory_open(struct oa_proxylog_memory *memory, const char *dir,
	const struct oa_strings *paths, struct oa_deadline until, struct oa_error *err)
{
	struct oa_settings settings = {0};
	char name[40];
	int result;

	name_file(paths, name, sizeof(name));
	if (oa_statefile_open(&memory->state, dir, name, until, err) < 0 ||
		oa_statefile_load(
			&memory->state, &settings, &memory->was_damaged, err) < 0)
		return -1;
	memory->is_on = true;
	result = take(memory, &settings, err);
	oa_settings_free(&settings);
	return result;
}

const struct oa_proxylog_mark *oa_proxylog_memory_find(
	const struct oa_proxylog_memory *memory, int fd, const char *path)
{
	uint64_t name = oa_proxylog_digest(path, strlen(path));
	struct stat status;

	if (fstat(fd, &status) < 0)
		return NULL;
	for (size_t i = 0; i < memory->count; i++) {
		const struct oa_proxylog_mark *mark = &memory->mark[i];

		if ((mark->inode == (uint64_t)status.st_ino || mark->name == name) &&
			oa_proxylog_is_same(fd, mark))
			return mark;
	}
	return NULL;
}

int oa_proxylog_memory_save(struct oa_proxylog_memory *memory,
	const struct oa_proxylog_mark *marks, size_t count, int64_t now,
	struct oa_error *err)
{
	size_t size = LINE_SIZE * (count + 1) +
		      (OA_PROXYLOG_ROW_SIZE + LINE_SIZE) * memory->carry->count;
	char *lines = malloc(size);
	size_t len;
	int result;

	if (!lines)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	len = (size_t)snprintf(lines, size, "last_run = %" PRId64 "\n", now);
	for (size_t i = 0; i < count; i++) {
		const struct oa_proxylog_mark *mark = &marks[i];

		len += (size_t)snprintf(lines + len, size - len,
			"file = %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64
			" %" PRIx64 " %" PRIx64 "\n",
			mark->name, mark->inode, mark->head, mark->head_len,
			mark->offset, mark->fields_at);
	}
	for (size_t i = 0; i < memory->carry->count; i++) {
		char row[OA_PROXYLOG_ROW_SIZE];

		oa_proxylog_row_print(&memory->carry->row[i], row);
		len += (size_t)snprintf(lines + len, size - len, "few = %s\n", row);
	}
	result = oa_statefile_save(&memory->state, lines, err);
	free(lines);
	return result;
}

void oa_proxylog_memory_free(struct oa_proxylog_memory *memory)
{
	oa_statefile_close(&memory->state);
	free(memory->mark);
	free(memory->carry);
	memory->mark = NULL;
	memory->carry = NULL;
	memory->count = 0;
}
