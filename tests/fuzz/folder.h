/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_FUZZ_FOLDER_H
#define OA_TESTS_FUZZ_FOLDER_H

/*
 * A directory for what is read by its name: in memory where the system has that, made
 * at the first use, and removed with everything in it when the process ends.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder_path[80];

static void folder_remove(void)
{
	DIR *dir = opendir(folder_path);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		(void)unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	(void)rmdir(folder_path);
}

/* Returns its path. */
static inline const char *folder_get(void)
{
	if (folder_path[0])
		return folder_path;
	snprintf(folder_path, sizeof(folder_path), "%s/oa-fuzz-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (!mkdtemp(folder_path) || atexit(folder_remove) != 0)
		abort();
	return folder_path;
}

/* Replaces a file. */
static inline void folder_write_path(const char *path, const uint8_t *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(data, 1, len, file) != len || fclose(file) != 0)
		abort();
}

/* The same by its name in a directory. */
static inline void folder_write(
	const char *dir, const char *name, const uint8_t *data, size_t len)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	folder_write_path(path, data, len);
}

#endif
