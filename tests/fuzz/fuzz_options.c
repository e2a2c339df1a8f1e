/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/settings.h"
#include "plugins/front/options.h"
#include "plugins/front/places.h"
#include "plugins/front/section.h"
#include "plugins/front/settle.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 40
#define TEXT_SIZE 4096

/* One option of every type, beside those that all programs have. */
struct settings {
	struct oa_common_settings common;
	const char *server;
	struct oa_strings names;
	struct oa_ports ports;
	long number;
	long depth;
	double pause;
};

#define FIELD(name) offsetof(struct settings, name)

static const char *const depths[] = {"echo", "tunnel", "bind", NULL};

static const struct oa_option own[] = {
	{.name = "server",
		.letter = 'S',
		.type = OA_OPTION_TEXT,
		.offset = FIELD(server)},
	{.name = "alt-server", .type = OA_OPTION_LIST, .offset = FIELD(names)},
	{.name = "endpoint",
		.letter = 'e',
		.type = OA_OPTION_PORTS,
		.offset = FIELD(ports)},
	{.name = "number",
		.type = OA_OPTION_INTEGER,
		.fallback = "7",
		.min = -3,
		.max = 99,
		.offset = FIELD(number)},
	{.name = "depth",
		.type = OA_OPTION_CHOICE,
		.choices = depths,
		.offset = FIELD(depth)},
	{.name = "pause",
		.type = OA_OPTION_SECONDS,
		.max = 3600,
		.offset = FIELD(pause)},
	{0},
};

static const struct oa_option_group groups[] = {
	{"Own", own},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct settings *settings)
{
	require(settings->number >= -3 && settings->number <= 99);
	require(settings->depth >= 0 && settings->depth < 3);
	require(settings->pause >= 0 && settings->pause <= 3600);
	require(settings->ports.count <= OA_PORTS_MAX);
	for (size_t i = 0; i < settings->ports.count; i++)
		require(settings->ports.port[i] != 0);
	for (size_t i = 0; i < settings->names.count; i++)
		require(settings->names.item[i] != NULL);
	require(settings->common.target.port >= 0 &&
		settings->common.target.port <= 65535);
}

/* What a list of arguments makes of empty settings. */
static void store(const struct oa_arguments *weak, const struct oa_arguments *strong)
{
	struct settings settings = {.number = 0};
	struct oa_error err = {0};

	require(oa_options_defaults(&settings, groups, &err) == 0);
	if (oa_options_store(&settings, weak, &err) == 0 &&
		oa_options_store(&settings, strong, &err) == 0 &&
		oa_options_require(groups, weak, strong, &err) == 0) {
		check(&settings);
		(void)oa_settle(&settings.common,
			oa_arguments_find(strong, "port") != NULL, "http://proxy:3128",
			&err);
		(void)oa_check_server(settings.server, &err);
		(void)oa_check_places(&settings.names, &err);
	} else {
		require(err.text[0] != '\0');
	}
	oa_options_free(&settings, groups);
}

/* Stands in the secrets of the seeds. */
#define MARK "s3 cr3t"

static int count_marked(char *const *words, int count)
{
	int found = 0;

	for (int i = 1; i < count; i++)
		found += strstr(words[i], MARK) != NULL;
	return found;
}

static int split(char *line, char **words)
{
	int count = 1;

	for (char *at = line; count < WORDS_MAX && *at; count++) {
		words[count] = at;
		at += strcspn(at, "\t");
		if (*at)
			*at++ = '\0';
	}
	return count;
}

/* The first line is a command line with tabs between the words; a secret is no longer
 * there afterwards. */
static void scan(struct oa_arguments *arguments, char *line)
{
	static char name[] = "check";
	char *words[WORDS_MAX + 1] = {name};
	int count = split(line, words), before = count_marked(words, count),
	    secrets = 0;

	(void)oa_arguments_scan(arguments, groups, count, words, NULL);
	for (size_t i = 0; i < arguments->count; i++) {
		const struct oa_argument *given = &arguments->item[i];

		secrets += given->option->type == OA_OPTION_SECRET && given->value &&
			   strstr(given->value, MARK);
	}
	require(count_marked(words, count) == before - secrets);
}

/* The others are an ini file. */
static void read_ini(struct oa_arguments *arguments, char *text, size_t len)
{
	FILE *stream = len ? fmemopen(text, len, "r") : NULL;
	struct oa_settings settings;
	bool has_secret = false;

	if (!stream)
		return;
	if (oa_settings_read(stream, &settings, NULL) == 0) {
		(void)oa_section_take(&settings, "oa", "oa.ini", groups, arguments,
			&has_secret, NULL);
		oa_settings_free(&settings);
	}
	fclose(stream);
}

/* Options of the command line and of a file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_arguments weak = {0}, strong = {0};
	char text[TEXT_SIZE];
	size_t line;

	if (len >= sizeof(text))
		return 0;
	if (len)
		memcpy(text, data, len);
	text[len] = '\0';
	line = strcspn(text, "\n");
	if (line < len)
		read_ini(&weak, text + line + 1, len - line - 1);
	text[line] = '\0';
	scan(&strong, text);
	store(&weak, &strong);
	oa_arguments_free(&weak);
	oa_arguments_free(&strong);
	return 0;
}
