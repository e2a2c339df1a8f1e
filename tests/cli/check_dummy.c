/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A program with the front of the suite and no network: the command line tests
 * look at what the front makes of options.
 */

#include "plugins/front/program.h"

#include <stdio.h>
#include <time.h>

struct settings {
	struct oa_common_settings common;
	double sleep;          /* --sleep */
	bool ignores_deadline; /* --hang: sleep beyond the deadline */
	struct oa_ports ports; /* --endpoint */
	bool shows_logon;      /* --show-logon: the text names user and length */
};

static const struct oa_option options[] = {
	{.name = "sleep",
		.type = OA_OPTION_SECONDS,
		.argument = "SECONDS",
		.help = "let this much time pass",
		.offset = offsetof(struct settings, sleep),
		.max = 60},
	{.name = "hang",
		.type = OA_OPTION_FLAG,
		.help = "let it pass without a look at the deadline",
		.offset = offsetof(struct settings, ignores_deadline)},
	{.name = "endpoint",
		.letter = 'e',
		.type = OA_OPTION_PORTS,
		.argument = "PORT[,PORT...]",
		.fallback = "6001",
		.help = "ports of the endpoints",
		.offset = offsetof(struct settings, ports)},
	{.name = "show-logon",
		.type = OA_OPTION_FLAG,
		.help = "say who would log on and how long the password is",
		.offset = offsetof(struct settings, shows_logon)},
	{.name = NULL},
};

static const struct oa_option_group groups[] = {
	{.title = "Target", .options = oa_options_target},
	{.title = "TLS", .options = oa_options_tls},
	{.title = "Logon", .options = oa_options_credentials},
	{.title = "Run", .options = oa_options_run},
	{.title = "Dummy", .options = options},
	{.title = NULL},
};

static const struct oa_perf perf[] = {
	{.label = "time", .unit = "s", .meaning = "duration of the whole run"},
	{.label = "tcp_time", .unit = "s", .meaning = "duration of the sleep"},
	{.label = NULL},
};

static const char *const examples[] = {
	"-H mail.lab.test", "-H mail.lab.test --sleep 1 -w 0.5 -c 2", NULL};

static int check_settings(void *settings, struct oa_error *err)
{
	const struct settings *own = settings;

	if (own->ignores_deadline && own->sleep <= 0)
		return oa_fail(err, OA_LAYER_USAGE, 0, "--hang needs --sleep");
	return 0;
}

static void pass_time(double seconds)
{
	struct timespec left = {.tv_sec = (time_t)seconds};

	left.tv_nsec = (long)((seconds - (double)left.tv_sec) * 1e9);
	while (nanosleep(&left, &left) < 0)
		continue;
}

static void run(
	const void *settings, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *own = settings;
	const struct oa_target *target = &own->common.target;
	double left = oa_deadline_left(until);

	pass_time(own->sleep < left || own->ignores_deadline ? own->sleep : left);
	oa_report_value(report, "tcp_time", own->sleep);
	if (oa_deadline_passed(until))
		oa_report_find(report, OA_CODE_TCP_FILTERED, NULL, NULL);
	else
		oa_report_ok(report, OA_HOP_TCP, NULL, own->sleep, "port %ld of %s",
			target->port, target->host);
	if (own->shows_logon)
		oa_report_ok(report, OA_HOP_AUTH, NULL, -1,
			"user %s domain %s password of %zu",
			target->who.user ? target->who.user : "none",
			target->who.domain ? target->who.domain : "none",
			target->who.password.len);
	for (size_t i = 0; i < own->ports.count; i++) {
		char subject[8];

		snprintf(subject, sizeof(subject), "%d", own->ports.port[i]);
		oa_report_ok(report, OA_HOP_TUNNEL, subject, -1, "nothing done");
	}
}

static const struct oa_program program = {
	.name = "check_oa_dummy",
	.concern = "DUMMY",
	.summary =
		"Does nothing, for as long as it is told to, so that the tests of the "
		"command line need no server.",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct settings),
	.perf = perf,
	.main_label = "time",
	.check_settings = check_settings,
	.run = run,
};

int main(int argc, char **argv)
{
	return oa_program_main(&program, argc, argv);
}
