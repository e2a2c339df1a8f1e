/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backend.h"
#include "plugins/front/program.h"
#include "plugins/front/places.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"
#include "plugins/front/settle.h"

struct settings {
	struct oa_common_settings common;
	struct oa_strings places;
	const char *server;
	struct oa_strings alternatives;
	bool expects_closed;
	bool takes_self_signed;
};

#define FIELD(name) offsetof(struct settings, name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "backend", .type = OA_OPTION_LIST, .argument = "HOST[:PORT]",
	 .offset = FIELD(places),
	 .help = "mailbox server behind the front end, port 444 unless it is given; "
		 "without this option 444 of the front end's own address"},
	{.name = "server", .letter = 'S', .type = OA_OPTION_TEXT,
	 .argument = "NAME|GUID@DOMAIN", .offset = FIELD(server),
	 .help = "RPC server or mailbox to name in the requests to both"},
	{.name = "alt-server", .type = OA_OPTION_LIST, .argument = "GUID@DOMAIN",
	 .offset = FIELD(alternatives),
	 .help = "another mailbox: if it passes where --server is refused, the servers "
		 "behind differ"},
	{.name = "expect-closed", .type = OA_OPTION_FLAG,
	 .offset = FIELD(expects_closed),
	 .help = "for a monitor outside, and what --outside means here too: the "
		 "port must not be reached"},
	{.name = "accept-self-signed", .type = OA_OPTION_FLAG,
	 .offset = FIELD(takes_self_signed),
	 .help = "a self-signed certificate with the server's name is good, as "
		 "Exchange's setup makes it"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Back end", options},
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
	OA_PERF_BACKEND,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com --backend EX1.corp.example --backend EX2.corp.example",
	"-H mail.example.com --backend EX1.corp.example -u 'CORP\\monitor' "
	"--password-file /etc/oa/password -S GUID@example.com",
	"-H mail.example.com --expect-closed",
	NULL,
};

static int check_settings(void *data, struct oa_error *err)
{
	const struct settings *settings = data;

	if (oa_check_server(settings->server, err) < 0)
		return -1;
	for (size_t i = 0; i < settings->alternatives.count; i++)
		if (oa_check_server(settings->alternatives.item[i], err) < 0)
			return -1;
	return oa_check_places(&settings->places, err);
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;
	const struct oa_backend_plan plan = {.server = settings->server,
		.alternatives = settings->alternatives,
		.places = settings->places,
		.expects_closed = settings->expects_closed ||
				  settings->common.target.is_outside,
		.takes_self_signed = settings->takes_self_signed};

	oa_probe_backend(&settings->common.target, &plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_backend",
	.concern = "BACKEND",
	.summary =
		"Tests the hop behind an Exchange front end: port 444 of the mailbox "
		"servers, its certificate and answer beside those of 443.",
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
