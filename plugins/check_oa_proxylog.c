/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylog.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"

struct settings {
	struct oa_common_settings common;
	struct oa_proxylog_plan plan;
	struct oa_range warn;
	struct oa_range crit;
	long window_min;
};

#define FIELD(name) offsetof(struct settings, name)
#define PLAN(name)  FIELD(plan.name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "log", .letter = 'l', .type = OA_OPTION_LIST, .argument = "PATH",
	 .offset = PLAN(paths), .is_required = true,
	 .help = "log file, or directory with files *.log, as "
		 "Logging\\HttpProxy\\RpcHttp of the server, copied or mounted"},
	{.name = "state-dir", .type = OA_OPTION_TEXT, .argument = "DIR",
	 .offset = PLAN(state_dir),
	 .help = "directory for the memory between runs: each run then reads what has "
		 "come since the last one"},
	{.name = "window", .type = OA_OPTION_INTEGER, .argument = "MINUTES",
	 .fallback = "60", .offset = FIELD(window_min), .max = 525600,
	 .help = "how far the first run looks back, and each one without --state-dir; "
		 "0 for everything there is"},
	{.name = "warning", .letter = 'w', .type = OA_OPTION_RANGE,
	 .argument = "RANGE", .fallback = "5", .offset = FIELD(warn),
	 .help = "WARNING if the share of failed requests in percent is outside "
		 "[@][start:][end]"},
	{.name = "critical", .letter = 'c', .type = OA_OPTION_RANGE,
	 .argument = "RANGE", .fallback = "20", .offset = FIELD(crit),
	 .help = "CRITICAL if it is outside [@][start:][end]"},
	{.name = "min-requests", .type = OA_OPTION_INTEGER, .argument = "N",
	 .fallback = "10", .offset = PLAN(min_requests), .max = 1000000000,
	 .help = "judge the share, of all and of one server, only from this number of "
		 "requests on; with --state-dir runs with fewer are judged together"},
	{.name = "expect-traffic", .type = OA_OPTION_FLAG,
	 .offset = PLAN(expects_traffic),
	 .help = "WARNING if there was no request at all"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Log", options},
	{"Run", oa_options_run_bare},
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_ERROR_RATIO,
	OA_PERF_REQUESTS,
	OA_PERF_ERRORS,
	OA_PERF_HIDDEN_ERRORS,
	OA_PERF_CHALLENGES,
	OA_PERF_P50,
	OA_PERF_P95,
	OA_PERF_LINES,
	OA_PERF_MALFORMED,
	OA_PERF_TIME,
	{0},
};

static const char *const examples[] = {
	"-l /mnt/ex1/HttpProxy/RpcHttp --state-dir /var/lib/oa -w 5 -c 20",
	"-l HttpProxy_2026112104-1.LOG --window 0",
	NULL,
};

static int check_settings(void *data, struct oa_error *err)
{
	struct settings *settings = data;

	(void)err;
	/* what the output names as its object */
	settings->common.target.host = settings->plan.paths.item[0];
	return 0;
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;
	struct oa_proxylog_plan plan = settings->plan;

	plan.warn = &settings->warn;
	plan.crit = &settings->crit;
	plan.window = (double)settings->window_min * 60;
	plan.now = settings->common.now;
	oa_probe_proxylog(&plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_proxylog",
	.concern = "PROXYLOG",
	.summary = "Judges the HttpProxy logs of an Exchange front end: requests, "
		   "failures and the servers behind them, since the last run.",
	.usage = "-l PATH [OPTION]...",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct settings),
	.perf = perf,
	.main_label = "error_ratio",
	.check_settings = check_settings,
	.run = run,
};

int main(int argc, char **argv)
{
	return oa_program_main(&program, argc, argv);
}
