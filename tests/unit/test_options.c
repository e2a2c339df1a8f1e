/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "plugins/front/options.h"
#include "tests/unit/runner.h"

#include <string.h>

struct settings {
	bool flag;
	bool other;
	long count;
	const char *text;
	const char *maybe;
	struct oa_strings list;
	long number;
	double seconds;
	struct oa_range range;
	long choice;
	struct oa_ports ports;
	struct oa_secret secret;
};

#define AT(field) offsetof(struct settings, field)

static const char *const choices[] = {"red", "green", NULL};

static const struct oa_option options[] = {
	{.name = "flag", .letter = 'f', .type = OA_OPTION_FLAG, .offset = AT(flag)},
	{.name = "other", .letter = 'o', .type = OA_OPTION_FLAG, .offset = AT(other)},
	{.name = "verbose",
		.letter = 'v',
		.type = OA_OPTION_COUNT,
		.offset = AT(count),
		.max = 3},
	{.name = "text", .letter = 't', .type = OA_OPTION_TEXT, .offset = AT(text)},
	{.name = "maybe",
		.type = OA_OPTION_TEXT,
		.offset = OA_NO_FIELD,
		.may_stand_alone = true},
	{.name = "list", .letter = 'l', .type = OA_OPTION_LIST, .offset = AT(list)},
	{.name = "port",
		.letter = 'p',
		.type = OA_OPTION_INTEGER,
		.fallback = "443",
		.offset = AT(number),
		.min = 1,
		.max = 65535},
	{.name = "seconds",
		.letter = 's',
		.type = OA_OPTION_SECONDS,
		.fallback = "10",
		.offset = AT(seconds),
		.max = 60},
	{.name = "warning",
		.letter = 'w',
		.type = OA_OPTION_RANGE,
		.offset = AT(range)},
	{.name = "colour",
		.type = OA_OPTION_CHOICE,
		.fallback = "green",
		.offset = AT(choice),
		.choices = choices},
	{.name = "endpoint",
		.letter = 'e',
		.type = OA_OPTION_PORTS,
		.fallback = "6001",
		.offset = AT(ports)},
	{.name = "password", .type = OA_OPTION_SECRET, .offset = AT(secret)},
	{.name = NULL},
};

static const struct oa_option needed[] = {
	{.name = "hostname",
		.letter = 'H',
		.type = OA_OPTION_TEXT,
		.offset = AT(maybe),
		.is_required = true},
	{.name = NULL},
};

static const struct oa_option_group groups[] = {
	{.title = "All", .options = options},
	{.title = "Needed", .options = needed},
	{.title = NULL},
};

#define WORDS_MAX 16

/* A command line in memory that can be written to, as argv is. */
struct line {
	char text[256];
	char *argv[WORDS_MAX + 2];
	int argc;
};

/* Words are separated by single blanks; "_" stands for an empty word. */
static void split(struct line *line, const char *words)
{
	char *at = line->text;

	ck_assert_uint_lt(strlen(words), sizeof(line->text));
	memcpy(line->text, words, strlen(words) + 1);
	line->argc = 0;
	line->argv[line->argc++] = at;
	while (*at && line->argc <= WORDS_MAX) {
		char *end = at + strcspn(at, " ");
		bool is_last = !*end;

		*end = '\0';
		if (strcmp(at, "_") == 0)
			*at = '\0';
		line->argv[line->argc++] = at;
		at = is_last ? end : end + 1;
	}
	line->argv[line->argc] = NULL;
}

static int parse(const char *words, struct settings *settings,
	struct oa_arguments *arguments, struct oa_error *err)
{
	static struct line line;

	*settings = (struct settings){.flag = false};
	*arguments = (struct oa_arguments){.count = 0};
	*err = (struct oa_error){.layer = OA_LAYER_NONE};
	split(&line, words);
	ck_assert_int_eq(oa_options_defaults(settings, groups, err), 0);
	if (oa_arguments_scan(arguments, groups, line.argc, line.argv, err) < 0)
		return -1;
	return oa_options_store(settings, arguments, err);
}

static const struct {
	const char *words;
	const char *error;
} mistakes[] = {
	{"--fla", "unknown option --fla"},
	{"--flags", "unknown option --flags"},
	{"--unknown=hunter2", "unknown option --unknown"},
	{"-x", "unknown option -x"},
	{"-fx", "unknown option -x"},
	{"-?", "unknown option -?"},
	{"--", "unknown option --"},
	{"--flag=yes", "--flag: takes no argument"},
	{"--flag=", "--flag: takes no argument"},
	{"--verbose=3", "--verbose: takes no argument"},
	{"--text", "--text: needs an argument"},
	{"-t", "--text: needs an argument"},
	{"-ft", "--text: needs an argument"},
	{"--password", "--password: needs an argument"},
	{"--text=", "--text: the argument is empty"},
	{"--text _", "--text: the argument is empty"},
	{"--list=", "--list: the argument is empty"},
	{"--port=", "--port: the argument is empty"},
	{"--port 0", "--port: 0 is not between 1 and 65535"},
	{"--port 65536", "--port: 65536 is not between 1 and 65535"},
	{"-p70000", "--port: 70000 is not between 1 and 65535"},
	{"--port=-1", "--port: -1 is not between 1 and 65535"},
	{"--port 99999999999999999999",
		"--port: 99999999999999999999 is not between 1 and 65535"},
	{"--port 443x", "--port: 443x is no whole number"},
	{"--port -", "--port: - is no whole number"},
	{"--port 0x50", "--port: 0x50 is no whole number"},
	{"--seconds 0", "--seconds: 0 is no number of seconds above 0"},
	{"--seconds -1", "--seconds: -1 is no number of seconds above 0"},
	{"--seconds nan", "--seconds: nan is no number of seconds above 0"},
	{"--seconds 1e3", "--seconds: 1e3 is no number of seconds above 0"},
	{"--seconds 10s", "--seconds: 10s is no number of seconds above 0"},
	{"--seconds 60.1", "--seconds: 60.1 is more than 60"},
	{"--colour blue", "--colour: blue is none of red, green"},
	{"--endpoint 6001,", "--endpoint: 6001, is no list of ports"},
	{"--endpoint ,6001", "--endpoint: ,6001 is no list of ports"},
	{"--endpoint 6001,0", "--endpoint: 6001,0 is no list of ports"},
	{"--endpoint 6001,65536", "--endpoint: 6001,65536 is no list of ports"},
	{"--endpoint 000000006001", "--endpoint: 000000006001 is no list of ports"},
	{"-e 1,2,3,4,5,6,7,8,9", "--endpoint: more than 8 ports"},
	{"word", "the first word is no option"},
	{"_", "the first word is no option"},
	{"-", "the first word is no option"},
	{"--password open sesame", "unexpected word behind --password"},
	{"--flag word --port x", "unexpected word behind --flag"},
};

START_TEST(each_mistake_is_named)
{
	for (size_t i = 0; i < OA_LENGTH(mistakes); i++) {
		struct settings settings;
		struct oa_arguments arguments;
		struct oa_error err;
		int status = parse(mistakes[i].words, &settings, &arguments, &err);

		ck_assert_msg(status == -1, "%s passes", mistakes[i].words);
		ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
		ck_assert_msg(strcmp(err.text, mistakes[i].error) == 0,
			"%s gives: %s; expected: %s", mistakes[i].words, err.text,
			mistakes[i].error);
		oa_options_free(&settings, groups);
		oa_arguments_free(&arguments);
	}
}
END_TEST

START_TEST(bad_range_is_named)
{
	struct settings settings;
	struct oa_arguments arguments;
	struct oa_error err;

	ck_assert_int_eq(parse("-w 5:1", &settings, &arguments, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
	ck_assert_int_eq(strncmp(err.text, "--warning: ", 11), 0);
	oa_arguments_free(&arguments);
}
END_TEST

static const struct {
	const char *words;
	long number; /* --port */
	long count;  /* -v */
	const char *text;
	bool flag;
	size_t items; /* --list */
} lines[] = {
	{"", 443, 0, NULL, false, 0},
	{"-p80", 80, 0, NULL, false, 0},
	{"-p 80", 80, 0, NULL, false, 0},
	{"--port=80", 80, 0, NULL, false, 0},
	{"--port 80", 80, 0, NULL, false, 0},
	{"--port 80 -p 81", 81, 0, NULL, false, 0},
	{"-vvv", 443, 3, NULL, false, 0},
	{"-v -v --verbose -v", 443, 3, NULL, false, 0},
	{"-fvp80", 80, 1, NULL, true, 0},
	{"-ofv", 443, 1, NULL, true, 0},
	{"--text=a=b", 443, 0, "a=b", false, 0},
	{"-t=a", 443, 0, "=a", false, 0},
	{"--text --flag", 443, 0, "--flag", false, 0},
	{"-t -", 443, 0, "-", false, 0},
	{"-l a --list b --list=c", 443, 0, NULL, false, 3},
	{"--maybe --flag", 443, 0, NULL, true, 0},
	{"--maybe x --flag", 443, 0, NULL, true, 0},
	{"--maybe=-x --flag --maybe", 443, 0, NULL, true, 0},
};

START_TEST(each_spelling_is_understood)
{
	for (size_t i = 0; i < OA_LENGTH(lines); i++) {
		struct settings settings;
		struct oa_arguments arguments;
		struct oa_error err;
		int status = parse(lines[i].words, &settings, &arguments, &err);

		ck_assert_msg(status == 0, "%s: %s", lines[i].words, err.text);
		ck_assert_msg(settings.number == lines[i].number &&
				      settings.count == lines[i].count &&
				      settings.flag == lines[i].flag &&
				      settings.list.count == lines[i].items,
			"%s: port %ld, count %ld, flag %d, list %zu", lines[i].words,
			settings.number, settings.count, settings.flag,
			settings.list.count);
		if (lines[i].text)
			ck_assert_str_eq(settings.text, lines[i].text);
		else
			ck_assert_ptr_null(settings.text);
		oa_options_free(&settings, groups);
		oa_arguments_free(&arguments);
	}
}
END_TEST

START_TEST(typed_values_arrive)
{
	struct settings settings;
	struct oa_arguments arguments;
	struct oa_error err;

	ck_assert_int_eq(parse("-s 0.25 --colour RED -e 6001,6002 -w @1:2 -l x -l y",
				 &settings, &arguments, &err),
		0);
	ck_assert_double_eq(settings.seconds, 0.25);
	ck_assert_int_eq(settings.choice, 0);
	ck_assert_uint_eq(settings.ports.count, 2);
	ck_assert_uint_eq(settings.ports.port[1], 6002);
	ck_assert(settings.range.alerts_inside);
	ck_assert_str_eq(settings.range.text, "@1:2");
	ck_assert_str_eq(settings.list.item[1], "y");
	oa_options_free(&settings, groups);
	oa_arguments_free(&arguments);
}
END_TEST

START_TEST(defaults_are_stored)
{
	struct settings settings;
	struct oa_arguments arguments;
	struct oa_error err;

	ck_assert_int_eq(parse("", &settings, &arguments, &err), 0);
	ck_assert_double_eq(settings.seconds, 10);
	ck_assert_int_eq(settings.choice, 1);
	ck_assert_uint_eq(settings.ports.count, 1);
	ck_assert_uint_eq(settings.ports.port[0], 6001);
	ck_assert_ptr_null(settings.range.text);
	oa_arguments_free(&arguments);
}
END_TEST

START_TEST(secrets_leave_the_command_line)
{
	static const char *const words[] = {"--password hunter2", "--password=hunter2",
		"--bogus word --password hunter2", "--password hunter2 --bogus"};

	for (size_t i = 0; i < OA_LENGTH(words); i++) {
		struct oa_arguments arguments = {.count = 0};
		struct line line;

		split(&line, words[i]);
		(void)oa_arguments_scan(&arguments, groups, line.argc, line.argv, NULL);
		for (int word = 1; word < line.argc; word++)
			ck_assert_ptr_null(strstr(line.argv[word], "hunter2"));
		ck_assert_str_eq(
			oa_arguments_find(&arguments, "password")->value, "hunter2");
		oa_arguments_free(&arguments);
	}
}
END_TEST

START_TEST(lines_of_a_file_become_arguments)
{
	static const struct {
		const char *name, *value, *error;
	} cases[] = {
		{"port", "80", NULL},
		{"p", "81", NULL},
		{"flag", "", NULL},
		{"f", "", NULL},
		{"password", "", NULL},
		{"flag", "yes", "o.ini: --flag: takes no argument"},
		{"bogus", "", "o.ini: unknown option bogus"},
		{"password hunter2", "", "o.ini: unknown option password"},
		{"x", "", "o.ini: unknown option x"},
		{"maybe", "", "o.ini: --maybe has no place in a file"},
	};
	struct oa_arguments arguments = {.count = 0};
	struct settings settings = {.flag = false};
	struct oa_error err;

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		int status = oa_arguments_add(&arguments, groups, cases[i].name,
			cases[i].value, "o.ini", &err);

		ck_assert_int_eq(status, cases[i].error ? -1 : 0);
		if (cases[i].error)
			ck_assert_str_eq(err.text, cases[i].error);
	}
	ck_assert_int_eq(oa_options_store(&settings, &arguments, &err), 0);
	ck_assert_int_eq(settings.number, 81);
	ck_assert(settings.flag);
	ck_assert(oa_secret_given(&settings.secret));
	ck_assert_int_eq(
		oa_arguments_add(&arguments, groups, "port", "x", "o.ini", &err), 0);
	ck_assert_int_eq(oa_options_store(&settings, &arguments, &err), -1);
	ck_assert_str_eq(err.text, "o.ini: --port: x is no whole number");
	oa_options_free(&settings, groups);
	oa_arguments_free(&arguments);
}
END_TEST

START_TEST(required_options_may_stand_in_either_list)
{
	struct oa_arguments none = {.count = 0}, one = {.count = 0};
	struct oa_error err;

	ck_assert_int_eq(oa_options_require(groups, &none, &none, &err), -1);
	ck_assert_str_eq(err.text, "--hostname is missing");
	ck_assert_int_eq(oa_arguments_add(&one, groups, "H", "x", "o.ini", &err), 0);
	ck_assert_int_eq(oa_options_require(groups, &one, &none, &err), 0);
	ck_assert_int_eq(oa_options_require(groups, &none, &one, &err), 0);
	oa_arguments_free(&one);
}
END_TEST

OA_TEST_MAIN("options", each_mistake_is_named, bad_range_is_named,
	each_spelling_is_understood, typed_values_arrive, defaults_are_stored,
	secrets_leave_the_command_line, lines_of_a_file_become_arguments,
	required_options_may_stand_in_either_list)
