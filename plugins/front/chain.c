/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/chain.h"

#include "common/base/moment.h"
#include "common/probe/poxrequest.h"
#include "plugins/front/places.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"
#include "plugins/front/settle.h"

#include <string.h>
#include <strings.h>

static const char *const depths[] = {
	"tunnel", "bind", "call", "referral", "addressbook", "logon", NULL};
static const char *const rpc_auths[] = {"auto", "none", "ntlm", "kerberos", NULL};

#define FIELD(name) offsetof(struct oa_chain_settings, name)
#define PLAN(name)  FIELD(plan.name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "server", .letter = 'S', .type = OA_OPTION_TEXT,
	 .argument = "NAME|GUID@DOMAIN|auto", .fallback = "auto",
	 .offset = FIELD(server),
	 .help = "RPC server behind the proxy: an internal name up to Exchange 2010, "
		 "mailbox-guid@domain from 2013 on; auto is what autodiscover says"},
	{.name = "alt-server", .type = OA_OPTION_LIST, .argument = "NAME",
	 .offset = PLAN(tunnel.alternatives),
	 .help = "another name of the server, tried where the first one is refused"},
	{.name = "endpoint", .letter = 'e', .type = OA_OPTION_PORTS,
	 .argument = "PORT[,PORT...]", .fallback = "6001", .offset = FIELD(endpoints),
	 .help = "endpoints to test: 6001 store, 6002 referral, 6004 address book; "
		 "each costs two TLS handshakes"},
	{.name = "depth", .type = OA_OPTION_CHOICE, .argument = "DEPTH",
	 .fallback = "logon", .choices = depths, .offset = FIELD(depth),
	 .help = "how deep to go at most; a mailbox is logged on to only where its DN "
		 "is given or autodiscover tells it"},
	{.name = "rpc-auth", .type = OA_OPTION_CHOICE, .argument = "KIND",
	 .fallback = "auto", .choices = rpc_auths, .offset = FIELD(rpc_auth),
	 .help = "authentication at RPC level, ntlm and kerberos with privacy; auto is "
		 "none, and privacy where the server wants it"},
	{.name = "mailbox-dn", .type = OA_OPTION_TEXT, .argument = "DN",
	 .offset = PLAN(tunnel.deep.mailbox_dn),
	 .help = "legacy distinguished name of the account's mailbox, if autodiscover "
		 "is not to tell it"},
	{.name = "check-name", .type = OA_OPTION_TEXT, .argument = "NAME",
	 .offset = PLAN(tunnel.deep.check_name),
	 .help = "who should be found in the address book, with -e 6004"},
	{.name = "device-timeout", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .offset = PLAN(tunnel.device_timeout), .max = 86400,
	 .help = "idle limit of firewalls and balancers on the way; a longer one of "
		 "the server is a finding"},
	{.name = "cert-warning", .type = OA_OPTION_TEXT, .argument = "LIMIT",
	 .fallback = "25%,30", .offset = FIELD(warn),
	 .help = "WARNING if less is left of the certificate, as -w of check_oa_cert"},
	{.name = "cert-critical", .type = OA_OPTION_TEXT, .argument = "LIMIT",
	 .fallback = "10%,14", .offset = FIELD(crit),
	 .help = "CRITICAL if less is left, likewise"},
	{.name = "principal", .type = OA_OPTION_TEXT, .argument = "msstd:NAME",
	 .offset = PLAN(cert.principal),
	 .help = "CertPrincipalName of the Outlook profiles, which must be on the "
		 "certificate; none, by which Exchange waives that, is not checked"},
	{0},
};

static const struct oa_option beside[] = {
	{.name = "email", .letter = 'E', .type = OA_OPTION_TEXT,
	 .argument = "USER@DOMAIN", .offset = PLAN(autodiscover.address),
	 .help = "address to ask autodiscover for; by default the user name, if it is "
		 "one"},
	{.name = "no-autodiscover", .type = OA_OPTION_FLAG,
	 .offset = FIELD(has_no_autodiscover),
	 .help = "leave autodiscover out"},
	{.name = "allow-host", .type = OA_OPTION_LIST, .argument = "HOST",
	 .offset = PLAN(autodiscover.allowed),
	 .help = "another host to which autodiscover may lead the logon"},
	{.name = "http-port", .type = OA_OPTION_INTEGER, .argument = "PORT",
	 .fallback = "80", .offset = FIELD(http_port), .min = 1, .max = 65535,
	 .help = "TCP port of plain http in autodiscover (for tests)",
	 .is_hidden = true},
	{.name = "https-port", .type = OA_OPTION_INTEGER, .argument = "PORT",
	 .fallback = "443", .offset = FIELD(https_port), .min = 1, .max = 65535,
	 .help = "TCP port of autodiscover over TLS (for tests)", .is_hidden = true},
	{.name = "no-mapihttp", .type = OA_OPTION_FLAG,
	 .offset = FIELD(has_no_mapihttp),
	 .help = "leave MAPI/HTTP out"},
	{.name = "mapihttp-suffices", .type = OA_OPTION_FLAG,
	 .offset = PLAN(mapihttp_suffices),
	 .help = "while MAPI/HTTP works, the loss of Outlook Anywhere is no more than "
		 "WARNING"},
	{.name = "backend", .type = OA_OPTION_LIST, .argument = "HOST[:PORT]",
	 .offset = PLAN(backend.places),
	 .help = "for a monitor inside: mailbox server behind the front end, port 444 "
		 "unless it is given"},
	{.name = "accept-self-signed", .type = OA_OPTION_FLAG,
	 .offset = PLAN(backend.takes_self_signed),
	 .help = "a self-signed certificate of a back end with its name is good"},
	{.name = "inside-address", .type = OA_OPTION_TEXT, .argument = "ADDR",
	 .offset = PLAN(inside_address),
	 .help = "address of the front end inside: where the chain is broken, it is "
		 "tried there, too"},
	{.name = "changed", .type = OA_OPTION_TEXT, .argument = "TIME",
	 .offset = FIELD(changed),
	 .help = "when settings were changed, as 2026-11-21T08:30Z: for --settle after "
		 "it, what is not there yet is a warning"},
	{.name = "settle", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .fallback = "900", .offset = PLAN(memory.settle), .max = 86400,
	 .help = "how long a server takes to apply changed settings"},
	{0},
};
/* Hidden, because no run of a plugin looks at them. */
static const struct oa_option schedule[] = {
	{.name = "label", .type = OA_OPTION_TEXT, .argument = "TEXT",
	 .offset = FIELD(schedule.label), .is_hidden = true,
	 .help = "a word for the target in SNMP, such as a site or a customer"},
	{.name = "every", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .offset = FIELD(schedule.every), .max = 86400, .is_hidden = true,
	 .help = "from one run of the target to the next"},
	{.name = "retry", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .offset = FIELD(schedule.retry), .max = 86400, .is_hidden = true,
	 .help = "to the next run while a failure is not confirmed"},
	{.name = "attempts", .type = OA_OPTION_INTEGER, .argument = "N",
	 .offset = FIELD(schedule.attempts), .min = 1, .max = 100, .is_hidden = true,
	 .help = "runs in a row that must fail before it counts"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Chain", options},
	{"Beside the chain", beside},
	{"Schedule", schedule},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	OA_PERF_DAYS_LEFT,
	OA_PERF_HTTP,
	OA_PERF_AUTH,
	OA_PERF_A3,
	OA_PERF_C2,
	OA_PERF_BIND,
	OA_PERF_CALL,
	OA_PERF_REFERRAL,
	OA_PERF_ADDRESSBOOK,
	OA_PERF_LOGON,
	OA_PERF_IDLE_TIMEOUT,
	OA_PERF_AUTODISCOVER,
	OA_PERF_EMSMDB,
	OA_PERF_MAPI_CONNECT,
	OA_PERF_NSPI,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com -u monitor@example.com --password-file /etc/oa/password",
	"-H mail.example.com -S EX1.corp.example -u 'CORP\\monitor' "
	"--password-file /etc/oa/password --no-mapihttp -e 6001,6002,6004",
	"--extra-opts=mail@/etc/oa/oa.ini --html /var/www/html/oa.html",
	NULL,
};

static int check_times(struct oa_chain_settings *settings, struct oa_error *err)
{
	struct oa_cert_plan *cert = &settings->plan.cert;

	if (settings->changed &&
		!oa_parse_moment(settings->changed, &settings->plan.memory.changed))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--changed: %.40s is no time like 2026-11-21T08:30Z",
			settings->changed);
	if (oa_certlimit_parse(settings->warn, &cert->warn, err) < 0)
		return oa_fail_context(err, "--cert-warning");
	if (oa_certlimit_parse(settings->crit, &cert->crit, err) < 0)
		return oa_fail_context(err, "--cert-critical");
	if (cert->principal && !oa_cert_principal_name(cert->principal)[0])
		return oa_fail(err, OA_LAYER_USAGE, 0, "--principal: no name in it");
	return 0;
}

/* Whose autodiscover: the address given, or the account's name if it is one. */
static int choose_address(struct oa_chain_settings *settings, struct oa_error *err)
{
	struct oa_autodiscover_plan *plan = &settings->plan.autodiscover;
	const char *user = settings->common.target.who.user;

	if (plan->address && oa_pox_check_address(plan->address, err) < 0)
		return oa_fail_context(err, "--email");
	if (!plan->address && user && oa_pox_is_address(user))
		plan->address = user;
	if (settings->has_no_autodiscover)
		plan->address = NULL;
	return 0;
}

static int choose_server(struct oa_chain_settings *settings, struct oa_error *err)
{
	struct oa_tunnel_plan *plan = &settings->plan.tunnel;

	if (strcasecmp(settings->server, "auto") != 0)
		plan->server = settings->server;
	else if (!settings->plan.autodiscover.address)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"without autodiscover --server is wanted");
	return oa_check_server(plan->server, err);
}

static int check_settings(void *data, struct oa_error *err)
{
	struct oa_chain_settings *settings = data;
	struct oa_chain_plan *plan = &settings->plan;

	if (check_times(settings, err) < 0 ||
		oa_check_places(&settings->plan.backend.places, err) < 0 ||
		choose_address(settings, err) < 0 || choose_server(settings, err) < 0)
		return -1;
	plan->has_mapihttp = !settings->has_no_mapihttp;
	plan->memory.dir = settings->common.target.budget.dir;
	plan->memory.program = "check_oa";
	plan->autodiscover.http_port = (uint16_t)settings->http_port;
	plan->autodiscover.https_port = (uint16_t)settings->https_port;
	plan->tunnel.port = settings->endpoints.port;
	plan->tunnel.port_count = settings->endpoints.count;
	plan->tunnel.depth = OA_DEPTH_TUNNEL + (enum oa_depth)settings->depth;
	plan->tunnel.rpc_auth = (enum oa_rpc_choice)settings->rpc_auth;
	plan->tunnel.level = OA_RPCAUTH_LEVEL_PRIVACY;
	return 0;
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct oa_chain_settings *settings = data;

	oa_probe_chain(&settings->common.target, &settings->plan, until, report);
}

const struct oa_program oa_program_chain = {
	.name = "check_oa",
	.concern = "CHAIN",
	.summary =
		"Walks the whole way of Outlook Anywhere from the name to the mailbox "
		"and names the first hop that breaks.",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct oa_chain_settings),
	.perf = perf,
	.main_label = "time",
	.check_settings = check_settings,
	.run = run,
	.repeat = oa_repeat_run,
};
