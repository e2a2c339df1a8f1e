/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certmemory.h"
#include "common/base/statefile.h"
#include "common/base/text.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define NAME_SIZE 200

static int open_file(const struct oa_certmemory_key *key, struct oa_statefile *state,
	struct oa_error *err)
{
	char name[NAME_SIZE] = "cert-";

	oa_statefile_name(name, sizeof(name), key->host);
	oa_append(name, sizeof(name), "-%ld", key->port);
	if (key->node) {
		oa_append(name, sizeof(name), "-");
		oa_statefile_name(name, sizeof(name), key->node);
	}
	return oa_statefile_open(state, key->dir, name, key->until, err);
}

static void take(const struct oa_settings *settings, struct oa_certmemory *memory)
{
	const char *hex = oa_settings_get(settings, "", "sha256");
	const char *seen = oa_settings_get(settings, "", "first_seen");
	long moment;

	if (!hex || !seen || strlen(hex) != 64 ||
		!oa_parse_long(seen, 1, LONG_MAX, &moment))
		return;
	memcpy(memory->sha256, hex, 65);
	memory->first_seen = moment;
}

int oa_certmemory_load(const struct oa_certmemory_key *key,
	struct oa_certmemory *ret_memory, struct oa_error *err)
{
	struct oa_statefile state = {0};
	struct oa_settings settings = {0};
	bool was_damaged;
	int result;

	if (open_file(key, &state, err) < 0)
		return -1;
	result = oa_statefile_load(&state, &settings, &was_damaged, err);
	oa_statefile_close(&state);
	if (result < 0)
		return -1;
	*ret_memory = (struct oa_certmemory){0};
	take(&settings, ret_memory);
	oa_settings_free(&settings);
	return 0;
}

int oa_certmemory_save(const struct oa_certmemory_key *key,
	const struct oa_certmemory *memory, struct oa_error *err)
{
	struct oa_statefile state = {0};
	char lines[160];
	int result;

	if (open_file(key, &state, err) < 0)
		return -1;
	snprintf(lines, sizeof(lines), "sha256 = %s\nfirst_seen = %" PRId64 "\n",
		memory->sha256, memory->first_seen);
	result = oa_statefile_save(&state, lines, err);
	oa_statefile_close(&state);
	return result;
}
