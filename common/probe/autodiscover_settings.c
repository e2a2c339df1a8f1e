/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/cert.h"
#include "common/probe/autodiscover_judge.h"
#include "common/probe/cert.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Exchange sends one for inside and then one for outside, often by the same name. */
static const struct oa_pox_protocol *find_exhttp(
	const struct oa_pox *pox, const char *host)
{
	const struct oa_pox_protocol *last = NULL, *named = NULL;

	for (size_t i = 0; i < pox->protocol_count; i++) {
		if (pox->protocol[i].type != OA_POX_EXHTTP)
			continue;
		last = &pox->protocol[i];
		if (!strcasecmp(last->server, host))
			named = last;
	}
	return named ? named : last;
}

const struct oa_pox_protocol *oa_adjudge_outside(
	const struct oa_pox *pox, const char *host)
{
	const struct oa_pox_protocol *found = oa_pox_find(pox, OA_POX_EXPR);

	return found ? found : find_exhttp(pox, host);
}

static struct oa_step *find(struct oa_adrun *run, enum oa_code code,
	const struct oa_pox_protocol *protocol, struct oa_facts *facts)
{
	struct oa_step *step = oa_report_find(run->front->report, code, NULL, facts);

	oa_step_detail(step, "%s: Server %s, SSL %s, AuthPackage %s", protocol->name,
		protocol->server[0] ? protocol->server : "empty",
		!protocol->is_ssl_known ? "absent"
		: protocol->is_ssl      ? "On"
					: "Off",
		protocol->auth_package[0] ? protocol->auth_package : "absent");
	return step;
}

static bool is_monitored(
	const struct oa_adrun *run, const struct oa_pox_protocol *protocol)
{
	return !strcasecmp(protocol->server, run->front->target->host);
}

static void judge_server(struct oa_adrun *run, const struct oa_pox_protocol *protocol)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "server", "%s", protocol->server);
	oa_facts_set(&facts, "name", "%s", protocol->name);
	oa_facts_set(&facts, "reason", "ExternalHostname empty");
	if (!protocol->server[0])
		find(run, OA_CODE_AUTODISCOVER_SERVER_EMPTY, protocol, &facts);
	else if (!is_monitored(run, protocol))
		find(run, OA_CODE_AUTODISCOVER_OTHER_HOST, protocol, &facts);
}

/* Without TLS clients go to port 80: healthy if the RPC path is there. */
static void judge_ssl(struct oa_adrun *run, const struct oa_pox_protocol *protocol)
{
	struct oa_facts facts = {0};
	int status;

	if (!protocol->is_ssl_known || protocol->is_ssl)
		return;
	oa_adlive_ask_plain(
		run->front, run->plan->http_port, run->front->until, &run->live);
	status = run->live.plain_status;
	if (status == 401 || status == 200)
		return;
	oa_facts_set(&facts, "server", "%s",
		protocol->server[0] ? protocol->server : "an empty name");
	oa_step_detail(find(run, OA_CODE_AUTODISCOVER_SSL_OFF, protocol, &facts),
		status ? "port %u answers %d to the RPC path without TLS"
		       : "port %u is closed",
		run->plan->http_port, status);
}

/* The schemes of HTTP that an AuthPackage may go by; 0 for those that cannot be
 * compared with a demand ([MS-OXDSCLI] 2.2.4.1.1.2.6.6). */
static unsigned schemes_of(const char *package)
{
	static const struct {
		const char *name;
		unsigned schemes;
	} packages[] = {
		{"basic", OA_SCHEME_BASIC},
		{"ntlm", OA_SCHEME_NTLM},
		{"kerb", OA_SCHEME_NEGOTIATE},
		{"kerbntlm", OA_SCHEME_NEGOTIATE | OA_SCHEME_NTLM},
		{"negotiate", OA_SCHEME_NEGOTIATE},
	};

	for (size_t i = 0; i < OA_LENGTH(packages); i++)
		if (!strcasecmp(packages[i].name, package))
			return packages[i].schemes;
	return 0;
}

static void judge_package(struct oa_adrun *run, const struct oa_pox_protocol *protocol)
{
	const char *package = protocol->auth_package;
	unsigned wanted = schemes_of(package);
	bool is_anonymous = !strcasecmp(package, "anonymous");
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "name", "%s", package[0] ? package : "(absent)");
	oa_facts_set(&facts, "schemes", "%s", run->live.names);
	if (!run->live.schemes || (protocol->server[0] && !is_monitored(run, protocol)))
		return;
	if (!package[0])
		oa_report_find_as(run->front->report,
			OA_CODE_AUTODISCOVER_AUTH_MISMATCH, OA_STATE_WARNING, NULL,
			&facts);
	else if (is_anonymous || (wanted && !(wanted & run->live.schemes)))
		find(run, OA_CODE_AUTODISCOVER_AUTH_MISMATCH, protocol, &facts);
}

/* Clients compare the principal with the certificate of the RPC proxy. */
static void judge_principal(
	struct oa_adrun *run, const struct oa_pox_protocol *protocol)
{
	const char *name = oa_cert_principal_name(protocol->principal);
	struct oa_facts facts = {0};
	unsigned match;
	char list[256];

	if (!run->live.leaf || !protocol->principal[0] ||
		oa_cert_principal_is_none(name) || run->front->has_bad_certificate ||
		(protocol->server[0] && !is_monitored(run, protocol)))
		return;
	match = oa_cert_match(run->live.leaf, name);
	oa_facts_set(&facts, "name", "%s", name);
	oa_facts_set(&facts, "reason", "wildcard");
	oa_cert_names(run->live.leaf, list, sizeof(list));
	if (!match)
		oa_step_detail(
			find(run, OA_CODE_CERT_PRINCIPAL_MISMATCH, protocol, &facts),
			"the certificate has %s", list);
	else if (!(match & (OA_CERT_MATCH_CN | OA_CERT_MATCH_SAN)))
		oa_step_detail(
			find(run, OA_CODE_CERT_PRINCIPAL_LOOSE, protocol, &facts),
			"the certificate has %s", list);
}

static void judge_missing(struct oa_adrun *run)
{
	const struct oa_pox_mapi *mapi = &run->answer.pox.mapi;
	bool has_mapi = mapi->store_internal[0] || mapi->store_external[0] ||
			oa_pox_find(&run->answer.pox, OA_POX_MAPI_HTTP);

	oa_report_find(run->front->report,
		has_mapi ? OA_CODE_AUTODISCOVER_MAPIHTTP_ONLY
			 : OA_CODE_AUTODISCOVER_NO_EXPR,
		NULL, NULL);
}

static void judge_protocol(struct oa_adrun *run, const struct oa_pox_protocol *protocol)
{
	judge_server(run, protocol);
	judge_ssl(run, protocol);
	judge_package(run, protocol);
	judge_principal(run, protocol);
}

/* Without EXCH there is no RPC server to go to, however good the way there is. */
static void judge_exch(struct oa_adrun *run, const struct oa_pox_protocol *outside)
{
	const struct oa_pox_protocol *exch = oa_pox_find(&run->answer.pox, OA_POX_EXCH);
	struct oa_facts facts = {0};
	struct oa_step *step;

	if (!exch) {
		oa_facts_set(&facts, "user", "%s", run->address);
		oa_step_detail(oa_report_find(run->front->report, OA_CODE_MAPI_DISABLED,
				       NULL, &facts),
			"autodiscover has %s but no EXCH for %s", outside->name,
			run->address);
		return;
	}
	if (exch->server[0])
		return;
	oa_facts_set(&facts, "name", "%s", exch->name);
	oa_facts_set(&facts, "reason", "RPC server of the mailbox");
	step = oa_report_find(run->front->report, OA_CODE_AUTODISCOVER_SERVER_EMPTY,
		exch->name, &facts);
	snprintf(step->hint, sizeof(step->hint), "%s",
		"Get-Mailbox, Get-MailboxDatabase: the database of the mailbox and its "
		"server (2010: RpcClientAccessServer); then recycle "
		"MSExchangeAutodiscoverAppPool");
}

/* Clients from 2013 on take EXHTTP where it is offered, older ones EXPR. */
void oa_adjudge_settings(struct oa_adrun *run)
{
	const struct oa_pox *pox = &run->answer.pox;
	const char *host = run->front->target->host;
	const struct oa_pox_protocol *outside = oa_adjudge_outside(pox, host);
	const struct oa_pox_protocol *exhttp = find_exhttp(pox, host);

	if (!outside) {
		judge_missing(run);
		return;
	}
	judge_protocol(run, outside);
	if (exhttp && exhttp != outside)
		judge_protocol(run, exhttp);
	judge_exch(run, outside);
}
