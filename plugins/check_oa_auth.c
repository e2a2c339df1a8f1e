/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/wwwauth.h"
#include "common/probe/auth.h"
#include "common/probe/node.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"
#include "plugins/front/settle.h"

#include <string.h>
#include <strings.h>

struct settings {
	struct oa_common_settings common;
	const char *server;
	struct oa_strings require;
	struct oa_strings forbid;
	struct oa_strings nodes;
	long protection;
	long plain_port;
};

/* In the order of enum oa_protection. */
static const char *const protections[] = {
	"any", "skip", "none", "allow", "require", NULL};

#define FIELD(name) offsetof(struct settings, name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "require", .type = OA_OPTION_LIST, .argument = "SCHEME[,SCHEME...]",
	 .offset = FIELD(require),
	 .help = "schemes that every method must offer: basic, ntlm, negotiate, "
		 "digest, bearer"},
	{.name = "forbid", .type = OA_OPTION_LIST, .argument = "SCHEME[,SCHEME...]",
	 .offset = FIELD(forbid),
	 .help = "schemes that must not be offered, and are not used; all but Basic, "
		 "NTLM and Negotiate are unwanted anyway"},
	{.name = "expect-ep", .type = OA_OPTION_CHOICE, .argument = "MODE",
	 .fallback = "any", .choices = protections, .offset = FIELD(protection),
	 .help = "Extended Protection that logons must find; any reports what it is, "
		 "skip leaves out the logons with a false and without a binding"},
	{.name = "node", .type = OA_OPTION_LIST, .argument = "ADDR[:PORT]",
	 .offset = FIELD(nodes),
	 .help = "member behind the balancer to compare with, by the same name"},
	{.name = "plain-port", .type = OA_OPTION_INTEGER, .argument = "PORT",
	 .fallback = "80", .offset = FIELD(plain_port), .max = 65535,
	 .help = "port that should not answer without TLS; 0 does not look"},
	{.name = "server", .letter = 'S', .type = OA_OPTION_TEXT,
	 .argument = "NAME|GUID@DOMAIN", .offset = FIELD(server),
	 .help = "RPC server to name in the requests; the host name without it"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Authentication", options},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	OA_PERF_HTTP,
	OA_PERF_BASIC,
	OA_PERF_NTLM,
	OA_PERF_NEGOTIATE,
	OA_PERF_CLOCK_SKEW,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com --require ntlm,negotiate --forbid basic",
	"-H mail.example.com -u 'CORP\\monitor' --password-file /etc/oa/password "
	"--state-dir /var/lib/oa --expect-ep require",
	NULL,
};

static bool scheme_of(const char *word, size_t len, unsigned *ret_scheme)
{
	for (unsigned scheme = OA_SCHEME_BASIC; scheme < OA_SCHEME_OTHER;
		scheme <<= 1) {
		const char *name = oa_scheme_name((enum oa_scheme)scheme);

		if (strlen(name) == len && !strncasecmp(name, word, len)) {
			*ret_scheme = scheme;
			return true;
		}
	}
	return false;
}

/* Reads comma lists of scheme names into bits. */
static int read_schemes(const struct oa_strings *lists, const char *option,
	unsigned *ret_schemes, struct oa_error *err)
{
	unsigned schemes = 0, scheme;

	for (size_t i = 0; i < lists->count; i++) {
		for (const char *word = lists->item[i];; word++) {
			size_t len = strcspn(word, ",");

			if (!scheme_of(word, len, &scheme))
				return oa_fail(err, OA_LAYER_USAGE, 0,
					"--%s: no such scheme: %.*s", option,
					(int)(len < 40 ? len : 40), word);
			schemes |= scheme;
			word += len;
			if (!*word)
				break;
		}
	}
	*ret_schemes = schemes;
	return 0;
}

static int check_nodes(const struct oa_strings *nodes, struct oa_error *err)
{
	char address[46];
	uint16_t port;

	for (size_t i = 0; i < nodes->count; i++)
		if (!oa_node_parse(nodes->item[i], address, &port))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--node: %.60s is not ADDR or ADDR:PORT",
				nodes->item[i]);
	return 0;
}

static int check_settings(void *data, struct oa_error *err)
{
	const struct settings *settings = data;
	const struct oa_target *target = &settings->common.target;
	unsigned required, forbidden;

	if (oa_check_server(settings->server, err) < 0)
		return -1;
	if (read_schemes(&settings->require, "require", &required, err) < 0 ||
		read_schemes(&settings->forbid, "forbid", &forbidden, err) < 0)
		return -1;
	if (required & forbidden)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--require and --forbid name the same scheme");
	if (settings->protection > OA_PROTECTION_SKIP &&
		(target->no_tls || target->no_channel_binding))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--expect-ep needs TLS and channel bindings");
	return check_nodes(&settings->nodes, err);
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;
	struct oa_auth_plan plan = {.server = settings->server,
		.protection.wish = (enum oa_protection)settings->protection,
		.nodes = settings->nodes,
		.plain_port = (uint16_t)settings->plain_port};

	read_schemes(&settings->require, "require", &plan.required, NULL);
	read_schemes(&settings->forbid, "forbid", &plan.forbidden, NULL);
	oa_probe_auth(&settings->common.target, &plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_auth",
	.concern = "AUTH",
	.summary =
		"Judges the authentication of an Exchange front end: schemes, clock, "
		"and with credentials every logon, with one refused password at "
		"most.",
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
