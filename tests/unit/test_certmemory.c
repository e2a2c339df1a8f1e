/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certmemory.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fill(struct oa_certmemory *memory)
{
	memset(memory->sha256, 'a', 64);
	memory->sha256[64] = '\0';
	memory->first_seen = 1780315200;
}

static void clean_up(const char *dir)
{
	char command[200];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(remembers)
{
	char dir[] = "/tmp/oa-test-XXXXXX";
	struct oa_certmemory_key key = {
		.host = "mail.lab.test", .port = 443, .until = oa_deadline_in(5)};
	struct oa_certmemory memory = {0}, other = {0};

	key.dir = mkdtemp(dir);
	ck_assert_int_eq(oa_certmemory_load(&key, &other, NULL), 0);
	ck_assert_str_eq(other.sha256, "");
	fill(&memory);
	ck_assert_int_eq(oa_certmemory_save(&key, &memory, NULL), 0);
	ck_assert_int_eq(oa_certmemory_load(&key, &other, NULL), 0);
	ck_assert_str_eq(other.sha256, memory.sha256);
	ck_assert_int_eq(other.first_seen, memory.first_seen);
	key.node = "127.0.0.2";
	ck_assert_int_eq(oa_certmemory_load(&key, &other, NULL), 0);
	ck_assert_str_eq(other.sha256, "");
	clean_up(dir);
}
END_TEST

START_TEST(stays_in_its_directory)
{
	char dir[] = "/tmp/oa-test-XXXXXX", path[64];
	struct oa_certmemory_key key = {
		.host = "../../x", .port = 443, .until = oa_deadline_in(5)};
	struct oa_certmemory memory = {0};

	key.dir = mkdtemp(dir);
	fill(&memory);
	ck_assert_int_eq(oa_certmemory_save(&key, &memory, NULL), 0);
	snprintf(path, sizeof(path), "%s/cert-.._.._x-443", dir);
	ck_assert_int_eq(access(path, R_OK), 0);
	clean_up(dir);
}
END_TEST

START_TEST(says_what_fails)
{
	struct oa_certmemory_key key = {.dir = "/nowhere/at/all",
		.host = "x",
		.port = 443,
		.until = oa_deadline_in(1)};
	struct oa_certmemory memory = {0};
	struct oa_error error = {0};

	ck_assert_int_lt(oa_certmemory_load(&key, &memory, &error), 0);
	ck_assert_int_eq(error.layer, OA_LAYER_FILE);
}
END_TEST

OA_TEST_MAIN("certmemory", remembers, stays_in_its_directory, says_what_fails)
