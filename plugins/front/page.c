/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/page.h"

#include "common/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const char *name, const char *reason, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, 0, "%s: %s", name, reason);
}

/* Renaming over a device or a link would put a file in its place. */
static bool may_be_replaced(const char *name, const char **ret_reason)
{
	struct stat found;

	if (lstat(name, &found) < 0) {
		*ret_reason = strerror(errno);
		return errno == ENOENT;
	}
	*ret_reason = "is no regular file";
	return S_ISREG(found.st_mode);
}

static int write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t done = write(fd, text, left);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		text += done;
		left -= (size_t)done;
	}
	return 0;
}

int oa_page_write(const char *name, const char *text, struct oa_error *err)
{
	char path[PATH_MAX] = "";
	const char *reason;
	int fd, number = 0;

	if (!may_be_replaced(name, &reason))
		return fail(name, reason, err);
	/* by its number, because runs may write the same page at the same time */
	if (!oa_append(path, sizeof(path), "%s.new.%ld", name, (long)getpid()))
		return fail(name, strerror(ENAMETOOLONG), err);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0)
		return fail(name, strerror(errno), err);
	if (write_all(fd, text) < 0)
		number = errno;
	if (close(fd) < 0 && !number)
		number = errno;
	if (!number && rename(path, name) < 0)
		number = errno;
	if (!number)
		return 0;
	(void)unlink(path);
	return fail(name, strerror(number), err);
}
