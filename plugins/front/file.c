/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/file.h"

#include "common/base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const char *name, int number, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, number, "%s: %s", name, strerror(number));
}

int oa_file_open(const char *name, struct oa_file *ret_file, struct oa_error *err)
{
	struct oa_file file = {.fd = STDIN_FILENO};
	struct stat status;

	if (strcmp(name, "-") == 0) {
		*ret_file = file;
		return 0;
	}
	file.fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (file.fd < 0)
		return fail(name, errno, err);
	if (fstat(file.fd, &status) < 0) {
		int number = errno;

		close(file.fd);
		return fail(name, number, err);
	}
	if (S_ISDIR(status.st_mode)) {
		close(file.fd);
		return fail(name, EISDIR, err);
	}
	file.is_open_to_group = status.st_mode & S_IRWXG;
	file.is_open_to_others = status.st_mode & S_IRWXO;
	*ret_file = file;
	return 0;
}

int oa_file_read(const struct oa_file *file, const char *name, char *ret_buffer,
	size_t size, struct oa_error *err)
{
	size_t len = 0;
	ssize_t got;

	do {
		got = read(file->fd, ret_buffer + len, size - len);
		if (got > 0)
			len += (size_t)got;
	} while ((got > 0 && len < size) || (got < 0 && errno == EINTR));
	if (got < 0) {
		oa_wipe(ret_buffer, size);
		return fail(name, errno, err);
	}
	if (len == size || memchr(ret_buffer, '\0', len)) {
		bool is_long = len == size;

		oa_wipe(ret_buffer, size);
		return oa_fail(err, OA_LAYER_FILE, 0, "%s: %s", name,
			is_long ? "the file is too long" : "the file is not text");
	}
	ret_buffer[len] = '\0';
	return 0;
}

void oa_file_close(const struct oa_file *file)
{
	if (file->fd != STDIN_FILENO)
		close(file->fd);
}
