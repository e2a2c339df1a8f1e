/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/service.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define S INT64_C(1000000)

/* The manager's end: a socket with a name, in the file system or abstract. */
struct manager {
	char name[sizeof(((struct sockaddr_un *)0)->sun_path)]; /* for NOTIFY_SOCKET */
	int fd;
};

static void listen_at(struct manager *manager, const char *prefix)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t len;

	snprintf(manager->name, sizeof(manager->name), "%s%d", prefix, (int)getpid());
	len = strlen(manager->name);
	memcpy(address.sun_path, manager->name, len);
	if (manager->name[0] == '@')
		address.sun_path[0] = '\0';
	manager->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	ck_assert_int_ge(manager->fd, 0);
	ck_assert_int_eq(
		bind(manager->fd, (struct sockaddr *)&address,
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
		0);
}

static void expect(const struct manager *manager, const char *text)
{
	char buffer[1024];
	ssize_t len = recv(manager->fd, buffer, sizeof(buffer) - 1, 0);

	if (!text) {
		ck_assert_int_lt(len, 0);
		return;
	}
	ck_assert_int_ge(len, 0);
	buffer[len] = '\0';
	ck_assert_str_eq(buffer, text);
}

static void close_down(struct manager *manager)
{
	close(manager->fd);
	if (manager->name[0] == '/')
		unlink(manager->name);
}

START_TEST(the_manager_hears)
{
	static const char *const names[] = {"/tmp/oa-service-", "@oa-service-"};

	for (size_t i = 0; i < 2; i++) {
		struct manager manager;
		struct oa_service service;

		listen_at(&manager, names[i]);
		oa_service_init(&service, manager.name, NULL, NULL, 1);
		ck_assert(oa_service_tell(&service, "READY=1\nSTATUS=%d targets", 7));
		expect(&manager, "READY=1\nSTATUS=7 targets");
		oa_service_free(&service);
		ck_assert(!oa_service_tell(&service, "STOPPING=1"));
		close_down(&manager);
	}
}
END_TEST

START_TEST(nobody_to_tell_is_no_failure)
{
	static const char *const names[] = {
		NULL, "", "/", "relative/path", "/nobody/is/here.sock"};
	char long_name[200];
	struct oa_service service;

	for (size_t i = 0; i < OA_LENGTH(names); i++) {
		oa_service_init(&service, names[i], "1000000", NULL, 1);
		ck_assert(!oa_service_tell(&service, "READY=1"));
		oa_service_free(&service);
	}
	memset(long_name, '/', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	oa_service_init(&service, long_name, NULL, NULL, 1);
	ck_assert(!oa_service_tell(&service, "READY=1"));
	oa_service_free(&service);
}
END_TEST

START_TEST(a_manager_that_reads_nothing_stops_nobody)
{
	struct manager manager;
	struct oa_service service;
	int sent = 0;

	listen_at(&manager, "@oa-service-full-");
	oa_service_init(&service, manager.name, NULL, NULL, 1);
	while (sent < 100000 && oa_service_tell(&service, "STATUS=%d", sent))
		sent++;
	ck_assert_int_lt(sent, 100000);
	oa_service_free(&service);
	close_down(&manager);
}
END_TEST

static const struct {
	const char *usec, *pid;
	int64_t watchdog;
} watchdogs[] = {
	{NULL, NULL, 0},
	{"30000000", NULL, 30 * S},
	{"30000000", "42", 30 * S},
	{"30000000", "43", 0},
	{"30000000", "me", 0},
	{"0", NULL, 0},
	{"-5", NULL, 0},
	{"soon", NULL, 0},
};

START_TEST(the_watchdog_is_for_us)
{
	for (size_t i = 0; i < OA_LENGTH(watchdogs); i++) {
		struct oa_service service;

		oa_service_init(
			&service, "@x", watchdogs[i].usec, watchdogs[i].pid, 42);
		ck_assert_msg(
			service.watchdog_us == watchdogs[i].watchdog, "case %zu", i);
		oa_service_free(&service);
	}
}
END_TEST

START_TEST(signs_of_life_come_twice_in_its_time)
{
	struct manager manager;
	struct oa_service service;
	unsigned count = 0;

	listen_at(&manager, "@oa-service-life-");
	oa_service_init(&service, manager.name, "30000000", "42", 42);
	for (int64_t now = 1000 * S; now < 1090 * S; now += S) {
		if (!oa_service_live(&service, now))
			continue;
		expect(&manager, "WATCHDOG=1");
		count++;
	}
	ck_assert_uint_eq(count, 6);
	expect(&manager, NULL);
	oa_service_free(&service);
	close_down(&manager);
}
END_TEST

OA_TEST_MAIN("service", the_manager_hears, nobody_to_tell_is_no_failure,
	a_manager_that_reads_nothing_stops_nobody, the_watchdog_is_for_us,
	signs_of_life_come_twice_in_its_time)
