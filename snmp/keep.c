/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keep.h"

#include "common/base/text.h"
#include "snmp/keepread.h"
#include "snmp/keepwrite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "agent.state"

/* How long another agent is waited for that is about to end, and how many records are
 * written at a time. */
#define WAIT_SECONDS    3
#define RECORDS_AT_ONCE 32

static int load(struct oa_keep *keep, struct oa_store *store, bool *ret_was_damaged,
	struct oa_error *err)
{
	FILE *stream = fopen(keep->file.path, "re");
	int result;

	*ret_was_damaged = false;
	if (!stream && errno == ENOENT)
		return 0;
	if (!stream)
		return oa_fail(err, OA_LAYER_FILE, errno, "%s: %s", keep->file.path,
			strerror(errno));
	result = oa_keep_read(stream, store, err);
	fclose(stream);
	if (result <= 0)
		return result;
	*ret_was_damaged = true;
	return oa_statefile_set_aside(&keep->file, err);
}

int oa_keep_open(struct oa_keep *keep, const char *dir, struct oa_store *store,
	bool *ret_was_damaged, struct oa_error *err)
{
	if (oa_statefile_open(
		    &keep->file, dir, NAME, oa_deadline_in(WAIT_SECONDS), err) < 0)
		return -1;
	if (load(keep, store, ret_was_damaged, err) == 0)
		return 0;
	oa_statefile_close(&keep->file);
	return -1;
}

int oa_keep_peek(const char *dir, struct oa_store *store, struct oa_error *err)
{
	char path[4096] = "";
	FILE *stream;
	int result;

	if (!oa_append(path, sizeof(path), "%s/%s", dir, NAME))
		return oa_fail(err, OA_LAYER_FILE, ENAMETOOLONG, "%.60s...: %s", dir,
			strerror(ENAMETOOLONG));
	stream = fopen(path, "re");
	if (!stream && errno == ENOENT)
		return 0;
	if (!stream)
		return oa_fail(
			err, OA_LAYER_FILE, errno, "%s: %s", path, strerror(errno));
	result = oa_keep_read(stream, store, err);
	fclose(stream);
	return result < 0 ? -1 : 0;
}

/* Writes the next few records; returns false behind the last one. */
static bool write_some(struct oa_store *store, uint32_t *number, FILE *out)
{
	const struct oa_record *record = NULL;

	pthread_mutex_lock(&store->lock);
	for (int i = 0; i < RECORDS_AT_ONCE; i++) {
		record = oa_store_next(store, *number);
		if (!record)
			break;
		oa_keep_write_record(record, out);
		*number = record->number;
	}
	pthread_mutex_unlock(&store->lock);
	return record != NULL;
}

static void write_all(struct oa_store *store, FILE *out)
{
	uint32_t number = 0;

	pthread_mutex_lock(&store->lock);
	store->has_news = false;
	oa_keep_write_store(store, out);
	pthread_mutex_unlock(&store->lock);
	while (write_some(store, &number, out))
		;
	fputs("end\n", out);
}

static int save(struct oa_keep *keep, struct oa_store *store, struct oa_error *err)
{
	char *lines = NULL;
	size_t size;
	FILE *out = open_memstream(&lines, &size);
	int result;

	if (!out)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	write_all(store, out);
	if (fclose(out) == 0)
		result = oa_statefile_save(&keep->file, lines, err);
	else
		result = oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	free(lines);
	return result;
}

int oa_keep_save(struct oa_keep *keep, struct oa_store *store, struct oa_error *err)
{
	if (save(keep, store, err) == 0)
		return 0;
	pthread_mutex_lock(&store->lock);
	store->has_news = true;
	pthread_mutex_unlock(&store->lock);
	return -1;
}

void oa_keep_close(struct oa_keep *keep)
{
	oa_statefile_close(&keep->file);
}
