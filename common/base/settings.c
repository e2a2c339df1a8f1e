/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/settings.h"

#include "common/base/secret.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS_MAX 500000

/* What the two callbacks of the parser share. */
struct reading {
	FILE *stream;
	struct oa_settings settings;
	int line;              /* lines handed over so far */
	int long_line;         /* first line that did not fit, 0 if all did */
	int binary_line;       /* first line with a NUL in it, 0 if none has */
	int read_error;        /* errno of the stream, or 0 */
	bool is_out_of_memory; /* a line could not be kept */
	bool is_too_much;      /* more lines than SETTINGS_MAX */
};

static void drop_rest(FILE *stream)
{
	int c;

	do
		c = getc(stream);
	while (c != '\n' && c != EOF);
}

/* Makes a bare name a name with an empty value: not every build of the parser
 * takes bare names, and the switch for it is a global of the library. */
static void complete_bare_name(char *line, size_t size)
{
	size_t len = strcspn(line, "\r\n");

	if (len && len + 2 < size && !strchr(";#[", line[0]) && !strpbrk(line, "=:"))
		memcpy(line + len, "=\n", 3);
}

/* Does what fgets(3) does, and notices a NUL, behind which a value would be lost. */
static bool get_line(struct reading *reading, char *line, size_t size)
{
	size_t used = 0;
	int c = 0;

	while (used + 1 < size && c != '\n' && (c = getc(reading->stream)) != EOF) {
		line[used++] = (char)c;
		if (!c && !reading->binary_line)
			reading->binary_line = reading->line + 1;
	}
	line[used] = '\0';
	return used;
}

/* Gives the parser its next line, without the blanks at the start: to some builds
 * of it these mean that the line before goes on. */
static char *next_line(char *line, int size, void *context)
{
	struct reading *reading = context;
	size_t blanks, len;

	if (reading->long_line || reading->binary_line ||
		!get_line(reading, line, (size_t)size)) {
		if (ferror(reading->stream) && !reading->read_error)
			reading->read_error = errno ? errno : EIO;
		return NULL;
	}
	reading->line++;
	len = strlen(line);
	if (len + 1 == (size_t)size && line[len - 1] != '\n') {
		reading->long_line = reading->line;
		drop_rest(reading->stream);
		oa_wipe(line, len);
		return NULL;
	}
	blanks = strspn(line, " \t");
	memmove(line, line + blanks, len - blanks + 1);
	complete_bare_name(line, (size_t)size);
	return line;
}

static void free_item(struct oa_setting *item)
{
	if (item->value)
		oa_wipe(item->value, strlen(item->value));
	free(item->section);
	free(item->name);
	free(item->value);
}

/* Doubles the space whenever the count is a power of two. */
static bool make_room(struct oa_settings *settings)
{
	size_t count = settings->count;
	struct oa_setting *item;

	if (count & (count - 1))
		return true;
	item = realloc(settings->item, (count ? 2 * count : 1) * sizeof(*item));
	if (item)
		settings->item = item;
	return item;
}

static int keep(void *context, const char *section, const char *name, const char *value)
{
	struct reading *reading = context;
	struct oa_settings *settings = &reading->settings;
	struct oa_setting *item;

	if (!name)
		return 1;
	if (!*name)
		return 0;
	if (settings->count == SETTINGS_MAX) {
		reading->is_too_much = true;
		return 0;
	}
	if (!make_room(settings)) {
		reading->is_out_of_memory = true;
		return 0;
	}
	item = &settings->item[settings->count++];
	item->line = reading->line;
	item->section = strdup(section);
	item->name = strdup(name);
	item->value = strdup(value ? value : "");
	if (!item->section || !item->name || !item->value)
		reading->is_out_of_memory = true;
	return 1;
}

static int judge(const struct reading *reading, int status, struct oa_error *err)
{
	if (reading->is_out_of_memory || status == -2)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	if (reading->read_error)
		return oa_fail(err, OA_LAYER_FILE, reading->read_error, "%s",
			strerror(reading->read_error));
	if (reading->long_line)
		return oa_fail(err, OA_LAYER_FILE, 0, "line %d is too long",
			reading->long_line);
	if (reading->binary_line)
		return oa_fail(err, OA_LAYER_FILE, 0, "line %d is no text",
			reading->binary_line);
	if (reading->is_too_much)
		return oa_fail(
			err, OA_LAYER_FILE, 0, "more than %d settings", SETTINGS_MAX);
	if (status)
		return oa_fail(err, OA_LAYER_FILE, 0,
			"line %d is neither a section nor a setting", status);
	return 0;
}

int oa_settings_read(
	FILE *stream, struct oa_settings *ret_settings, struct oa_error *err)
{
	struct reading reading = {.stream = stream};
	int status;

	errno = 0;
	status = ini_parse_stream(next_line, &reading, keep, &reading);
	if (judge(&reading, status, err) < 0) {
		oa_settings_free(&reading.settings);
		return -1;
	}
	*ret_settings = reading.settings;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct oa_setting *left = a, *right = b;
	int order = strcmp(left->section, right->section);

	return order ? order : (left->line > right->line) - (left->line < right->line);
}

void oa_settings_sort(struct oa_settings *settings)
{
	if (settings->count)
		qsort(settings->item, settings->count, sizeof(*settings->item),
			compare);
	settings->is_sorted = true;
}

static bool is_of(const struct oa_settings *settings, size_t at, const char *section)
{
	return strcmp(settings->item[at].section, section) == 0;
}

static size_t find_sorted(const struct oa_settings *settings, const char *section)
{
	size_t low = 0, high = settings->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(settings->item[middle].section, section) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < settings->count && is_of(settings, low, section) ? low
								      : settings->count;
}

static size_t find_from(
	const struct oa_settings *settings, size_t at, const char *section)
{
	while (at < settings->count && !is_of(settings, at, section))
		at++;
	return at;
}

size_t oa_settings_first(const struct oa_settings *settings, const char *section)
{
	return settings->is_sorted ? find_sorted(settings, section)
				   : find_from(settings, 0, section);
}

size_t oa_settings_next(const struct oa_settings *settings, size_t at)
{
	const char *section = settings->item[at].section;

	if (!settings->is_sorted)
		return find_from(settings, at + 1, section);
	at++;
	return at < settings->count && is_of(settings, at, section) ? at
								    : settings->count;
}

bool oa_settings_has_section(const struct oa_settings *settings, const char *section)
{
	return oa_settings_first(settings, section) < settings->count;
}

const char *oa_settings_get(
	const struct oa_settings *settings, const char *section, const char *name)
{
	const char *value = NULL;

	for (size_t i = oa_settings_first(settings, section); i < settings->count;
		i = oa_settings_next(settings, i))
		if (strcmp(settings->item[i].name, name) == 0)
			value = settings->item[i].value;
	return value;
}

void oa_settings_free(struct oa_settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		free_item(&settings->item[i]);
	free(settings->item);
	*settings = (struct oa_settings){0};
}
