/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/headers.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_text(const char *text, size_t size)
{
	if (!memchr(text, '\0', size) || strpbrk(text, "\r\n|"))
		abort();
}

/* The value of a field, read as each of those that are taken apart. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char text[300], *value = malloc(len + 1);
	struct oa_build build;

	if (!value)
		return 0;
	if (len)
		memcpy(value, data, len);
	value[len] = '\0';
	oa_headers_failure(value, len, text, sizeof(text));
	check_text(text, sizeof(text));
	if (oa_build_parse(value, &build) != (build.first_year != 0))
		abort();
	oa_build_name(&build, text, sizeof(text));
	check_text(text, sizeof(text));
	oa_build_meaning(&build, text, sizeof(text));
	check_text(text, sizeof(text));
	build = oa_build_of_front_end();
	oa_build_narrow(&build, value);
	if (strlen(value) > len)
		abort();
	free(value);
	return 0;
}
