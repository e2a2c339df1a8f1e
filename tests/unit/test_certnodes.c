/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/certnodes.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

#define PLACES_MAX 5

/* What one place shows: 'a' to 'c' are certificates, '-' is a dead one; with '+' it
 * sends the intermediate along, with '!' it is another host. */
struct place {
	const char *name;
	const char *shows;
};

static const struct places_case {
	struct place place[PLACES_MAX];
	const char *odd;  /* text of nodes-differ, NULL: not found */
	const char *dead; /* text of tcp-address-dead, NULL: not found */
} cases[] = {
	{{{"192.0.2.1", "a"}, {"192.0.2.2", "a"}}, NULL, NULL},
	{{{"192.0.2.1", "a"}, {"192.0.2.2", "a"}, {"192.0.2.3", "b"}},
		"certificate: 192.0.2.3", NULL},
	{{{"192.0.2.1", "b"}, {"192.0.2.2", "a"}, {"192.0.2.3", "a"}},
		"certificate: 192.0.2.1", NULL},
	/* where nobody is many, the first is right */
	{{{"192.0.2.1", "a"}, {"192.0.2.2", "b"}, {"192.0.2.3", "c"}},
		"certificate: 192.0.2.2, 192.0.2.3", NULL},
	{{{"192.0.2.1", "a+"}, {"192.0.2.2", "a"}, {"192.0.2.3", "a+"}},
		"chain sent: 192.0.2.2", NULL},
	/* another host may send its chain as it likes, but not show something else */
	{{{"192.0.2.1", "a+"}, {"EX2:444", "a!"}}, NULL, NULL},
	{{{"192.0.2.1", "a"}, {"192.0.2.2", "a"}, {"EX2:444", "b!"}},
		"certificate: EX2:444", NULL},
	{{{"192.0.2.1", "a"}, {"192.0.2.2", "-"}}, NULL, "192.0.2.2"},
	{{{"192.0.2.1", "a"}, {"192.0.2.2", "-"}, {"192.0.2.3", "-"}}, NULL,
		"192.0.2.2, 192.0.2.3"},
	{{{"192.0.2.1", "a"}, {"2001:db8::1", "-"}, {"2001:db8::2", "-"}}, NULL,
		"all of IPv6: 2001:db8::1, 2001:db8::2"},
	{{{"192.0.2.1", "-"}, {"2001:db8::1", "-"}, {"192.0.2.2", "a"}}, NULL,
		"192.0.2.1, 2001:db8::1"},
	/* a dead place differs from nothing */
	{{{"192.0.2.1", "-"}, {"192.0.2.2", "a"}, {"192.0.2.3", "b"}},
		"certificate: 192.0.2.3", "192.0.2.1"},
};

/* Certificates, and looks that show them. */
struct fixture {
	struct oa_report report;
	struct oa_front front;
	struct pki made[3];
	struct oa_connection connections[PLACES_MAX];
	struct oa_certlook looks[PLACES_MAX];
	size_t count;
};

static struct fixture *fixture_new(void)
{
	static const char *const names[] = {"a.lab.test", "b.lab.test", "c.lab.test"};
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	oa_report_init(&f->report);
	f->front.report = &f->report;
	for (size_t i = 0; i < OA_LENGTH(names); i++)
		f->made[i] = pki_make(
			&(struct pki_request){.common_name = names[i]}, NULL);
	return f;
}

static void fixture_free(struct fixture *f)
{
	for (size_t i = 0; i < f->count; i++)
		sk_X509_free(f->connections[i].tls.sent);
	for (size_t i = 0; i < OA_LENGTH(f->made); i++)
		pki_free(&f->made[i]);
	oa_report_free(&f->report);
	free(f);
}

static void add_place(struct fixture *f, const struct place *place)
{
	struct oa_certlook *look = &f->looks[f->count];
	struct oa_connection *connection = &f->connections[f->count++];

	snprintf(look->place, sizeof(look->place), "%s", place->name);
	look->is_other = strchr(place->shows, '!');
	look->connection = connection;
	if (place->shows[0] == '-') {
		oa_fail(&look->error, OA_LAYER_TCP, 111, "refused");
		connection->error = look->error;
		return;
	}
	connection->phase = OA_PHASE_OPEN;
	connection->tls.leaf = f->made[place->shows[0] - 'a'].cert;
	connection->tls.sent = sk_X509_new_null();
	sk_X509_push(connection->tls.sent, connection->tls.leaf);
	if (strchr(place->shows, '+'))
		sk_X509_push(connection->tls.sent, f->made[2].cert);
}

static void check_found(const struct oa_report *report, enum oa_code code,
	const char *wanted, size_t number)
{
	const char *text = NULL;

	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].code == code)
			text = report->steps[i].text;
	ck_assert_msg(
		!text == !wanted, "case %zu: %s", number, text ? text : "nothing");
	if (wanted)
		ck_assert_msg(
			strstr(text, wanted) != NULL, "case %zu: %s", number, text);
}

START_TEST(places_are_compared)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct fixture *f = fixture_new();

		for (size_t k = 0; k < PLACES_MAX && cases[i].place[k].name; k++)
			add_place(f, &cases[i].place[k]);
		oa_certnodes_judge_dead(&f->front, f->looks, f->count);
		oa_certnodes_judge_odd(&f->front, f->looks, f->count);
		check_found(&f->report, OA_CODE_NODES_DIFFER, cases[i].odd, i);
		check_found(&f->report, OA_CODE_TCP_ADDRESS_DEAD, cases[i].dead, i);
		fixture_free(f);
	}
}
END_TEST

#define NOW INT64_C(1780315200)

/* Seconds that the target, a second node of it, and another host are ahead; 0 where
 * nothing is known stands as ABSENT. */
#define ABSENT INT64_MIN
static const struct clock_case {
	int64_t target, node, other;
	bool is_ours_wrong;
	const char *text;
} clocks[] = {
	{0, 0, 0, false, NULL},
	{59, 59, 59, false, NULL},
	{600, ABSENT, 600, true, "600"},
	{-600, ABSENT, -605, true, "600"},
	{60, ABSENT, 70, true, "60"},
	{60, ABSENT, 71, false, NULL},
	/* two nodes of one target may be wrong together */
	{600, 600, ABSENT, false, NULL},
	{600, 600, 0, false, NULL},
	{ABSENT, ABSENT, 600, false, NULL},
	{ABSENT, 600, 601, true, "600"},
};

static int64_t date_of(int64_t ahead)
{
	return ahead == ABSENT ? 0 : NOW + ahead;
}

START_TEST(two_hosts_against_our_clock)
{
	for (size_t i = 0; i < OA_LENGTH(clocks); i++) {
		struct fixture *f = fixture_new();
		const struct clock_case *test = &clocks[i];

		add_place(f, &(struct place){"192.0.2.1", "a"});
		add_place(f, &(struct place){"192.0.2.2", "a"});
		add_place(f, &(struct place){"EX2:444", "a!"});
		f->looks[0].date = date_of(test->target);
		f->looks[1].date = date_of(test->node);
		f->looks[2].date = date_of(test->other);
		ck_assert_msg(oa_certnodes_judge_clock(&f->front, f->looks, f->count,
				      NOW) == test->is_ours_wrong,
			"case %zu", i);
		check_found(&f->report, OA_CODE_MONITOR_CLOCK_WRONG, test->text, i);
		fixture_free(f);
	}
}
END_TEST

OA_TEST_MAIN("certnodes", places_are_compared, two_hosts_against_our_clock)
