/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/statefile.h"
#include "tests/unit/runner.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "one.state"

/* A directory of its own for each test. */
struct place {
	char base[64];
	char dir[80];
	char file[128];
	char damaged[160];
};

static void place_make(struct place *place)
{
	snprintf(place->base, sizeof(place->base), "/tmp/oa-statefile-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(place->base));
	snprintf(place->dir, sizeof(place->dir), "%s/state", place->base);
	snprintf(place->file, sizeof(place->file), "%s/" NAME, place->dir);
	snprintf(place->damaged, sizeof(place->damaged), "%s.damaged", place->file);
}

static void place_remove(const struct place *place)
{
	char lock[160];

	snprintf(lock, sizeof(lock), "%s.lock", place->file);
	unlink(place->file);
	unlink(place->damaged);
	unlink(lock);
	rmdir(place->dir);
	rmdir(place->base);
}

static void open_state(struct oa_statefile *state, const struct place *place)
{
	ck_assert_int_eq(
		oa_statefile_open(state, place->dir, NAME, oa_deadline_in(1), NULL), 0);
}

static void write_file(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

START_TEST(what_was_saved_is_loaded)
{
	struct oa_settings settings;
	struct oa_statefile state;
	struct stat status;
	struct place place;
	bool was_damaged;

	place_make(&place);
	open_state(&state, &place);
	ck_assert_int_eq(oa_statefile_load(&state, &settings, &was_damaged, NULL), 0);
	ck_assert(!was_damaged);
	ck_assert_ptr_null(oa_settings_get(&settings, "", "a"));
	oa_settings_free(&settings);
	ck_assert_int_eq(oa_statefile_save(&state, "a = 1\nb =\n", NULL), 0);
	ck_assert_int_eq(oa_statefile_save(&state, "a = 2\nb =\n", NULL), 0);
	ck_assert_int_eq(oa_statefile_load(&state, &settings, &was_damaged, NULL), 0);
	ck_assert_str_eq(oa_settings_get(&settings, "", "a"), "2");
	ck_assert_str_eq(oa_settings_get(&settings, "", "b"), "");
	oa_settings_free(&settings);
	ck_assert_int_eq(stat(place.file, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0600);
	ck_assert_int_eq(stat(place.dir, &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0700);
	ck_assert_int_eq(oa_statefile_remove(&state, NULL), 0);
	ck_assert_int_eq(oa_statefile_remove(&state, NULL), 0);
	ck_assert_int_ne(access(place.file, F_OK), 0);
	oa_statefile_close(&state);
	oa_statefile_close(&state);
	place_remove(&place);
}
END_TEST

/* Each is saved behind the one before. */
static const struct {
	const char *lines;
	bool is_written;
} saves[] = {
	{"a = 1\nb = 2\n", true},
	{"a = 1\nb = 2\n", false},
	{"a = 1\n", true},
	{"a = 1\n", false},
	{"a = 1\nb = 2\n", true},
	{"", true},
	{"", false},
};

START_TEST(only_news_are_written)
{
	static const struct timespec past[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	struct oa_statefile state;
	struct place place;
	struct stat status;

	place_make(&place);
	open_state(&state, &place);
	for (size_t i = 0; i < OA_LENGTH(saves); i++) {
		(void)utimensat(AT_FDCWD, place.file, past, 0);
		ck_assert_int_eq(oa_statefile_save(&state, saves[i].lines, NULL), 0);
		ck_assert_int_eq(stat(place.file, &status), 0);
		ck_assert_int_eq(status.st_mtime != 1000, saves[i].is_written);
	}
	oa_statefile_close(&state);
	place_remove(&place);
}
END_TEST

static const struct {
	const char *bytes;
	size_t len;
} damages[] = {
	{"", 0},
	{"a = 1\n", 6},
	{"oa-state = 2\n", 13},
	{"oa-state = 1\n[open\n", 19},
	{"\0\0\0", 3},
};

START_TEST(damaged_files_are_set_aside)
{
	for (size_t i = 0; i < OA_LENGTH(damages); i++) {
		struct oa_settings settings;
		struct oa_statefile state;
		struct place place;
		bool was_damaged;

		place_make(&place);
		open_state(&state, &place);
		write_file(place.file, damages[i].bytes, damages[i].len);
		ck_assert_int_eq(
			oa_statefile_load(&state, &settings, &was_damaged, NULL), 0);
		ck_assert_msg(was_damaged, "%zu", i);
		ck_assert_uint_eq(settings.count, 0);
		ck_assert_int_eq(access(place.damaged, F_OK), 0);
		ck_assert_int_ne(access(place.file, F_OK), 0);
		oa_statefile_close(&state);
		place_remove(&place);
	}
}
END_TEST

START_TEST(one_at_a_time)
{
	struct oa_statefile first, second;
	struct oa_error error = {0};
	struct place place;

	place_make(&place);
	open_state(&first, &place);
	ck_assert_int_eq(oa_statefile_open(
				 &second, place.dir, NAME, oa_deadline_in(0.1), &error),
		-1);
	ck_assert_int_eq(error.layer, OA_LAYER_TIMEOUT);
	ck_assert(!second.is_open);
	oa_statefile_close(&first);
	open_state(&second, &place);
	oa_statefile_close(&second);
	place_remove(&place);
}
END_TEST

START_TEST(failures_name_the_file)
{
	static char long_name[5000];
	struct oa_statefile state;
	struct oa_error error = {0};

	ck_assert_int_eq(oa_statefile_open(&state, "/dev/null", NAME,
				 oa_deadline_in(0.1), &error),
		-1);
	ck_assert_int_eq(error.layer, OA_LAYER_FILE);
	ck_assert_ptr_nonnull(strstr(error.text, "/dev/null"));
	ck_assert_int_eq(oa_statefile_open(&state, "/tmp/none/none", NAME,
				 oa_deadline_in(0.1), &error),
		-1);
	memset(long_name, 'a', sizeof(long_name) - 1);
	ck_assert_int_eq(oa_statefile_open(&state, "/tmp", long_name,
				 oa_deadline_in(0.1), &error),
		-1);
	ck_assert_int_eq(error.layer, OA_LAYER_FILE);
	ck_assert(!state.is_open);
}
END_TEST

OA_TEST_MAIN("statefile", what_was_saved_is_loaded, only_news_are_written,
	damaged_files_are_set_aside, one_at_a_time, failures_name_the_file)
