/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepread.h"
#include "snmp/keepwrite.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define EVENTS 20

/* Reads a file of that text; returns false unless all of it makes sense. */
static bool load(const char *text, size_t len, struct oa_store *store)
{
	FILE *stream = fmemopen(NULL, len + 1, "w+");
	int result = 1;

	if (oa_store_init(store, EVENTS, NULL) < 0)
		abort();
	if (stream && fwrite(text, 1, len, stream) == len) {
		rewind(stream);
		/* fmemopen() has a NUL behind the text, which is no line */
		result = len ? oa_keep_read(stream, store, NULL) : 1;
	}
	if (stream)
		fclose(stream);
	return result == 0;
}

static char *image(const struct oa_store *store)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	fputs("oa-state = 1\n", out);
	oa_keep_write_store(store, out);
	for (size_t i = 0; i < store->count; i++)
		oa_keep_write_record(store->record[i], out);
	fputs("end\n", out);
	if (fclose(out) != 0)
		abort();
	return text;
}

/* Everything that a manager may ask of a course has a label. */
static void check_course(const struct oa_course *course)
{
	if (!oa_status_label(oa_course_status(course)) ||
		!oa_kind_label(course->result.culprit))
		abort();
	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		if (!oa_status_label(
			    oa_course_probe_status(course, (enum oa_kind)i, true)))
			abort();
	if (oa_course_availability(course, course->last_run) > 10000)
		abort();
}

/* What was read can be worked with, and written so that it reads the same. */
static void use(struct oa_store *store)
{
	struct oa_store again;
	char *first = image(store), *second;

	for (size_t i = 0; i < store->count; i++)
		check_course(&store->record[i]->course);
	if (!load(first, strlen(first), &again))
		abort();
	second = image(&again);
	if (strcmp(first, second) != 0)
		abort();
	oa_store_tick(&again, INT64_C(4000000000));
	if (oa_store_configure(&again, NULL, 0, 1, NULL, NULL) < 0)
		abort();
	oa_store_free(&again);
	free(first);
	free(second);
}

/* The kept file of the agent. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_store store;

	if (load((const char *)data, len, &store))
		use(&store);
	oa_store_free(&store);
	return 0;
}
