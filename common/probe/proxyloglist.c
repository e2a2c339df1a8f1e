/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxyloglist.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static int fail(const char *path, int number, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, number, "%s: %s", path, strerror(number));
}

static int no_memory(struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
}

/* Takes the path over, also when it fails. */
static int append(struct oa_proxylog_list *list, char *path, const struct stat *status,
	bool was_listed, struct oa_error *err)
{
	if (list->count == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 64;
		struct oa_proxylog_file *item = realloc(
			list->item, cap * sizeof(*item));

		if (!item) {
			free(path);
			return no_memory(err);
		}
		list->item = item;
		list->cap = cap;
	}
	list->item[list->count++] = (struct oa_proxylog_file){.path = path,
		.mtime = status->st_mtime,
		.device = (uint64_t)status->st_dev,
		.inode = (uint64_t)status->st_ino,
		.was_listed = was_listed};
	return 0;
}

static bool is_log(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && !strcasecmp(name + len - 4, ".log");
}

/* Adds one entry of a directory; files that vanish meanwhile are passed over. */
static int add_entry(struct oa_proxylog_list *list, const char *dir, const char *name,
	struct oa_error *err)
{
	size_t size = strlen(dir) + strlen(name) + 2;
	char *path = malloc(size);
	struct stat status;

	if (!path)
		return no_memory(err);
	snprintf(path, size, "%s/%s", dir, name);
	if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
		return append(list, path, &status, true, err);
	free(path);
	return 0;
}

static int add_directory(
	struct oa_proxylog_list *list, const char *path, struct oa_error *err)
{
	DIR *dir = opendir(path);
	size_t before = list->count;
	const struct dirent *entry;
	int result = 0;

	if (!dir)
		return fail(path, errno, err);
	while (result == 0 && (entry = readdir(dir)))
		if (is_log(entry->d_name))
			result = add_entry(list, path, entry->d_name, err);
	closedir(dir);
	if (result == 0 && list->count == before)
		return oa_fail(err, OA_LAYER_FILE, 0,
			"%s: no file in it whose name ends in .log", path);
	return result;
}

int oa_proxylog_list_add(
	struct oa_proxylog_list *list, const char *path, struct oa_error *err)
{
	struct stat status;
	char *copy;

	if (stat(path, &status) < 0)
		return fail(path, errno, err);
	if (S_ISDIR(status.st_mode))
		return add_directory(list, path, err);
	copy = strdup(path);
	if (!copy)
		return no_memory(err);
	return append(list, copy, &status, false, err);
}

static int older_first(const void *one, const void *other)
{
	const struct oa_proxylog_file *a = one, *b = other;

	if (a->mtime != b->mtime)
		return a->mtime < b->mtime ? -1 : 1;
	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	return strcmp(a->path, b->path);
}

/* Lets go of further names of one file, which stand together. */
static void drop_twins(struct oa_proxylog_list *list)
{
	size_t count = 1;

	for (size_t i = 1; i < list->count; i++) {
		const struct oa_proxylog_file *last = &list->item[count - 1];

		if (list->item[i].device == last->device &&
			list->item[i].inode == last->inode)
			free(list->item[i].path);
		else
			list->item[count++] = list->item[i];
	}
	list->count = count;
}

void oa_proxylog_list_sort(struct oa_proxylog_list *list)
{
	size_t surplus;

	if (!list->count)
		return;
	qsort(list->item, list->count, sizeof(*list->item), older_first);
	drop_twins(list);
	if (list->count <= OA_PROXYLOG_FILES_MAX)
		return;
	surplus = list->count - OA_PROXYLOG_FILES_MAX;
	for (size_t i = 0; i < surplus; i++)
		free(list->item[i].path);
	list->count -= surplus;
	memmove(list->item, list->item + surplus, list->count * sizeof(*list->item));
}

void oa_proxylog_list_free(struct oa_proxylog_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->item[i].path);
	free(list->item);
	*list = (struct oa_proxylog_list){0};
}
