/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agentfile.h"

#include "plugins/front/file.h"
#include "plugins/front/section.h"
#include "snmp/sections.h"
#include "snmp/socket.h"
#include "snmp/workers.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a worker stands ready in any case. */
#define WORKERS_MIN 8

/* More than this nobody has. */
#define NEEDED_MAX 1000000

/* What reading needs all the way. */
struct reading {
	const struct oa_agentfile_wish *wish;
	struct oa_settings settings;
	struct oa_sections sections;
	struct oa_trusts trusts;
	struct oa_agentfile *file;
	struct oa_report *notes;
};

static void note(struct oa_report *notes, const char *file, const char *section,
	const char *text)
{
	oa_report_ok(
		notes, OA_HOP_MONITOR, NULL, -1, "%s: [%s]: %s", file, section, text);
}

static bool has_secret(const struct oa_settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		if (strcmp(settings->item[i].name, "password") == 0)
			return true;
	return false;
}

/* A file that everybody can read may name passwords, but not hold them. */
static int judge_mode(const struct reading *reading, const struct oa_file *opened,
	struct oa_error *err)
{
	const char *name = reading->wish->name;

	if (!has_secret(&reading->settings))
		return 0;
	if (opened->is_open_to_others)
		return oa_fail(err, OA_LAYER_FILE, EACCES,
			"%s: holds a password and is open to everybody (chmod 640)",
			name);
	if (opened->is_open_to_group)
		oa_report_ok(reading->notes, OA_HOP_MONITOR, NULL, -1,
			"%s holds a password and is open to its group", name);
	return 0;
}

static int read_settings(struct reading *reading, struct oa_error *err)
{
	struct oa_file opened;
	FILE *stream;
	int status;

	if (oa_file_open(reading->wish->name, &opened, err) < 0)
		return -1;
	stream = fdopen(opened.fd, "r");
	if (!stream) {
		oa_file_close(&opened);
		return oa_fail(err, OA_LAYER_SYSTEM, errno, "%s", strerror(errno));
	}
	status = oa_settings_read(stream, &reading->settings, err);
	fclose(stream);
	if (status < 0)
		return oa_fail_context(err, "%s", reading->wish->name);
	oa_settings_sort(&reading->settings);
	return judge_mode(reading, &opened, err);
}

static int read_agent(struct reading *reading, struct oa_error *err)
{
	struct oa_agentfile *file = reading->file;
	const char *root = NULL;
	bool has_no_secret = false;
	char origin[160];

	snprintf(origin, sizeof(origin), "%s: [agent]", reading->wish->name);
	if (oa_options_defaults(&file->agent, oa_agent_groups, err) < 0 ||
		oa_section_take(&reading->settings, "agent", origin, oa_agent_groups,
			&file->arguments, &has_no_secret, err) < 0 ||
		oa_options_store(&file->agent, &file->arguments, err) < 0)
		return -1;
	if (reading->wish->state_dir)
		file->agent.state_dir = reading->wish->state_dir;
	root = file->agent.oid_root ? file->agent.oid_root : OA_OID_ROOT;
	if (oa_oid_parse(root, &file->root, err) < 0)
		return oa_fail_context(err, "%s: --oid-root", origin);
	for (size_t i = 0; i < file->agent.sockets.count; i++)
		if (oa_socket_check(file->agent.sockets.item[i], err) < 0)
			return oa_fail_context(err, "%s: --socket", origin);
	return 0;
}

/* A section that nobody runs has to be right, too, for it may be a target with a word
 * mistyped; what programs use may have options that are theirs alone. */
static int try_template(const struct reading *reading, const struct oa_section *section,
	struct oa_error *err)
{
	struct oa_arguments arguments = {.item = NULL};
	bool has_password = false;
	char origin[160];
	int status;

	snprintf(
		origin, sizeof(origin), "%s: [%s]", reading->wish->name, section->name);
	if (section->is_elsewhere)
		return 0;
	status = oa_section_take(&reading->settings, section->name, origin,
		oa_program_chain.groups, &arguments, &has_password, err);
	oa_arguments_free(&arguments);
	if (status == 0 && !section->is_used)
		note(reading->notes, reading->wish->name, section->name,
			"no hostname in it, and no section uses it");
	return status;
}

static int add_target(
	struct reading *reading, const struct oa_section *section, struct oa_error *err)
{
	const struct oa_watch_source source = {.settings = &reading->settings,
		.file = reading->wish->name,
		.agent = &reading->file->agent,
		.trusts = &reading->trusts,
		.is_once = reading->wish->is_once,
		.notes = reading->notes};
	struct oa_watch *watch = oa_watch_new(&source, section->name, err);

	if (!watch)
		return -1;
	reading->file->watch[reading->file->count++] = watch;
	return 0;
}

/* One note for all: there may be thousands. */
static void note_long_runs(const struct reading *reading)
{
	const struct oa_agentfile *file = reading->file;
	const struct oa_watch *first = NULL;
	size_t count = 0;

	for (size_t i = file->count; i-- > 0;)
		if (file->watch[i]->seconds > file->watch[i]->target.policy.interval) {
			first = file->watch[i];
			count++;
		}
	if (first)
		oa_report_ok(reading->notes, OA_HOP_MONITOR, NULL, -1,
			"%s: [%s]%s: a run may take longer than it is to the next one",
			reading->wish->name, first->name,
			count > 1 ? " and others" : "");
}

static int read_targets(struct reading *reading, struct oa_error *err)
{
	struct oa_agentfile *file = reading->file;
	const struct oa_sections *sections = &reading->sections;

	if (oa_sections_find(&reading->settings, &reading->sections, err) < 0)
		return oa_fail_context(err, "%s", reading->wish->name);
	file->watch = calloc(sections->count + 1, sizeof(*file->watch));
	if (!file->watch)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	for (size_t i = 0; i < sections->count; i++) {
		const struct oa_section *section = &sections->item[i];
		bool is_target = oa_section_is_target(section);

		if ((is_target ? add_target(reading, section, err)
			       : try_template(reading, section, err)) < 0)
			return -1;
	}
	note_long_runs(reading);
	return 0;
}

/* By Little's law, for the worst case: all targets are black holes. */
static void sum_up(struct oa_agentfile *file)
{
	double needed = 0;

	for (size_t i = 0; i < file->count; i++) {
		const struct oa_watch *watch = file->watch[i];

		needed += watch->seconds / watch->target.policy.interval;
		if (watch->seconds > file->longest)
			file->longest = watch->seconds;
	}
	file->needed = needed < NEEDED_MAX ? (long)ceil(needed) : NEEDED_MAX;
}

int oa_agentfile_read(const struct oa_agentfile_wish *wish,
	struct oa_agentfile *ret_file, struct oa_report *notes, struct oa_error *err)
{
	struct oa_agentfile file = {.count = 0};
	struct reading reading = {.wish = wish, .file = &file, .notes = notes};
	int status = -1;

	if (read_settings(&reading, err) == 0 && read_agent(&reading, err) == 0 &&
		read_targets(&reading, err) == 0)
		status = 0;
	oa_sections_free(&reading.sections);
	oa_trusts_free(&reading.trusts);
	oa_settings_free(&reading.settings);
	sum_up(&file);
	if (status == 0)
		*ret_file = file;
	else
		oa_agentfile_free(&file);
	return status;
}

long oa_agentfile_workers(const struct oa_agentfile *file)
{
	if (file->agent.concurrency)
		return file->agent.concurrency;
	if (file->needed < WORKERS_MIN)
		return WORKERS_MIN;
	return file->needed < OA_WORKERS_MAX ? file->needed : OA_WORKERS_MAX;
}

void oa_agentfile_free(struct oa_agentfile *file)
{
	for (size_t i = 0; i < file->count; i++)
		oa_watch_release(file->watch[i]);
	free(file->watch);
	oa_options_free(&file->agent, oa_agent_groups);
	oa_arguments_free(&file->arguments);
	*file = (struct oa_agentfile){.count = 0};
}
