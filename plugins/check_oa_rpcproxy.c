/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpcproxy.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"
#include "plugins/front/settle.h"

struct settings {
	struct oa_common_settings common;
	const char *server;
};

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "server", .letter = 'S', .type = OA_OPTION_TEXT,
	 .argument = "NAME|GUID@DOMAIN", .offset = offsetof(struct settings, server),
	 .help = "RPC server to name in the requests; without it the host name, which "
		 "Exchange 2013 and later refuse after the logon"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"RPC proxy", options},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	OA_PERF_HTTP,
	OA_PERF_AUTH,
	OA_PERF_ECHO,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com",
	"-H mail.example.com -u 'CORP\\monitor' --password-file /etc/oa/password "
	"-S EX1.corp.example",
	NULL,
};

static int check_settings(void *data, struct oa_error *err)
{
	const struct settings *settings = data;

	return oa_check_server(settings->server, err);
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;
	const struct oa_rpcproxy_plan plan = {.server = settings->server};

	oa_probe_rpcproxy(&settings->common.target, &plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_rpcproxy",
	.concern = "RPCPROXY",
	.summary = "Tests whether the RPC proxy of an Exchange front end is there and "
		   "alive, as anybody sees it and, with credentials, behind the logon.",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct settings),
	.perf = perf,
	.main_label = "time",
	.check_settings = check_settings,
	.run = run,
	.repeat = oa_repeat_run,
};

int main(int argc, char **argv)
{
	return oa_program_main(&program, argc, argv);
}
