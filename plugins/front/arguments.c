/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The way through argv, with the first mistake on it. */
struct walk {
	struct oa_arguments *arguments;
	const struct oa_option_group *groups;
	char **word;           /* the word being looked at */
	char **end;            /* behind the last word */
	struct oa_error error; /* the first mistake; layer NONE before */
};

static bool takes_argument(enum oa_option_type type)
{
	return type != OA_OPTION_FLAG && type != OA_OPTION_COUNT;
}

bool oa_option_is_repeatable(enum oa_option_type type)
{
	return type == OA_OPTION_COUNT || type == OA_OPTION_LIST;
}

static const struct oa_option *find_long(
	const struct oa_option_group *groups, const char *name, size_t len)
{
	for (; groups->title; groups++)
		for (const struct oa_option *o = groups->options; o->name; o++)
			if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
				return o;
	return NULL;
}

static const struct oa_option *find_letter(
	const struct oa_option_group *groups, char letter)
{
	for (; groups->title; groups++)
		for (const struct oa_option *o = groups->options; o->name; o++)
			if (letter && o->letter == letter)
				return o;
	return NULL;
}

static int append(struct oa_arguments *arguments, const struct oa_option *option,
	const char *value, const char *origin, struct oa_error *err)
{
	size_t size = (arguments->count + 1) * sizeof(*arguments->item);
	struct oa_argument *item = realloc(arguments->item, size);

	if (!item)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	arguments->item = item;
	item += arguments->count++;
	item->option = option;
	item->value = value ? strdup(value) : NULL;
	item->origin = origin ? strdup(origin) : NULL;
	if ((value && !item->value) || (origin && !item->origin))
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	return 0;
}

/* Keeps the first mistake only: what follows it is often its consequence. */
static void mistake(struct walk *walk, const struct oa_error *error)
{
	if (walk->error.layer == OA_LAYER_NONE)
		walk->error = *error;
}

static void take(struct walk *walk, const struct oa_option *option, char *value)
{
	struct oa_error error;

	if (append(walk->arguments, option, value, NULL, &error) < 0)
		mistake(walk, &error);
	if (value && option->type == OA_OPTION_SECRET)
		oa_wipe(value, strlen(value));
}

/* Takes the argument from the word behind the option. */
static void take_next(struct walk *walk, const struct oa_option *option)
{
	char *next = walk->word + 1 < walk->end ? walk->word[1] : NULL;
	struct oa_error error;

	if (option->may_stand_alone && (!next || next[0] == '-')) {
		take(walk, option, NULL);
		return;
	}
	if (!next) {
		(void)oa_fail(&error, OA_LAYER_USAGE, 0, "--%s: needs an argument",
			option->name);
		mistake(walk, &error);
		return;
	}
	walk->word++;
	take(walk, option, next);
}

static void read_long(struct walk *walk)
{
	char *name = *walk->word + 2;
	size_t len = strcspn(name, "=");
	const struct oa_option *option = find_long(walk->groups, name, len);
	struct oa_error error;

	if (!option) {
		(void)oa_fail(&error, OA_LAYER_USAGE, 0, "unknown option --%.*s",
			len < 40 ? (int)len : 40, name);
		mistake(walk, &error);
	} else if (name[len] && !takes_argument(option->type)) {
		(void)oa_fail(&error, OA_LAYER_USAGE, 0, "--%s: takes no argument",
			option->name);
		mistake(walk, &error);
	} else if (name[len]) {
		take(walk, option, name + len + 1);
	} else if (takes_argument(option->type)) {
		take_next(walk, option);
	} else {
		take(walk, option, NULL);
	}
}

static void read_letters(struct walk *walk)
{
	struct oa_error error;

	for (char *at = *walk->word + 1; *at; at++) {
		const struct oa_option *option = find_letter(walk->groups, *at);

		if (!option) {
			(void)oa_fail(
				&error, OA_LAYER_USAGE, 0, "unknown option -%c", *at);
			mistake(walk, &error);
			return;
		}
		if (takes_argument(option->type)) {
			if (at[1])
				take(walk, option, at + 1);
			else
				take_next(walk, option);
			return;
		}
		take(walk, option, NULL);
	}
}

/* Says behind what the word stands instead of repeating it: it may be the rest of
 * a password with a space in it. */
static void read_stray(struct walk *walk)
{
	const struct oa_arguments *seen = walk->arguments;
	struct oa_error error;

	if (seen->count)
		(void)oa_fail(&error, OA_LAYER_USAGE, 0, "unexpected word behind --%s",
			seen->item[seen->count - 1].option->name);
	else
		(void)oa_fail(&error, OA_LAYER_USAGE, 0, "the first word is no option");
	mistake(walk, &error);
}

int oa_arguments_scan(struct oa_arguments *arguments,
	const struct oa_option_group *groups, int argc, char **argv,
	struct oa_error *err)
{
	struct walk walk = {.arguments = arguments,
		.groups = groups,
		.word = argv + 1,
		.end = argv + argc};

	for (; walk.word < walk.end; walk.word++) {
		const char *word = *walk.word;

		if (word[0] == '-' && word[1] == '-')
			read_long(&walk);
		else if (word[0] == '-' && word[1])
			read_letters(&walk);
		else
			read_stray(&walk);
	}
	if (walk.error.layer == OA_LAYER_NONE)
		return 0;
	if (err)
		*err = walk.error;
	return -1;
}

/* What follows a blank is none of the name: a secret, where the = was forgotten. */
static int fail_unknown(const char *name, const char *origin, struct oa_error *err)
{
	size_t len = strcspn(name, " \t");

	return oa_fail(err, OA_LAYER_USAGE, 0, "%s: unknown option %.*s", origin,
		len < 40 ? (int)len : 40, name);
}

int oa_arguments_add(struct oa_arguments *arguments,
	const struct oa_option_group *groups, const char *name, const char *value,
	const char *origin, struct oa_error *err)
{
	const struct oa_option *option = strlen(name) == 1
						 ? find_letter(groups, name[0])
						 : find_long(
							   groups, name, strlen(name));

	if (!option)
		return fail_unknown(name, origin, err);
	if (option->offset == OA_NO_FIELD)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"%s: --%s has no place in a file", origin, option->name);
	if (takes_argument(option->type))
		return append(arguments, option, value, origin, err);
	if (value[0])
		return oa_fail(err, OA_LAYER_USAGE, 0, "%s: --%s: takes no argument",
			origin, option->name);
	return append(arguments, option, NULL, origin, err);
}

const struct oa_argument *oa_arguments_find(
	const struct oa_arguments *arguments, const char *name)
{
	for (size_t i = arguments->count; i-- > 0;)
		if (strcmp(arguments->item[i].option->name, name) == 0)
			return &arguments->item[i];
	return NULL;
}

void oa_arguments_free(struct oa_arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++) {
		struct oa_argument *argument = &arguments->item[i];

		if (argument->value && argument->option->type == OA_OPTION_SECRET)
			oa_wipe(argument->value, strlen(argument->value));
		free(argument->value);
		free(argument->origin);
	}
	free(arguments->item);
	*arguments = (struct oa_arguments){0};
}
