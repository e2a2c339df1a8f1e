/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogfile.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A piece that fits into the cache; lines above that are passed over. */
#define PIECE_BYTES ((size_t)512 * 1024)

/* One reading. */
struct reading {
	int fd;
	const char *path;
	struct oa_proxylog_mark *mark;
	struct oa_proxylog_layout layout;
	bool has_layout;
	bool has_backend; /* the layout has a column BackEndStatus */
	bool has_target;  /* likewise TargetServer */
	bool skips;       /* in the middle of a line that is too long */
	oa_proxylog_taker *take;
	void *taker;
	struct oa_proxylog_progress progress;
};

static int fail(const char *path, int number, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, number, "%s: %s", path, strerror(number));
}

uint64_t oa_proxylog_digest(const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	uint64_t digest = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		digest = (digest ^ at[i]) * UINT64_C(0x100000001b3);
	return digest;
}

int oa_proxylog_open(const char *path, struct oa_error *err)
{
	/* a pipe with nobody at its other end must not stop the run */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (fd < 0)
		return fail(path, errno, err);
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	close(fd);
	return oa_fail(err, OA_LAYER_FILE, 0, "%s: not a regular file", path);
}

/* Reads up to size bytes from offset on; the number read, or -1 with errno. */
static ssize_t read_at(int fd, void *buffer, size_t size, uint64_t offset)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = pread(
			fd, (char *)buffer + len, size - len, (off_t)(offset + len));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

bool oa_proxylog_is_same(int fd, const struct oa_proxylog_mark *mark)
{
	uint8_t head[OA_PROXYLOG_HEAD_MAX];
	struct stat status;

	if (mark->head_len > sizeof(head) || fstat(fd, &status) < 0 ||
		(uint64_t)status.st_size < mark->offset)
		return false;
	return read_at(fd, head, mark->head_len, 0) == (ssize_t)mark->head_len &&
	       oa_proxylog_digest(head, mark->head_len) == mark->head;
}

/* What the file is known by next time; it may have grown since the mark was made. */
static int remember(
	int fd, const char *path, struct oa_proxylog_mark *mark, struct oa_error *err)
{
	uint8_t head[OA_PROXYLOG_HEAD_MAX];
	struct stat status;
	ssize_t len = read_at(fd, head, sizeof(head), 0);

	if (len < 0 || fstat(fd, &status) < 0)
		return fail(path, errno, err);
	mark->name = oa_proxylog_digest(path, strlen(path));
	mark->inode = (uint64_t)status.st_ino;
	mark->head_len = (uint64_t)len;
	mark->head = oa_proxylog_digest(head, (size_t)len);
	return 0;
}

int oa_proxylog_skip(
	int fd, const char *path, struct oa_proxylog_mark *mark, struct oa_error *err)
{
	off_t end = lseek(fd, 0, SEEK_END);

	if (end < 0)
		return fail(path, errno, err);
	*mark = (struct oa_proxylog_mark){.offset = (uint64_t)end};
	return remember(fd, path, mark, err);
}

/* Takes a line that names the columns; false if it does not. */
static bool take_layout(struct reading *reading, const char *line, size_t len)
{
	struct oa_proxylog_layout *layout = &reading->layout;

	if (!oa_proxylog_layout_parse(line, len, layout))
		return false;
	reading->has_layout = true;
	reading->has_backend = oa_proxylog_layout_has(layout, OA_PROXYLOG_BACKEND);
	reading->has_target = oa_proxylog_layout_has(layout, OA_PROXYLOG_TARGET);
	return true;
}

/* Reads the line again that named the columns when the mark was made, or else the
 * first one that does. */
static void recall_layout(struct reading *reading, char *buffer)
{
	ssize_t len = read_at(
		reading->fd, buffer, PIECE_BYTES, reading->mark->fields_at);
	const char *at = buffer, *stop, *end = buffer + (len > 0 ? len : 0);

	while (!reading->has_layout && at < end &&
		(stop = memchr(at, '\n', (size_t)(end - at)))) {
		size_t line = (size_t)(stop - at);

		if (line && at[line - 1] == '\r')
			line--;
		(void)take_layout(reading, at, line);
		at = stop + 1;
	}
}

/* Takes a line without its end, which stands at `offset` of the file. */
static int take_line(struct reading *reading, const char *line, size_t len,
	uint64_t offset, struct oa_error *err)
{
	struct oa_proxylog_record record;

	if (len && line[len - 1] == '\r')
		len--;
	if (!offset && len >= 3 && !memcmp(line, "\xef\xbb\xbf", 3)) {
		line += 3;
		len -= 3;
		offset = 3;
	}
	if (!len)
		return 0;
	if ((*line == '#' || *line == 'D' || *line == 'd') &&
		take_layout(reading, line, len)) {
		reading->mark->fields_at = offset;
		return 0;
	}
	if (*line == '#')
		return 0;
	if (!reading->has_layout)
		return oa_fail(err, OA_LAYER_FILE, OA_PROXYLOG_NO_LOG,
			"%s: no line #Fields: with HttpStatus before the first request",
			reading->path);
	if (!oa_proxylog_line_parse(&reading->layout, line, len, &record)) {
		reading->progress.malformed++;
		return 0;
	}
	reading->progress.lines++;
	reading->progress.no_backend += !reading->has_backend;
	reading->progress.no_target += !reading->has_target;
	reading->take(reading->taker, &record);
	return 0;
}

/* Takes the whole lines of a piece; returns the bytes of them, or -1. */
static ssize_t take_piece(
	struct reading *reading, const char *piece, size_t len, struct oa_error *err)
{
	const char *at = piece, *end = piece + len, *stop;

	while (at < end && (stop = memchr(at, '\n', (size_t)(end - at)))) {
		uint64_t offset = reading->mark->offset + (uint64_t)(at - piece);

		if (reading->skips)
			reading->skips = false;
		else if (take_line(reading, at, (size_t)(stop - at), offset, err) < 0)
			return -1;
		at = stop + 1;
	}
	if (at == piece && len == PIECE_BYTES) {
		reading->progress.malformed += !reading->skips;
		reading->skips = true;
		return (ssize_t)len;
	}
	return (ssize_t)(at - piece);
}

/* What the first bytes of a file say that is no text in UTF-8; NULL if nothing. */
static const char *foreign_of(const char *head, size_t len)
{
	if (len >= 2 && !memcmp(head, "\x1f\x8b", 2))
		return "compressed by gzip";
	if (len >= 4 &&
		(!memcmp(head, "PK\3\4", 4) || !memcmp(head, "\x28\xb5\x2f\xfd", 4)))
		return "compressed";
	if (len >= 2 && (!memcmp(head, "\xff\xfe", 2) || !memcmp(head, "\xfe\xff", 2) ||
				!head[0] != !head[1]))
		return "in UTF-16";
	return NULL;
}

static int refuse_foreign(const struct reading *reading, const char *head, size_t len,
	struct oa_error *err)
{
	const char *foreign = reading->mark->offset ? NULL : foreign_of(head, len);

	return foreign ? oa_fail(err, OA_LAYER_FILE, OA_PROXYLOG_NO_LOG, "%s: %s",
				 reading->path, foreign)
		       : 0;
}

static int read_pieces(struct reading *reading, char *buffer, struct oa_deadline until,
	struct oa_error *err)
{
	struct oa_proxylog_mark *mark = reading->mark;
	uint64_t start = mark->offset;

	for (;;) {
		ssize_t len = read_at(reading->fd, buffer, PIECE_BYTES, mark->offset);
		ssize_t used;

		if (len < 0)
			return fail(reading->path, errno, err);
		if (refuse_foreign(reading, buffer, (size_t)len, err) < 0)
			return -1;
		used = take_piece(reading, buffer, (size_t)len, err);
		if (used < 0)
			return -1;
		mark->offset += (uint64_t)used;
		if (!reading->skips)
			start = mark->offset;
		reading->progress.is_late = oa_deadline_passed(until);
		if ((size_t)len == PIECE_BYTES && !reading->progress.is_late)
			continue;
		/* a line that is too long stays unread as a whole until its end is
		 * there, which would pass for a line otherwise */
		mark->offset = start;
		return 0;
	}
}

int oa_proxylog_read(int fd, const char *path, struct oa_proxylog_mark *mark,
	oa_proxylog_taker *take, void *taker, struct oa_deadline until,
	struct oa_proxylog_progress *ret_progress, struct oa_error *err)
{
	struct reading reading = {
		.fd = fd, .path = path, .mark = mark, .take = take, .taker = taker};
	char *buffer = malloc(PIECE_BYTES);
	int result;

	if (!buffer)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	(void)posix_fadvise(fd, (off_t)mark->offset, 0, POSIX_FADV_SEQUENTIAL);
	if (mark->offset)
		recall_layout(&reading, buffer);
	result = read_pieces(&reading, buffer, until, err);
	if (result == 0)
		result = remember(fd, path, mark, err);
	free(buffer);
	*ret_progress = reading.progress;
	return result;
}
