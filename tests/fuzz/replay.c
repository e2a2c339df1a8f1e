/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Runs a harness without libFuzzer: every file of the directory in argv[1], whole, and
 * cut at every length if it was made by hand.  Each input lies in memory of exactly its
 * own size, so that a sanitizer sees any step beyond its end.
 */

/* Longer files are only run whole, which keeps the replay linear. */
#define CUT_MAX 4096

#define FILE_MAX 1048576

static void run(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	if (len)
		memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

/* What a fuzzer has found has a digest for its name, and is one of many. */
static bool is_found(const char *name)
{
	return strlen(name) == 40 && strspn(name, "0123456789abcdef") == 40;
}

static bool replay_file(const char *path, bool cuts)
{
	static uint8_t data[FILE_MAX];
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!file)
		return false;
	len = fread(data, 1, sizeof(data), file);
	fclose(file);
	for (size_t cut = 0; cuts && len <= CUT_MAX && cut < len; cut++)
		run(data, cut);
	run(data, len);
	return true;
}

static size_t replay_dir(DIR *dir, const char *path)
{
	const struct dirent *entry;
	size_t count = 0;

	while ((entry = readdir(dir))) {
		char name[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (!replay_file(name, !is_found(entry->d_name)))
			return 0;
		count++;
	}
	return count;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : ".";
	DIR *dir = opendir(path);
	size_t count = dir ? replay_dir(dir, path) : 0;

	if (dir)
		closedir(dir);
	printf("%zu files of %s\n", count, path);
	return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
