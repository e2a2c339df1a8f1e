/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/credentials.h"

#include "plugins/front/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_SIZE 4096

/* What a credentials file may set. */
struct lines {
	struct oa_credentials_text *text;
	struct oa_secret *password;
};

static int out_of_memory(struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
}

static int refuse_open_file(const char *name, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, EACCES,
		"%s: it is open to everybody (chmod 600)", name);
}

static void note_group(
	const struct oa_file *file, const char *name, struct oa_report *report)
{
	if (file->is_open_to_group)
		oa_report_ok(report, OA_HOP_MONITOR, NULL, -1,
			"note: %s is open to its group (chmod 600)", name);
}

static int read_secret_file(const char *name, char ret_content[FILE_SIZE],
	struct oa_report *report, struct oa_error *err)
{
	struct oa_file file;
	int status;

	if (oa_file_open(name, &file, err) < 0)
		return -1;
	if (file.is_open_to_others)
		status = refuse_open_file(name, err);
	else
		status = oa_file_read(&file, name, ret_content, FILE_SIZE, err);
	oa_file_close(&file);
	if (status == 0)
		note_group(&file, name, report);
	return status;
}

/* A keytab or a ticket cache is as good as a password if it is a file; one that is
 * not there is left for Kerberos to miss. */
static int judge_key_file(
	const char *name, struct oa_report *report, struct oa_error *err)
{
	struct oa_file file;

	if (name && strncmp(name, "FILE:", 5) == 0)
		name += 5;
	if (!name || strchr(name, ':') || oa_file_open(name, &file, NULL) < 0)
		return 0;
	oa_file_close(&file);
	if (file.is_open_to_others)
		return refuse_open_file(name, err);
	note_group(&file, name, report);
	return 0;
}

static int load_password_file(const char *name, struct oa_secret *password,
	struct oa_report *report, struct oa_error *err)
{
	char content[FILE_SIZE];
	int status = 0;

	if (read_secret_file(name, content, report, err) < 0)
		return -1;
	if (!content[0])
		return oa_fail(err, OA_LAYER_FILE, 0, "%s: the file is empty", name);
	if (oa_secret_set(password, content, strcspn(content, "\r\n")) < 0)
		status = out_of_memory(err);
	oa_wipe(content, sizeof(content));
	return status;
}

/* Cuts blanks off both ends. */
static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len && strchr(" \t\r", text[len - 1]))
		len--;
	text[len] = '\0';
	return text;
}

static int replace(char **text, const char *value, struct oa_error *err)
{
	char *copy = strdup(value);

	if (!copy)
		return out_of_memory(err);
	free(*text);
	*text = copy;
	return 0;
}

static int read_line(char *line, struct lines *lines, struct oa_error *err)
{
	char *name = trim(line), *equals = strchr(name, '=');
	char *value;

	if (!name[0] || name[0] == '#' || name[0] == ';')
		return 0;
	if (!equals)
		return oa_fail(err, OA_LAYER_FILE, 0, "no = in it");
	/* lines that end so would make the password a part of the name before it */
	if (strchr(name, '\r'))
		return oa_fail(err, OA_LAYER_FILE, 0,
			"a carriage return in it: lines end by a line feed");
	*equals = '\0';
	value = trim(equals + 1);
	name = trim(name);
	if (strcmp(name, "username") == 0)
		return replace(&lines->text->user, value, err);
	if (strcmp(name, "domain") == 0)
		return replace(&lines->text->domain, value, err);
	if (strcmp(name, "password") != 0)
		return oa_fail(err, OA_LAYER_FILE, 0,
			"neither username nor password nor domain");
	if (oa_secret_set(lines->password, value, strlen(value)) < 0)
		return out_of_memory(err);
	return 0;
}

static int load_credentials_file(const char *name, struct lines *lines,
	struct oa_report *report, struct oa_error *err)
{
	char content[FILE_SIZE];
	int number = 0, status = 0;

	if (read_secret_file(name, content, report, err) < 0)
		return -1;
	for (char *line = content, *next; line && status == 0; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		number++;
		status = read_line(line, lines, err);
	}
	oa_wipe(content, sizeof(content));
	return status < 0 ? oa_fail_context(err, "%s: line %d", name, number) : 0;
}

/* What changes when somebody writes a new password into its file. */
static void stamp_of(
	const struct oa_common_settings *settings, char *buffer, size_t size)
{
	const char *keytab = settings->target.who.keytab;
	const char *name = settings->password_file      ? settings->password_file
			   : settings->credentials_file ? settings->credentials_file
							: keytab;
	struct stat status;

	buffer[0] = '\0';
	if (name && name == keytab && !strncmp(name, "FILE:", 5))
		name += 5;
	if (name && strcmp(name, "-") != 0 && stat(name, &status) == 0)
		snprintf(buffer, size, "%lld.%09ld-%lld-%llu",
			(long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
			(long long)status.st_size, (unsigned long long)status.st_ino);
}

int oa_credentials_load(struct oa_common_settings *settings, char *environment,
	struct oa_credentials_text *text, struct oa_report *report,
	struct oa_error *err)
{
	struct oa_credentials *who = &settings->target.who;
	struct lines lines = {.text = text, .password = &who->password};

	stamp_of(settings, text->stamp, sizeof(text->stamp));
	settings->target.budget.stamp = text->stamp;
	if (environment && environment[0]) {
		size_t len = strlen(environment);

		if (oa_secret_set(&who->password, environment, len) < 0)
			return out_of_memory(err);
		oa_wipe(environment, len);
	}
	if (settings->credentials_file &&
		load_credentials_file(settings->credentials_file, &lines, report, err) <
			0)
		return -1;
	if (settings->password_file && load_password_file(settings->password_file,
					       &who->password, report, err) < 0)
		return -1;
	if (judge_key_file(who->keytab, report, err) < 0 ||
		judge_key_file(who->ccache, report, err) < 0)
		return -1;
	if (!who->user && text->user && text->user[0])
		who->user = text->user;
	if (text->domain && text->domain[0])
		who->domain = text->domain;
	return 0;
}

void oa_credentials_text_free(struct oa_credentials_text *text)
{
	free(text->user);
	free(text->domain);
	*text = (struct oa_credentials_text){0};
}
