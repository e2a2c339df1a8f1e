/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/options.h"

#include "common/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void *field(void *settings, const struct oa_option *option)
{
	return (char *)settings + option->offset;
}

static int store_integer(const struct oa_option *option, const char *text,
	long *ret_value, struct oa_error *err)
{
	const char *digits = text + (text[0] == '-');

	if (oa_parse_long(text, option->min, option->max, ret_value))
		return 0;
	if (!digits[0] || digits[strspn(digits, "0123456789")])
		return oa_fail(err, OA_LAYER_USAGE, 0, "--%s: %.40s is no whole number",
			option->name, text);
	return oa_fail(err, OA_LAYER_USAGE, 0, "--%s: %.40s is not between %ld and %ld",
		option->name, text, option->min, option->max);
}

static int store_seconds(const struct oa_option *option, const char *text,
	double *ret_value, struct oa_error *err)
{
	double value;

	if (!oa_parse_double(text, &value) || value <= 0)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--%s: %.40s is no number of seconds above 0", option->name,
			text);
	if (option->max && value > (double)option->max)
		return oa_fail(err, OA_LAYER_USAGE, 0, "--%s: %.40s is more than %ld",
			option->name, text, option->max);
	*ret_value = value;
	return 0;
}

static int store_range(const struct oa_option *option, const char *text,
	struct oa_range *ret_range, struct oa_error *err)
{
	if (oa_range_parse(text, ret_range, err) < 0)
		return oa_fail_context(err, "--%s", option->name);
	return 0;
}

static int store_choice(const struct oa_option *option, const char *text,
	long *ret_index, struct oa_error *err)
{
	char list[128] = "";

	for (long i = 0; option->choices[i]; i++) {
		if (strcasecmp(option->choices[i], text) == 0) {
			*ret_index = i;
			return 0;
		}
		oa_append(
			list, sizeof(list), "%s%s", i ? ", " : "", option->choices[i]);
	}
	return oa_fail(err, OA_LAYER_USAGE, 0, "--%s: %.40s is none of %s",
		option->name, text, list);
}

static bool has_port(const struct oa_ports *ports, long port)
{
	for (size_t i = 0; i < ports->count; i++)
		if (ports->port[i] == port)
			return true;
	return false;
}

/* A port that is named twice is one port. */
static int store_ports(const struct oa_option *option, const char *text,
	struct oa_ports *ret_ports, struct oa_error *err)
{
	struct oa_ports ports = {.count = 0};

	for (const char *at = text;; at++) {
		size_t len = strcspn(at, ",");
		char part[8] = "";
		long port;

		if (len < sizeof(part))
			memcpy(part, at, len);
		if (!oa_parse_long(part, 1, 65535, &port))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--%s: %.40s is no list of ports", option->name, text);
		if (ports.count == OA_PORTS_MAX && !has_port(&ports, port))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--%s: more than %d ports", option->name, OA_PORTS_MAX);
		if (!has_port(&ports, port))
			ports.port[ports.count++] = (uint16_t)port;
		at += len;
		if (!*at)
			break;
	}
	*ret_ports = ports;
	return 0;
}

static int store_item(struct oa_strings *list, const char *text, struct oa_error *err)
{
	size_t size = (list->count + 1) * sizeof(*list->item);
	const char **item = realloc(list->item, size);

	if (!item)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	item[list->count++] = text;
	list->item = item;
	return 0;
}

static int store(void *settings, const struct oa_option *option, const char *text,
	struct oa_error *err)
{
	void *at = field(settings, option);
	long *count = at;

	if (text && !text[0] && option->type != OA_OPTION_SECRET)
		return oa_fail(err, OA_LAYER_USAGE, 0, "--%s: the argument is empty",
			option->name);
	switch (option->type) {
	case OA_OPTION_FLAG:
		*(bool *)at = true;
		return 0;
	case OA_OPTION_COUNT:
		if (!option->max || *count < option->max)
			(*count)++;
		return 0;
	case OA_OPTION_TEXT:
		*(const char **)at = text;
		return 0;
	case OA_OPTION_LIST:
		return store_item(at, text, err);
	case OA_OPTION_INTEGER:
		return store_integer(option, text, at, err);
	case OA_OPTION_SECONDS:
		return store_seconds(option, text, at, err);
	case OA_OPTION_RANGE:
		return store_range(option, text, at, err);
	case OA_OPTION_CHOICE:
		return store_choice(option, text, at, err);
	case OA_OPTION_PORTS:
		return store_ports(option, text, at, err);
	case OA_OPTION_SECRET:
		if (oa_secret_set(at, text, strlen(text)) == 0)
			return 0;
	}
	return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
}

int oa_options_defaults(
	void *settings, const struct oa_option_group *groups, struct oa_error *err)
{
	for (; groups->title; groups++)
		for (const struct oa_option *o = groups->options; o->name; o++)
			if (o->fallback && o->offset != OA_NO_FIELD &&
				store(settings, o, o->fallback, err) < 0)
				return oa_fail_context(err, "default");
	return 0;
}

int oa_options_store(
	void *settings, const struct oa_arguments *arguments, struct oa_error *err)
{
	for (size_t i = 0; i < arguments->count; i++) {
		const struct oa_argument *argument = &arguments->item[i];

		if (argument->option->offset == OA_NO_FIELD ||
			store(settings, argument->option, argument->value, err) == 0)
			continue;
		return argument->origin ? oa_fail_context(err, "%s", argument->origin)
					: -1;
	}
	return 0;
}

int oa_options_require(const struct oa_option_group *groups,
	const struct oa_arguments *from_files, const struct oa_arguments *from_argv,
	struct oa_error *err)
{
	for (; groups->title; groups++)
		for (const struct oa_option *o = groups->options; o->name; o++)
			if (o->is_required && !oa_arguments_find(from_files, o->name) &&
				!oa_arguments_find(from_argv, o->name))
				return oa_fail(err, OA_LAYER_USAGE, 0,
					"--%s is missing", o->name);
	return 0;
}

void oa_options_free(void *settings, const struct oa_option_group *groups)
{
	for (; groups->title; groups++)
		for (const struct oa_option *o = groups->options; o->name; o++)
			if (o->offset == OA_NO_FIELD) {
				continue;
			} else if (o->type == OA_OPTION_LIST) {
				struct oa_strings *list = field(settings, o);

				free(list->item);
				*list = (struct oa_strings){0};
			} else if (o->type == OA_OPTION_SECRET) {
				oa_secret_free(field(settings, o));
			}
}
