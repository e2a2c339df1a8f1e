/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/statefile.h"
#include "common/base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* How long to sleep between two tries to get the lock. */
#define LOCK_POLL_NS 20000000L

static int fail(const char *path, int number, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, number, "%s: %s", path, strerror(number));
}

/* Puts suffix behind the path; false if that is too long for the system. */
static bool join(char *buffer, size_t size, const char *path, const char *suffix)
{
	buffer[0] = '\0';
	return oa_append(buffer, size, "%s%s", path, suffix);
}

void oa_statefile_name(char *name, size_t size, const char *text)
{
	for (; *text; text++)
		oa_append(name, size, "%c",
			isalnum((unsigned char)*text) || strchr(".-", *text) ? *text
									     : '_');
}

/* The lock is a file of its own, since the state file is replaced by renaming. */
static int lock(
	struct oa_statefile *state, struct oa_deadline until, struct oa_error *err)
{
	const struct timespec pause = {.tv_nsec = LOCK_POLL_NS};

	while (flock(state->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(state->path, errno, err);
		if (oa_deadline_passed(until))
			return oa_fail(err, OA_LAYER_TIMEOUT, 0,
				"%s: another run keeps it locked", state->path);
		nanosleep(&pause, NULL);
	}
	return 0;
}

int oa_statefile_open(struct oa_statefile *state, const char *dir, const char *name,
	struct oa_deadline until, struct oa_error *err)
{
	char path[PATH_MAX];

	*state = (struct oa_statefile){0};
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return fail(dir, errno, err);
	/* the other names are longer by at most this suffix */
	if (!join(state->path, sizeof(state->path) - sizeof(".damaged"), dir, "/") ||
		!join(path, sizeof(path) - sizeof(".damaged"), state->path, name))
		return fail(dir, ENAMETOOLONG, err);
	memcpy(state->path, path, strlen(path) + 1);
	join(path, sizeof(path), state->path, ".lock");
	state->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (state->lock_fd < 0)
		return fail(path, errno, err);
	state->is_open = true;
	if (lock(state, until, err) < 0) {
		oa_statefile_close(state);
		return -1;
	}
	return 0;
}

int oa_statefile_inherit(
	struct oa_statefile *state, const char *name, struct oa_error *err)
{
	size_t len = (size_t)(strrchr(state->path, '/') - state->path) + 1;
	char path[PATH_MAX] = "";

	if (access(state->path, F_OK) == 0)
		return 0;
	memcpy(path, state->path, len);
	path[len] = '\0';
	if (!oa_append(path, sizeof(path), "%s", name))
		return fail(path, ENAMETOOLONG, err);
	if (rename(path, state->path) < 0 && errno != ENOENT)
		return fail(path, errno, err);
	return 0;
}

int oa_statefile_set_aside(struct oa_statefile *state, struct oa_error *err)
{
	char path[PATH_MAX];

	join(path, sizeof(path), state->path, ".damaged");
	if (rename(state->path, path) < 0)
		return fail(path, errno, err);
	return 0;
}

static bool is_whole(const struct oa_settings *settings)
{
	const char *format = oa_settings_get(settings, "", "oa-state");

	return format && strcmp(format, "1") == 0;
}

int oa_statefile_load(struct oa_statefile *state, struct oa_settings *ret_settings,
	bool *ret_was_damaged, struct oa_error *err)
{
	struct oa_settings settings = {0};
	struct oa_error error = {0};
	FILE *stream = fopen(state->path, "re");
	int result;

	*ret_was_damaged = false;
	*ret_settings = settings;
	if (!stream)
		return errno == ENOENT ? 0 : fail(state->path, errno, err);
	result = oa_settings_read(stream, &settings, &error);
	fclose(stream);
	if (result < 0 && (error.layer != OA_LAYER_FILE || error.number))
		return oa_fail(err, error.layer, error.number, "%s: %s", state->path,
			error.text);
	if (result == 0 && is_whole(&settings)) {
		*ret_settings = settings;
		return 0;
	}
	if (result == 0)
		oa_settings_free(&settings);
	*ret_was_damaged = true;
	return oa_statefile_set_aside(state, err);
}

static int write_all(int fd, const char *text)
{
	size_t len = strlen(text);

	while (len) {
		ssize_t done = write(fd, text, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		text += done;
		len -= (size_t)done;
	}
	return 0;
}

static bool goes_on(FILE *stream, const char *text)
{
	while (*text && getc(stream) == (unsigned char)*text)
		text++;
	return !*text;
}

static bool holds(const char *path, const char *lines)
{
	FILE *stream = fopen(path, "re");
	bool is_same = stream && goes_on(stream, OA_STATE_FORMAT) &&
		       goes_on(stream, lines) && getc(stream) == EOF;

	if (stream)
		fclose(stream);
	return is_same;
}

int oa_statefile_save(
	struct oa_statefile *state, const char *lines, struct oa_error *err)
{
	char path[PATH_MAX];
	int fd, number = 0;

	/* writing waits for the disk, and most runs find what the one before found */
	if (holds(state->path, lines))
		return 0;
	join(path, sizeof(path), state->path, ".new");
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail(path, errno, err);
	/* what a crash leaves behind must be the old file or the whole new one */
	if (write_all(fd, OA_STATE_FORMAT) < 0 || write_all(fd, lines) < 0 ||
		fsync(fd) < 0)
		number = errno;
	if (close(fd) < 0 && !number)
		number = errno;
	if (!number && rename(path, state->path) < 0)
		number = errno;
	if (!number)
		return 0;
	(void)unlink(path);
	return fail(path, number, err);
}

int oa_statefile_remove(struct oa_statefile *state, struct oa_error *err)
{
	if (unlink(state->path) < 0 && errno != ENOENT)
		return fail(state->path, errno, err);
	return 0;
}

void oa_statefile_close(struct oa_statefile *state)
{
	if (state->is_open)
		close(state->lock_fd);
	state->is_open = false;
}
