/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/tickets.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What a KDC says is seen in tests/real; here is what needs none. */

#ifdef HAVE_GSSAPI

/* Nobody listens on the discard port. */
static const char config[] = "[libdefaults]\n"
			     "default_realm = LAB.TEST\n"
			     "dns_lookup_kdc = false\n"
			     "dns_lookup_realm = false\n"
			     "udp_preference_limit = 1\n"
			     "[realms]\n"
			     "LAB.TEST = {\n"
			     "kdc = 127.0.0.1:9\n"
			     "}\n";

static char config_file[] = "/tmp/oa-test-XXXXXX";

static void set_up(void)
{
	int fd;

	memcpy(config_file + sizeof(config_file) - 7, "XXXXXX", 6);
	fd = mkstemp(config_file);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(
		write(fd, config, sizeof(config) - 1), (ssize_t)sizeof(config) - 1);
	close(fd);
	ck_assert_int_eq(setenv("KRB5_CONFIG", config_file, 1), 0);
	ck_assert_int_eq(setenv("KRB5CCNAME", "FILE:/nonexistent/cache", 1), 0);
}

static const struct {
	const char *user, *keytab, *ccache, *password;
	enum oa_tickets_trouble trouble;
	const char *text; /* part of the error's */
} cases[] = {
	{NULL, NULL, NULL, NULL, OA_TICKETS_NO_SOURCE, "ticket cache: "},
	{"alice", NULL, "/nonexistent/cache", "x", OA_TICKETS_NO_SOURCE,
		"ticket cache: "},
	{"alice", NULL, "NOKIND:x", "x", OA_TICKETS_NO_SOURCE, "ticket cache: "},
	{"alice", NULL, "MEMORY:empty", NULL, OA_TICKETS_NO_SOURCE, "ticket cache: "},
	{"alice", "/nonexistent/keytab", "/nonexistent/cache", "x",
		OA_TICKETS_NO_SOURCE, "keytab: "},
	{NULL, "/dev/null", NULL, NULL, OA_TICKETS_NO_SOURCE, "keytab: "},
	{"alice", NULL, NULL, "x", OA_TICKETS_NO_KDC, "password: "},
	{"LAB\\alice", NULL, NULL, "x", OA_TICKETS_NO_KDC, "LAB.TEST"},
	{"lab.test\\alice", NULL, NULL, "x", OA_TICKETS_NO_KDC, "LAB.TEST"},
	{"alice@lab.test", NULL, NULL, "x", OA_TICKETS_NO_KDC, "LAB.TEST"},
	{"alice@else.test", NULL, NULL, "x", OA_TICKETS_NO_KDC, "ELSE.TEST"},
	{"else.test\\alice", NULL, NULL, "x", OA_TICKETS_NO_KDC, "ELSE.TEST"},
};

START_TEST(sources_that_give_no_ticket)
{
	set_up();
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_secret password = {0};
		struct oa_tickets_source source = {.user = cases[i].user,
			.keytab = cases[i].keytab,
			.ccache = cases[i].ccache,
			.password = &password};
		struct oa_tickets *tickets = NULL;
		struct oa_error err = {0};

		if (cases[i].password)
			oa_secret_set(&password, cases[i].password,
				strlen(cases[i].password));
		ck_assert_int_eq(
			oa_tickets_get(&source, oa_deadline_in(10), &tickets, &err),
			-1);
		ck_assert_msg(err.layer == OA_LAYER_KERBEROS &&
				      err.number == (long)cases[i].trouble &&
				      strstr(err.text, cases[i].text),
			"case %zu: %d %ld %s", i, err.layer, err.number, err.text);
		ck_assert_ptr_null(tickets);
		oa_secret_free(&password);
	}
	unlink(config_file);
}
END_TEST

#else

START_TEST(sources_that_give_no_ticket)
{
	const struct oa_tickets_source source = {.user = "alice"};
	struct oa_tickets *tickets = NULL;
	struct oa_error err = {0};

	ck_assert_int_eq(
		oa_tickets_get(&source, oa_deadline_in(10), &tickets, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_FEATURE);
	ck_assert_ptr_null(tickets);
}
END_TEST

#endif

START_TEST(nothing_can_be_released)
{
	oa_tickets_free(NULL);
}
END_TEST

OA_TEST_MAIN("tickets", sources_that_give_no_ticket, nothing_can_be_released)
