/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agentfile.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Stands in the secrets of the seeds, and must be nowhere else. */
#define MARK "s3 cr3t"

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct oa_agentfile *file)
{
	long workers = oa_agentfile_workers(file);

	require(workers >= 1 && file->needed >= 0 && file->longest >= 0);
	require(file->root.len >= 3 && file->root.len <= OA_OID_MAX);
	for (size_t i = 0; i < file->count; i++)
		require(file->watch[i] != NULL);
}

/* Returns true if every line with the mark is meant as a password; what is meant as
 * something else may be shown. */
static bool stands_in_secrets(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data;

	for (size_t pos = 0; pos < len;) {
		const char *end = memchr(text + pos, '\n', len - pos);
		size_t line = end ? (size_t)(end - text) - pos : len - pos;

		if (memmem(text + pos, line, MARK, strlen(MARK)) &&
			(line < 4 || memcmp(text + pos, "pass", 4) != 0))
			return false;
		pos += line + 1;
	}
	return !memchr(text, '\0', len);
}

/* The ini file of the agent: taken as a whole, or refused with a reason of one line
 * that tells no secret. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char path[200];
	const struct oa_agentfile_wish wish = {.name = path};
	struct oa_agentfile file;
	struct oa_error err = {0};
	struct oa_report notes;
	bool is_secret = stands_in_secrets(data, len);

	snprintf(path, sizeof(path), "%s/oa.ini", folder_get());
	folder_write_path(path, data, len);
	if (chmod(path, 0600) != 0)
		abort();
	oa_report_init(&notes);
	if (oa_agentfile_read(&wish, &file, &notes, &err) == 0) {
		check(&file);
		oa_agentfile_free(&file);
	} else {
		require(err.text[0] && !strchr(err.text, '\n'));
		require(!is_secret || !strstr(err.text, MARK));
	}
	for (size_t i = 0; i < notes.step_count; i++)
		require(!is_secret || !strstr(notes.steps[i].text, MARK));
	oa_report_free(&notes);
	return 0;
}
