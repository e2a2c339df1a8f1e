/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/mapihttp.h"
#include "common/probe/mapihttp.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"
#include "plugins/front/settle.h"

#include <string.h>

struct settings {
	struct oa_common_settings common;
	struct oa_mapihttp_plan plan;
};

#define PLAN(name) offsetof(struct settings, plan.name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "mailbox", .type = OA_OPTION_TEXT, .argument = "GUID@DOMAIN",
	 .offset = PLAN(mailbox),
	 .help = "mailbox to name in the requests, as autodiscover gives it; without "
		 "it that of the account"},
	{.name = "connect", .type = OA_OPTION_FLAG, .offset = PLAN(connects),
	 .help = "open a session to the mailbox and end it, too; needs --mailbox-dn"},
	{.name = "mailbox-dn", .type = OA_OPTION_TEXT, .argument = "DN",
	 .offset = PLAN(user_dn),
	 .help = "legacy distinguished name of the mailbox (legacyExchangeDN), as "
		 "autodiscover gives it"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"MAPI/HTTP", options},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	OA_PERF_AUTH,
	OA_PERF_EMSMDB,
	OA_PERF_NSPI,
	OA_PERF_MAPI_CONNECT,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com -u 'CORP\\monitor' --password-file /etc/oa/password",
	"-H mail.example.com -u monitor@corp.example --password-file /etc/oa/password "
	"--connect --mailbox-dn '/o=Example/ou=Exchange/cn=Recipients/cn=monitor'",
	NULL,
};

static bool is_plain(const char *text, const char *banned)
{
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < ' ' || (unsigned char)*at >= 0x7f ||
			strchr(banned, *at))
			return false;
	return true;
}

static int check_settings(void *data, struct oa_error *err)
{
	const struct settings *settings = data;
	const char *mailbox = settings->plan.mailbox;
	const char *user_dn = settings->plan.user_dn;

	if (mailbox && (!strchr(mailbox, '@') || strlen(mailbox) > 300 ||
			       !is_plain(mailbox, " ?&#/+%")))
		return oa_fail(err, OA_LAYER_USAGE, 0, "--mailbox: guid@domain wanted");
	if (settings->plan.connects && !user_dn)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--connect needs --mailbox-dn, the name of a mailbox");
	if (user_dn && (user_dn[0] != '/' || strlen(user_dn) >= OA_MAPI_DN_MAX ||
			       !is_plain(user_dn, "")))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--mailbox-dn: a name that begins with / wanted");
	return 0;
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;

	oa_probe_mapihttp(&settings->common.target, &settings->plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_mapihttp",
	.concern = "MAPIHTTP",
	.summary = "Tests MAPI over HTTP, the successor of Outlook Anywhere: both "
		   "endpoints behind the logon, and on request a session.",
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
