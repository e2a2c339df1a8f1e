/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/tunnel.h"
#include "plugins/front/program.h"
#include "plugins/front/settle.h"

struct settings {
	struct oa_common_settings common;
	const char *server;
	struct oa_strings alternatives;
	struct oa_ports endpoints;
	long depth;
	long interface;
	long rpc_auth;
	long rpc_level;
	double device_timeout;
};

static const char *const depths[] = {"echo", "tunnel", "bind", "call", NULL};
static const char *const interfaces[] = {"own", "mgmt", "emsmdb", "rfr", "nspi", NULL};
static const char *const rpc_auths[] = {"auto", "none", "ntlm", "kerberos", NULL};
static const char *const rpc_levels[] = {"connect", "integrity", "privacy", NULL};

#define FIELD(name) offsetof(struct settings, name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "server", .letter = 'S', .type = OA_OPTION_TEXT,
	 .argument = "NAME|GUID@DOMAIN", .offset = FIELD(server), .is_required = true,
	 .help = "RPC server behind the proxy: an internal name up to Exchange 2010, "
		 "mailbox-guid@domain from 2013 on"},
	{.name = "alt-server", .type = OA_OPTION_LIST, .argument = "NAME",
	 .offset = FIELD(alternatives),
	 .help = "another name of the server, tried where the first one is refused"},
	{.name = "endpoint", .letter = 'e', .type = OA_OPTION_PORTS,
	 .argument = "PORT[,PORT...]", .fallback = "6001", .offset = FIELD(endpoints),
	 .help = "endpoints to test: 6001 store, 6002 referral, 6004 address book"},
	{.name = "depth", .type = OA_OPTION_CHOICE, .argument = "DEPTH",
	 .fallback = "call", .choices = depths, .offset = FIELD(depth),
	 .help = "how deep to go"},
	{.name = "interface", .type = OA_OPTION_CHOICE, .argument = "NAME",
	 .fallback = "own", .choices = interfaces, .offset = FIELD(interface),
	 .help = "interface to bind instead of the endpoint's own"},
	{.name = "rpc-auth", .type = OA_OPTION_CHOICE, .argument = "KIND",
	 .fallback = "auto", .choices = rpc_auths, .offset = FIELD(rpc_auth),
	 .help = "authentication at RPC level; auto is none, and privacy by NTLM, or "
		 "without a password by Kerberos, where the server wants it"},
	{.name = "rpc-level", .type = OA_OPTION_CHOICE, .argument = "LEVEL",
	 .fallback = "privacy", .choices = rpc_levels, .offset = FIELD(rpc_level),
	 .help = "protection at RPC level with --rpc-auth ntlm or kerberos"},
	{.name = "device-timeout", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .offset = FIELD(device_timeout), .max = 86400,
	 .help = "idle limit of firewalls and balancers on the way; a longer one of "
		 "the server is a finding"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Tunnel", options},
	{"Target", oa_options_target},
	{"TLS", oa_options_tls},
	{"Logon", oa_options_credentials},
	{"Run", oa_options_run},
	{0},
};

static const struct oa_perf perf[] = {
	{"time", "s", "the whole run"},
	{"dns_time", "s", "resolving the host name"},
	{"tcp_time", "s", "connecting to the front end"},
	{"tls_time", "s", "the TLS handshake"},
	{"auth_time", "s", "from the first request of the logon to its acceptance"},
	{"a3_time", "s", "from the OUT request to CONN/A3"},
	{"c2_time", "s", "from the IN request to CONN/C2"},
	{"bind_time", "s", "bind and its answer"},
	{"call_time", "s", "the call and its answer"},
	{"idle_timeout", "s", "after which the server ends an idle tunnel"},
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com -S EX1.corp.example -u 'CORP\\monitor' "
	"--password-file /etc/oa/password",
	"-H mail.example.com -S 7a1c7f0e-4d5c-4f4c-9d0e-3f0c3b6f8f11@example.com "
	"--extra-opts=mail@/etc/oa.ini -e 6001,6002,6004 -w 2 -c 5",
	NULL,
};

static int check_settings(void *data, struct oa_error *err)
{
	const struct settings *settings = data;

	return oa_check_server(settings->server, err);
}

static enum oa_rpcauth_level level_of(long choice)
{
	static const enum oa_rpcauth_level levels[] = {OA_RPCAUTH_LEVEL_CONNECT,
		OA_RPCAUTH_LEVEL_INTEGRITY, OA_RPCAUTH_LEVEL_PRIVACY};

	return levels[choice];
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;
	const struct oa_tunnel_plan plan = {.server = settings->server,
		.alternatives = settings->alternatives,
		.port = settings->endpoints.port,
		.port_count = settings->endpoints.count,
		.depth = (enum oa_depth)settings->depth,
		.iface = settings->interface ? oa_iface_by_name(
						       interfaces[settings->interface])
					     : NULL,
		.rpc_auth = (enum oa_rpc_choice)settings->rpc_auth,
		.level = level_of(settings->rpc_level),
		.device_timeout = settings->device_timeout};

	oa_probe_tunnel(&settings->common.target, &plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_tunnel",
	.concern = "TUNNEL",
	.summary = "Opens real tunnels of RPC over HTTP to the endpoints behind an "
		   "Exchange front end and names the hop that breaks.",
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
