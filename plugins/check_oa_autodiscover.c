/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover.h"
#include "common/probe/poxrequest.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"

#include <string.h>

struct settings {
	struct oa_common_settings common;
	const char *email;
	struct oa_strings allowed;
	bool requires_srv;
	bool wants_same_address;
	bool tries_all;
	long https_port;
	long http_port;
};

#define FIELD(name) offsetof(struct settings, name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "email", .letter = 'E', .type = OA_OPTION_TEXT,
	 .argument = "USER@DOMAIN", .offset = FIELD(email),
	 .help = "address of the mailbox whose settings are asked for, the domain in "
		 "ASCII (xn--...); without it the user, if that has the form of an "
		 "address"},
	{.name = "allow-host", .type = OA_OPTION_LIST, .argument = "NAME",
	 .offset = FIELD(allowed),
	 .help = "another host to which the logon may go; the hostname, the domain of "
		 "the address and its host autodiscover may always have it"},
	{.name = "all-methods", .type = OA_OPTION_FLAG, .offset = FIELD(tries_all),
	 .help = "try the methods behind the first one that works, too"},
	{.name = "require-srv", .type = OA_OPTION_FLAG, .offset = FIELD(requires_srv),
	 .help = "a missing SRV record _autodiscover._tcp is a finding"},
	{.name = "same-address", .type = OA_OPTION_FLAG,
	 .offset = FIELD(wants_same_address),
	 .help = "autodiscover.DOMAIN must resolve to addresses of the hostname"},
	{.name = "http-port", .type = OA_OPTION_INTEGER, .argument = "PORT",
	 .fallback = "80", .offset = FIELD(http_port), .min = 1, .max = 65535,
	 .help = "TCP port of plain http, for the redirect and the meaning of SSL Off"},
	{.name = "https-port", .type = OA_OPTION_INTEGER, .argument = "PORT",
	 .fallback = "443", .offset = FIELD(https_port), .min = 1, .max = 65535,
	 .help = "TCP port of the methods over TLS (for tests)", .is_hidden = true},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Autodiscover", options},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	OA_PERF_HTTP,
	OA_PERF_AUTODISCOVER,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com -u monitor@example.com --password-file /etc/oa/password",
	"-H mail.example.com -E monitor@example.com -u 'CORP\\monitor' "
	"--password-file /etc/oa/password --same-address",
	NULL,
};

static int check_settings(void *data, struct oa_error *err)
{
	struct settings *settings = data;
	const char *user = settings->common.target.who.user;

	if (!settings->email && user && strchr(user, '@'))
		settings->email = user;
	if (!settings->email)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--email: the address of a mailbox is wanted");
	if (oa_pox_check_address(settings->email, err) < 0)
		return oa_fail_context(err, "--email");
	return 0;
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;
	const struct oa_autodiscover_plan plan = {.address = settings->email,
		.allowed = settings->allowed,
		.requires_srv = settings->requires_srv,
		.wants_same_address = settings->wants_same_address,
		.tries_all = settings->tries_all,
		.https_port = (uint16_t)settings->https_port,
		.http_port = (uint16_t)settings->http_port};

	oa_probe_autodiscover(&settings->common.target, &plan, until, report, NULL);
}

static const struct oa_program program = {
	.name = "check_oa_autodiscover",
	.concern = "AUTODISCOVER",
	.summary = "Tests whether clients find Outlook Anywhere by the address of a "
		   "mailbox, and whether what autodiscover tells them is true.",
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
