/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/error.h"

#include "common/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int oa_fail(
	struct oa_error *err, enum oa_layer layer, long number, const char *format, ...)
{
	va_list args;

	if (!err)
		return -1;
	err->layer = layer;
	err->number = number;
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return -1;
}

int oa_fail_context(struct oa_error *err, const char *format, ...)
{
	char text[sizeof(err->text)] = "";
	va_list args;

	if (!err)
		return -1;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	oa_append(text, sizeof(text), ": %s", err->text);
	memcpy(err->text, text, sizeof(text));
	return -1;
}
