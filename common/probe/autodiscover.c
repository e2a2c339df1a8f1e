/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover.h"
#include "common/base/text.h"
#include "common/probe/autodiscover_inner.h"
#include "common/probe/autodiscover_judge.h"
#include "common/probe/autodiscover_methods.h"
#include "common/probe/cert.h"
#include "common/probe/channels.h"
#include "common/probe/frontopen.h"
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HTTPS_PORT 443
#define HTTP_PORT  80

/* The ways themselves have this share of the time; what is left serves the
 * comparison. */
#define WAY_SHARE 0.85

static void copy(char *buffer, size_t size, const char *text)
{
	snprintf(buffer, size, "%s", text);
}

static const char *either(const char *first, const char *second)
{
	return first[0] ? first : second;
}

static void fill(const struct oa_adrun *run, struct oa_autodiscovered *found)
{
	const struct oa_pox *pox = &run->answer.pox;
	const struct oa_pox_protocol *exch = oa_pox_find(pox, OA_POX_EXCH);
	const struct oa_pox_protocol *outside = oa_adjudge_outside(
		pox, run->front->target->host);
	const struct oa_pox_mapi *mapi = &pox->mapi;

	found->is_known = true;
	found->is_mapi_known = run->answer.is_mapi_known;
	copy(found->user_dn, sizeof(found->user_dn), pox->user_dn);
	copy(found->url, sizeof(found->url), run->url.text);
	copy(found->mapi_store, sizeof(found->mapi_store),
		either(mapi->store_external, mapi->store_internal));
	copy(found->mapi_book, sizeof(found->mapi_book),
		either(mapi->book_external, mapi->book_internal));
	if (exch)
		copy(found->server, sizeof(found->server), exch->server);
	if (!outside)
		return;
	found->has_rpc_over_http = true;
	found->is_ssl = outside->is_ssl;
	copy(found->proxy, sizeof(found->proxy), outside->server);
	copy(found->principal, sizeof(found->principal), outside->principal);
	copy(found->auth_package, sizeof(found->auth_package), outside->auth_package);
}

/* Appends an option with a value that a server chose: one that a shell would not take
 * as it stands is left out. */
static void add_option(char *line, size_t size, const char *option, const char *value)
{
	if (value[0] && !strpbrk(value, "'\\") && value[0] != '-')
		oa_append(line, size, " %s '%s'", option, value);
}

static void describe_use(struct oa_step *step, const struct oa_autodiscovered *found)
{
	char line[1200] = "";

	if (found->has_rpc_over_http) {
		add_option(line, sizeof(line), "-S", found->server);
		if (!oa_cert_principal_is_none(found->principal))
			add_option(line, sizeof(line), "--principal", found->principal);
		oa_append(line, sizeof(line), " -e 6001,6002,6004");
		add_option(line, sizeof(line), "--mailbox-dn", found->user_dn);
		oa_step_detail(step, "use:%s", line);
	}
	if (found->mapi_store[0])
		oa_step_detail(step, "use: MAPI/HTTP %s", found->mapi_store);
	if (found->mapi_book[0])
		oa_step_detail(step, "use: MAPI/HTTP %s", found->mapi_book);
}

static void describe_protocol(
	struct oa_step *step, const struct oa_pox_protocol *protocol)
{
	char line[800] = "";

	if (protocol->server[0])
		oa_append(line, sizeof(line), " Server %s", protocol->server);
	if (protocol->is_ssl_known)
		oa_append(
			line, sizeof(line), " SSL %s", protocol->is_ssl ? "On" : "Off");
	if (protocol->auth_package[0])
		oa_append(
			line, sizeof(line), " AuthPackage %s", protocol->auth_package);
	if (protocol->principal[0])
		oa_append(line, sizeof(line), " CertPrincipalName %s",
			protocol->principal);
	if (protocol->mdb_dn[0])
		oa_append(line, sizeof(line), " MdbDN %s", protocol->mdb_dn);
	oa_step_detail(step, "%s:%s", protocol->name, line);
}

/* What was asked for and not answered is not passed over. */
static const char *mapi_of(
	const struct oa_adrun *run, const struct oa_autodiscovered *found)
{
	if (found->mapi_store[0])
		return ", mapiHttp";
	return run->answer.is_mapi_known ? "" : ", mapiHttp not known";
}

static void describe(const struct oa_adrun *run, const struct oa_autodiscovered *found)
{
	const struct oa_pox *pox = &run->answer.pox;
	char list[200] = "";
	struct oa_step *step;

	for (size_t i = 0; i < pox->protocol_count; i++)
		oa_append(list, sizeof(list), "%s%s", i ? ", " : "",
			pox->protocol[i].name);
	step = oa_report_ok(run->front->report, OA_HOP_AUTODISCOVER, "settings",
		run->answer.seconds, "%s: %s%s%s", run->address,
		list[0] ? list : "no protocol", mapi_of(run, found),
		found->has_rpc_over_http ? "" : ", no RPC over HTTP");
	oa_adinner_note(pox, &run->front->report->seen);
	describe_use(step, found);
	oa_step_detail(step, "from %s", run->url.text);
	for (size_t i = 0; i < pox->protocol_count; i++)
		describe_protocol(step, &pox->protocol[i]);
	step->is_long = true;
}

static bool has_settings(const struct oa_adrun *run)
{
	return run->is_chosen && run->answer.result == OA_AD_ANSWERED &&
	       run->answer.pox.kind == OA_POX_SETTINGS;
}

static bool may_log_on(const struct oa_adrun *run)
{
	return oa_channels_have_logon(run->front) && !run->plan->has_no_logon;
}

static void walk(struct oa_adrun *run, struct oa_autodiscovered *found)
{
	struct oa_report *report = run->front->report;

	oa_adnames_find(run->front, run->plan, oa_pox_domain(run->plan->address),
		oa_deadline_share(run->until, 0.3), &run->names);
	oa_adlive_look(run->front, oa_deadline_share(run->until, 0.4), &run->live);
	if (may_log_on(run))
		oa_adlive_prove(
			run->front, oa_deadline_share(run->until, 0.4), &run->live);
	oa_admethods_try(run);
	if (run->is_chosen)
		oa_report_value(report, "autodiscover_time", run->answer.seconds);
	oa_adjudge_methods(run);
	if (!has_settings(run)) {
		oa_report_not_tested(report, OA_HOP_AUTODISCOVER, "settings");
		return;
	}
	fill(run, found);
	describe(run, found);
	oa_adjudge_settings(run);
}

static void run_out_of_memory(struct oa_front *front)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "autodiscover");
	oa_facts_set(&facts, "reason", "out of memory");
	oa_report_find(front->report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
}

void oa_autodiscover_walk(struct oa_front *front,
	const struct oa_autodiscover_plan *plan, struct oa_deadline until,
	struct oa_autodiscovered *ret_found)
{
	struct oa_autodiscover_plan full = *plan;
	struct oa_autodiscovered found = {.is_known = false};
	struct oa_adrun *run = calloc(1, sizeof(*run));

	if (!full.https_port)
		full.https_port = HTTPS_PORT;
	if (!full.http_port)
		full.http_port = HTTP_PORT;
	if (run) {
		run->front = front;
		run->plan = &full;
		run->until = oa_deadline_share(until, WAY_SHARE);
		copy(run->address, sizeof(run->address), plan->address);
		walk(run, &found);
		oa_adlive_free(&run->live);
	} else {
		run_out_of_memory(front);
	}
	free(run);
	if (ret_found)
		*ret_found = found;
}

void oa_probe_autodiscover(const struct oa_target *target,
	const struct oa_autodiscover_plan *plan, struct oa_deadline until,
	struct oa_report *report, struct oa_autodiscovered *ret_found)
{
	struct oa_front front;

	if (ret_found)
		*ret_found = (struct oa_autodiscovered){.is_known = false};
	if (oa_front_init(&front, target, report, until) == 0)
		oa_autodiscover_walk(&front, plan, until, ret_found);
	else
		oa_report_not_tested(report, OA_HOP_AUTODISCOVER, NULL);
	oa_front_free(&front);
}
