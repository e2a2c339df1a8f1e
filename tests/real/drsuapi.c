/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Binds drsuapi ([MS-DRSR] 4.1.3) through a tunnel and calls DsBind, to see the RPC
 * client with an interface that is larger than MGMT and that judges the logon.
 *
 *	drsuapi HOST PORT CA-FILE SERVER USER ntlm|kerberos LEVEL
 *
 * The password is that of the environment; endpoint 6001 of SERVER is used.  Prints
 * "response BYTES", "fault STATUS", or what else has happened.
 */

#include "common/probe/endpoint.h"
#include "common/probe/frontopen.h"
#include "common/probe/kerberos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DS_BIND 0

static const struct oa_iface drsuapi = {.key = OA_IFACE_COUNT,
	.name = "drsuapi",
	.title = "drsuapi",
	.spn_service = "host",
	.syntax = {.uuid = {0x35, 0x42, 0x51, 0xe3, 0x06, 0x4b, 0xd1, 0x11, 0xab, 0x04,
			   0x00, 0xc0, 0x4f, 0xc2, 0xdc, 0xd2},
		.major = 4}};

static int say(const char *what, const struct oa_error *error)
{
	printf("%s: %s\n", what, error->text);
	return EXIT_FAILURE;
}

static int show(const char *what, const struct oa_rpc_outcome *outcome)
{
	static const char *const names[] = {"accepted", "rejected", "nak", "fault"};

	printf("%s %s 0x%08x\n", what, names[outcome->answer], outcome->number);
	return EXIT_SUCCESS;
}

static int call(struct oa_attempt *attempt, const struct oa_rpc_logon *logon,
	struct oa_deadline until)
{
	/* neither an identity nor extensions: two NULL pointers */
	static const uint8_t stub[8] = {0};
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};

	if (oa_rpc_bind(&attempt->rpc, &drsuapi, logon, until, &outcome, &error) < 0)
		return say("bind", &error);
	if (outcome.answer != OA_RPC_ACCEPTED)
		return show("bind", &outcome);
	if (oa_rpc_call(&attempt->rpc, DS_BIND, stub, sizeof(stub), until, &outcome,
		    &error) < 0)
		return say("DsBind", &error);
	if (outcome.answer != OA_RPC_ACCEPTED)
		return show("DsBind", &outcome);
	printf("response %zu\n", attempt->rpc.reply.len);
	return EXIT_SUCCESS;
}

static int log_on(struct oa_attempt *attempt, enum oa_rpcauth_type type, int level,
	struct oa_deadline until)
{
	struct oa_front *front = attempt->front;
	char spn[300], service[OA_PRINCIPAL_MAX];
	struct oa_rpc_logon logon = {.type = type,
		.level = (enum oa_rpcauth_level)level,
		.user = front->user,
		.password = &front->target->who.password,
		.spn = spn,
		.service = service};
	struct oa_error error = {0};

	snprintf(spn, sizeof(spn), "host/%s", attempt->server);
	if (type == OA_RPCAUTH_KERBEROS &&
		oa_kerberos_ticket(front, spn, until, service, &error) < 0)
		return say("ticket", &error);
	logon.tickets = front->tickets;
	return call(attempt, &logon, until);
}

static int run(const struct oa_target *target, const char *server,
	enum oa_rpcauth_type type, int level, struct oa_report *report)
{
	struct oa_deadline until = oa_deadline_in(8);
	struct oa_attempt *attempt = NULL;
	struct oa_front front;
	int result = EXIT_FAILURE;

	if (oa_front_init(&front, target, report, until) == 0)
		attempt = oa_attempt_new(&front, server, 6001);
	if (attempt && oa_attempt_open(attempt, until) == OA_REACH_OPEN)
		result = log_on(attempt, type, level, until);
	else
		printf("no tunnel\n");
	oa_attempt_free(attempt);
	oa_front_free(&front);
	return result;
}

int main(int argc, char **argv)
{
	const char *password = getenv("OA_PASSWORD");
	struct oa_target target = {.address = "127.0.0.1",
		.path = "/rpc/rpcproxy.dll",
		.auth = OA_AUTH_BASIC,
		.tls = {.min_version = 12, .max_version = 13, .ca_only = true}};
	struct oa_report *report = malloc(sizeof(*report));
	int result;

	if (argc != 8 || !password || !report)
		return EXIT_FAILURE;
	target.host = argv[1];
	target.port = strtol(argv[2], NULL, 10);
	target.tls.ca_file = argv[3];
	target.who.user = argv[5];
	if (oa_secret_set(&target.who.password, password, strlen(password)) < 0)
		return EXIT_FAILURE;
	oa_report_init(report);
	result = run(&target, argv[4],
		strcmp(argv[6], "ntlm") ? OA_RPCAUTH_KERBEROS : OA_RPCAUTH_NTLM,
		(int)strtol(argv[7], NULL, 10), report);
	oa_secret_free(&target.who.password);
	oa_report_free(report);
	free(report);
	return result;
}
