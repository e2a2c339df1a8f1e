/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certmemory.h"
#include "common/probe/memory.h"
#include "common/probe/proxylogmemory.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The names that the modules give to their files for what is asked here. */
#define CERT_FILE   "cert-mail.lab.test-443"
#define MEMORY_FILE "memory-check_oa_tunnel-mail.lab.test-443"

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* The certificate of earlier runs. */
static void check_cert(const char *dir, const uint8_t *data, size_t len)
{
	const struct oa_certmemory_key key = {.dir = dir,
		.host = "mail.lab.test",
		.port = 443,
		.until = oa_deadline_in(5)};
	struct oa_certmemory memory, again;

	folder_write(dir, CERT_FILE, data, len);
	if (oa_certmemory_load(&key, &memory, NULL) < 0)
		abort();
	require(memory.sha256[0] ? strlen(memory.sha256) == 64 : !memory.first_seen);
	if (!memory.sha256[0])
		return;
	require(oa_certmemory_save(&key, &memory, NULL) == 0);
	require(oa_certmemory_load(&key, &again, NULL) == 0);
	require(strcmp(memory.sha256, again.sha256) == 0 &&
		memory.first_seen == again.first_seen);
}

static void judge(const char *dir, bool is_broken, struct oa_report *report)
{
	static const struct oa_wish wish = {.field = "schemes", .wanted = "NTLM"};
	const struct oa_memory_plan plan = {.dir = dir,
		.program = "check_oa_tunnel",
		.host = "mail.lab.test",
		.port = 443,
		.now = 1700000000,
		.settle = 900,
		.wish = &wish,
		.wish_count = 1,
		.until = oa_deadline_in(5)};
	struct oa_fingerprint print = {0};

	oa_fingerprint_set(&print, "schemes", "NTLM Negotiate");
	oa_fingerprint_note(&print, "certificate", "00ff");
	oa_fingerprint_set(&print, "build", "15.2.1118.7");
	oa_report_init(report);
	if (is_broken)
		oa_report_find(report, OA_CODE_TCP_REFUSED, NULL, NULL);
	oa_memory_judge(&plan, &print, report);
}

static bool has_text(const struct oa_report *report, const char *text)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (strstr(report->steps[i].text, text))
			return true;
	return false;
}

/* What earlier runs know of a target: the file that a run writes can be read. */
static void check_memory(
	const char *dir, bool is_broken, const uint8_t *data, size_t len)
{
	struct oa_report report;

	folder_write(dir, MEMORY_FILE, data, len);
	judge(dir, is_broken, &report);
	require(!has_text(&report, "state file:"));
	oa_report_free(&report);
	judge(dir, false, &report);
	require(!has_text(&report, "damaged"));
	oa_report_free(&report);
}

static void open_marks(const char *dir, const struct oa_strings *paths,
	struct oa_proxylog_memory *marks)
{
	*marks = (struct oa_proxylog_memory){.is_on = false};
	require(oa_proxylog_memory_open(marks, dir, paths, oa_deadline_in(5), NULL) ==
		0);
}

static void check_carry(
	const struct oa_proxylog_carry *carry, const struct oa_proxylog_carry *again)
{
	char one[OA_PROXYLOG_ROW_SIZE], other[OA_PROXYLOG_ROW_SIZE];

	require(carry->count <= OA_PROXYLOG_ROWS_MAX && carry->count == again->count);
	for (size_t i = 0; i < carry->count; i++) {
		oa_proxylog_row_print(&carry->row[i], one);
		oa_proxylog_row_print(&again->row[i], other);
		require(!strcmp(one, other));
	}
}

/* How far log files were read: written and read they are the same. */
static void check_marks(const char *dir, const uint8_t *data, size_t len)
{
	const char *path = "HttpProxy";
	const struct oa_strings paths = {.item = &path, .count = 1};
	struct oa_proxylog_memory marks, again;

	open_marks(dir, &paths, &marks);
	folder_write_path(marks.state.path, data, len);
	oa_proxylog_memory_free(&marks);
	open_marks(dir, &paths, &marks);
	require(marks.count <= OA_PROXYLOG_MARKS_MAX);
	require(oa_proxylog_memory_save(
			&marks, marks.mark, marks.count, marks.last_run, NULL) == 0);
	oa_statefile_close(&marks.state);
	open_marks(dir, &paths, &again);
	require(!again.was_damaged && again.count == marks.count &&
		again.last_run == marks.last_run);
	require(!marks.count ||
		memcmp(marks.mark, again.mark, marks.count * sizeof(*marks.mark)) == 0);
	check_carry(marks.carry, again.carry);
	(void)unlink(again.state.path);
	oa_proxylog_memory_free(&marks);
	oa_proxylog_memory_free(&again);
}

/* The first byte chooses the reader. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *dir = folder_get();

	if (!len)
		return 0;
	switch (data[0]) {
	case 'c':
		check_cert(dir, data + 1, len - 1);
		break;
	case 'm':
	case 'b':
		check_memory(dir, data[0] == 'b', data + 1, len - 1);
		break;
	case 'p':
		check_marks(dir, data + 1, len - 1);
		break;
	default:
		break;
	}
	return 0;
}
