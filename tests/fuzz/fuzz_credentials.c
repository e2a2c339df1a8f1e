/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/credentials.h"
#include "tests/fuzz/folder.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Stands in the secrets of the seeds, and must be nowhere else. */
#define MARK "s3cr3t"

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_notes(const struct oa_report *report)
{
	for (size_t i = 0; i < report->step_count; i++) {
		require(!strstr(report->steps[i].text, MARK));
		require(!report->steps[i].details ||
			!strstr(report->steps[i].details, MARK));
	}
}

/* A user and a password are of one line each, and what is said of a mistake does not
 * tell them. */
static void load(const char *credentials_file, const char *password_file)
{
	struct oa_common_settings settings = {.target.host = "mail.lab.test",
		.credentials_file = credentials_file,
		.password_file = password_file};
	struct oa_secret *password = &settings.target.who.password;
	struct oa_credentials_text text = {.user = NULL};
	struct oa_error err = {0};
	struct oa_report report;

	oa_report_init(&report);
	if (oa_credentials_load(&settings, NULL, &text, &report, &err) == 0) {
		const char *user = settings.target.who.user;

		require(!user || !strpbrk(user, "\r\n"));
		require(!password->len ||
			!memchr(password->bytes, '\n', password->len));
		require(!text.stamp[0] || !strpbrk(text.stamp, "\r\n"));
	} else {
		require(err.text[0] && !strpbrk(err.text, "\r\n"));
		require(!strstr(err.text, MARK));
	}
	check_notes(&report);
	oa_report_free(&report);
	oa_secret_free(password);
	oa_credentials_text_free(&text);
}

/* The first byte chooses between a file of credentials and one of a password. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char path[200];

	if (!len)
		return 0;
	snprintf(path, sizeof(path), "%s/secret", folder_get());
	folder_write_path(path, data + 1, len - 1);
	if (chmod(path, 0600) != 0)
		abort();
	if (data[0] == 'c')
		load(path, NULL);
	else
		load(NULL, path);
	return 0;
}
