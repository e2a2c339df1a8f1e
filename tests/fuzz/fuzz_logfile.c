/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogfile.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What readings of one file came to. */
struct sum {
	struct oa_proxylog_mark mark;
	uint64_t lines;
	uint64_t malformed;
	uint64_t mix; /* a checksum over the requests */
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void take(void *taker, const struct oa_proxylog_record *record)
{
	struct sum *sum = taker;

	sum->mix = 31 * sum->mix + (uint64_t)record->time_ms;
	for (size_t i = 0; i < OA_PROXYLOG_COLUMNS; i++)
		sum->mix = 31 * sum->mix + oa_proxylog_digest(record->field[i].text,
						   record->field[i].len);
}

/* Reads on in a file that now holds len bytes. */
static int read_on(const char *path, const uint8_t *data, size_t len, struct sum *sum)
{
	struct oa_proxylog_progress progress;
	struct oa_error err = {0};
	int fd, result;

	folder_write_path(path, data, len);
	fd = oa_proxylog_open(path, NULL);
	require(fd >= 0);
	require(!sum->mark.head_len || oa_proxylog_is_same(fd, &sum->mark));
	result = oa_proxylog_read(
		fd, path, &sum->mark, take, sum, oa_deadline_in(10), &progress, &err);
	close(fd);
	require(sum->mark.offset <= len && sum->mark.fields_at <= sum->mark.offset);
	sum->lines += progress.lines;
	sum->malformed += progress.malformed;
	return result;
}

/* The first byte says where a log ends when it is read for the first time; it comes to
 * the same as one that is read when all of it is there. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct sum whole = {.lines = 0}, grown = {.lines = 0};
	size_t cut = len ? (len - 1) * data[0] / 256 : 0;
	char path[200];

	if (!len)
		return 0;
	snprintf(path, sizeof(path), "%s/log", folder_get());
	if (read_on(path, data + 1, len - 1, &whole) < 0)
		return 0;
	require(read_on(path, data + 1, cut, &grown) == 0);
	require(read_on(path, data + 1, len - 1, &grown) == 0);
	require(whole.lines == grown.lines && whole.malformed == grown.malformed);
	require(whole.mix == grown.mix && whole.mark.offset == grown.mark.offset);
	return 0;
}
