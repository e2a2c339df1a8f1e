/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/tunnel.h"
#include "common/rpc/nspi.h"
#include "common/rpc/rfr.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"
#include "plugins/front/settle.h"

#include <string.h>

struct settings {
	struct oa_common_settings common;
	const char *server;
	struct oa_strings alternatives;
	struct oa_ports endpoints;
	long depth;
	long interface;
	long rpc_auth;
	long rpc_level;
	struct oa_deep_plan deep;
	const char *pose_version;
	double device_timeout;
	double refuse_fast;
	double refuse_slow;
	double hold;
	double hold_pings;
};

static const char *const depths[] = {
	"echo", "tunnel", "bind", "call", "referral", "addressbook", "logon", NULL};
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
	 .argument = "PORT[,PORT...]", .offset = FIELD(endpoints),
	 .help = "endpoints to test: 6001 store, 6002 referral, 6004 address book; "
		 "without it the one that --depth is about, else 6001"},
	{.name = "depth", .type = OA_OPTION_CHOICE, .argument = "DEPTH",
	 .fallback = "call", .choices = depths, .offset = FIELD(depth),
	 .help = "how deep to go: beyond the cheap call each endpoint has its own, "
		 "referral on 6002, addressbook on 6004, logon on 6001; each is made "
		 "up to the depth named, on the endpoints of -e"},
	{.name = "mailbox-dn", .type = OA_OPTION_TEXT, .argument = "DN",
	 .offset = FIELD(deep.mailbox_dn),
	 .help = "legacy DN of the account's mailbox, wanted by --depth logon; with it "
		 "a failure on 6001 is looked at again by a logon"},
	{.name = "pose-version", .type = OA_OPTION_TEXT, .argument = "A.B.C.D",
	 .offset = FIELD(pose_version),
	 .help = "version of Outlook to pose as in a logon; 16.0.17928.20156 unless "
		 "given"},
	{.name = "cached-mode", .type = OA_OPTION_FLAG, .offset = FIELD(deep.is_cached),
	 .help = "pose as an Outlook in cached mode"},
	{.name = "check-name", .type = OA_OPTION_TEXT, .argument = "NAME",
	 .offset = FIELD(deep.check_name),
	 .help = "who must be found in the address book, with --depth addressbook"},
	{.name = "server-dn", .type = OA_OPTION_TEXT, .argument = "DN",
	 .offset = FIELD(deep.server_dn),
	 .help = "legacy DN of a mailbox server whose name --depth referral asks for; "
		 "without it the name of the address book server alone is asked for"},
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
	{.name = "refuse-fast", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .fallback = "0.3", .offset = FIELD(refuse_fast), .max = 3600,
	 .help = "a refusal (0x6ba) sooner than this after the time of an echo means "
		 "that the target is not allowed"},
	{.name = "refuse-slow", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .fallback = "0.8", .offset = FIELD(refuse_slow), .max = 3600,
	 .help = "one later than this means that a connect was tried; between both "
		 "it is undecided"},
	{.name = "hold", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .offset = FIELD(hold), .max = 86400,
	 .help = "keep the first tunnel that opens idle for so long and tell when and "
		 "by whom it is cut; this time comes on top of --timeout"},
	{.name = "hold-pings", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .offset = FIELD(hold_pings), .max = 86400,
	 .help = "send a ping so often while the tunnel is held; without it nothing "
		 "is sent"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Tunnel", options},
	OA_GROUPS_OF_A_CLIENT,
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	OA_PERF_AUTH,
	OA_PERF_A3,
	OA_PERF_C2,
	OA_PERF_BIND,
	OA_PERF_CALL,
	OA_PERF_REFERRAL,
	OA_PERF_ADDRESSBOOK,
	OA_PERF_LOGON,
	OA_PERF_IDLE_TIMEOUT,
	OA_PERF_HOLD,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com -S EX1.corp.example -u 'CORP\\monitor' "
	"--password-file /etc/oa/password",
	"-H mail.example.com -S 7a1c7f0e-4d5c-4f4c-9d0e-3f0c3b6f8f11@example.com "
	"--extra-opts=mail@/etc/oa/oa.ini -e 6001,6002,6004 -w 2 -c 5",
	"-H mail.example.com --extra-opts=mail@/etc/oa/oa.ini --depth logon "
	"--mailbox-dn '/o=Org/ou=Group/cn=Recipients/cn=monitor'",
	NULL,
};

/* The longest DN of a mailbox: with all else it fits one request. */
#define MAILBOX_DN_MAX 1024

static int check_length(const char *name, const char *text, size_t min, size_t max,
	struct oa_error *err)
{
	size_t len = text ? strlen(text) : min;

	if (len >= min && len <= max)
		return 0;
	return oa_fail(err, OA_LAYER_USAGE, 0, "--%s: %zu bytes, not %zu to %zu", name,
		len, min, max);
}

static int check_deep(struct settings *settings, struct oa_error *err)
{
	struct oa_deep_plan *deep = &settings->deep;

	if (settings->pose_version &&
		!oa_mapi_version_parse(settings->pose_version, &deep->poses))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--pose-version: %s is not of the form 16.0.17928.20156",
			settings->pose_version);
	if (settings->depth == OA_DEPTH_LOGON && !deep->mailbox_dn)
		return oa_fail(
			err, OA_LAYER_USAGE, 0, "--depth logon wants --mailbox-dn");
	if (settings->depth > OA_DEPTH_CALL && settings->interface)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--depth %s wants the endpoint's own interface",
			depths[settings->depth]);
	if (check_length("mailbox-dn", deep->mailbox_dn, 1, MAILBOX_DN_MAX, err) < 0 ||
		check_length("check-name", deep->check_name, 1, OA_NSPI_NAME_MAX, err) <
			0)
		return -1;
	return check_length("server-dn", deep->server_dn, OA_RFR_DN_MIN - 1,
		OA_RFR_DN_MAX - 1, err);
}

/* The endpoint of the depth must be among those named, and is the default. */
static int settle_endpoints(struct settings *settings, struct oa_error *err)
{
	uint16_t port = oa_depth_port((enum oa_depth)settings->depth);
	struct oa_ports *ports = &settings->endpoints;

	if (!ports->count)
		ports->port[ports->count++] = port ? port : 6001;
	for (size_t i = 0; i < ports->count && port; i++)
		if (ports->port[i] == port)
			port = 0;
	if (port)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--depth %s is about endpoint %u, which -e leaves out",
			depths[settings->depth], port);
	return 0;
}

static int check_hold(const struct settings *settings, struct oa_error *err)
{
	if (settings->hold_pings && !settings->hold)
		return oa_fail(err, OA_LAYER_USAGE, 0, "--hold-pings wants --hold");
	if (settings->hold_pings > settings->hold)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--hold-pings is above --hold: no ping would be sent");
	if (settings->hold && settings->depth == OA_DEPTH_ECHO)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--hold wants a tunnel, and --depth echo opens none");
	return 0;
}

static int check_settings(void *data, struct oa_error *err)
{
	struct settings *settings = data;

	if (check_hold(settings, err) < 0)
		return -1;
	if (settings->refuse_fast > settings->refuse_slow)
		return oa_fail(
			err, OA_LAYER_USAGE, 0, "--refuse-fast is above --refuse-slow");
	if (check_deep(settings, err) < 0 || settle_endpoints(settings, err) < 0)
		return -1;
	for (size_t i = 0; i < settings->alternatives.count; i++)
		if (oa_check_server(settings->alternatives.item[i], err) < 0)
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--alt-server: a name or guid@domain without port "
				"wanted");
	settings->common.timeout += settings->hold;
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
		.deep = settings->deep,
		.iface = settings->interface ? oa_iface_by_name(
						       interfaces[settings->interface])
					     : NULL,
		.rpc_auth = (enum oa_rpc_choice)settings->rpc_auth,
		.level = level_of(settings->rpc_level),
		.device_timeout = settings->device_timeout,
		.refuse_fast = settings->refuse_fast,
		.refuse_slow = settings->refuse_slow,
		.hold = settings->hold,
		.hold_pings = settings->hold_pings};

	oa_probe_tunnel(&settings->common.target, &plan,
		oa_deadline_before(until, settings->hold), report);
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
	.repeat = oa_repeat_run,
};

int main(int argc, char **argv)
{
	return oa_program_main(&program, argc, argv);
}
