/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_methods.h"
#include "common/probe/autodiscover_place.h"
#include "common/probe/autodiscover_services.h"
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const subjects[OA_AD_METHODS] = {
	[OA_AD_BY_ROOT] = "root",
	[OA_AD_BY_HOST] = "host",
	[OA_AD_BY_REDIRECT] = "redirect",
	[OA_AD_BY_SERVICE] = "srv",
};

static void note_name_error(
	struct oa_adway *way, const char *name, const struct oa_error *error)
{
	static const enum oa_code codes[] = {
		[OA_DNS_NO_NAME] = OA_CODE_DNS_NO_RECORD,
		[OA_DNS_NO_ADDRESS] = OA_CODE_DNS_NO_ADDRESS,
		[OA_DNS_RESOLVER] = OA_CODE_DNS_RESOLVER_FAILED,
		[OA_DNS_ZONE] = OA_CODE_DNS_ZONE_BROKEN,
	};

	way->result = OA_AD_UNREACHED;
	way->code = error->layer == OA_LAYER_DNS ? codes[error->number]
						 : OA_CODE_DNS_RESOLVER_FAILED;
	snprintf(way->url, sizeof(way->url), "%s", name);
	snprintf(way->text, sizeof(way->text), "%s", error->text);
}

static void record(struct oa_adrun *run, enum oa_admethod method)
{
	const struct oa_adway *way = &run->way[method];
	const char *code = way->code == OA_CODE_OK ? "" : oa_diagnosis(way->code)->name;
	struct oa_step *step;

	step = oa_report_ok(run->front->report, OA_HOP_AUTODISCOVER, subjects[method],
		way->is_tried ? way->seconds : -1, "%s: %s%s%s%s", way->url, way->text,
		code[0] ? " (" : "", code, code[0] ? ")" : "");
	if (method == OA_AD_BY_SERVICE)
		oa_adservices_tell(run, step);
}

static void try_method(struct oa_adrun *run, enum oa_admethod method)
{
	bool is_service = method == OA_AD_BY_SERVICE;
	const struct oa_adname *name = method == OA_AD_BY_ROOT ? &run->names.root
							       : &run->names.host;
	const struct oa_error *error = is_service ? &run->names.services_error
						  : &name->error;
	const struct oa_adplace place = {.host = name->host,
		.port = oa_admethod_is_tls(method) ? run->plan->https_port
						   : run->plan->http_port,
		.dns = &name->dns};
	double share = method == OA_AD_BY_HOST ? 0.6
					       : 1.0 / (OA_AD_METHODS - (int)method);
	struct oa_deadline until = oa_deadline_share(run->until, share);

	if (error->layer != OA_LAYER_NONE)
		note_name_error(
			&run->way[method], is_service ? "SRV" : name->host, error);
	else if (is_service)
		oa_adservices_try(run, until);
	else
		oa_adplace_try(run, method, &place, until);
	record(run, method);
}

static void try_all(struct oa_adrun *run)
{
	for (int method = 0; method < OA_AD_METHODS; method++) {
		if (run->is_chosen && !run->plan->tries_all)
			return;
		try_method(run, (enum oa_admethod)method);
	}
}

static bool is_sent_on(const struct oa_adrun *run)
{
	return run->is_chosen && run->answer.result == OA_AD_ANSWERED &&
	       run->answer.pox.kind == OA_POX_REDIRECT;
}

/* The address that the answer names, if it can be asked for; what cannot is an answer
 * that is of no use. */
static bool take_address(struct oa_adrun *run)
{
	const char *address = run->answer.pox.redirect;
	const char *reason = NULL;

	if (!oa_pox_is_address(address))
		reason = "sends clients on to no address:";
	else if (++run->redirects > OA_AD_REDIRECTS_MAX)
		reason = "more than 10 redirects, the last one to";
	else if (!strcasecmp(address, run->address) ||
		 !strcasecmp(address, run->plan->address))
		reason = "sends clients in a loop to";
	if (!reason) {
		snprintf(run->address, sizeof(run->address), "%.250s", address);
		return true;
	}
	run->has_bad = true;
	run->bad_fault = OA_AD_ADDRESS;
	run->answer.result = OA_AD_BAD;
	snprintf(run->bad_url, sizeof(run->bad_url), "%s", run->url.text);
	snprintf(run->bad_text, sizeof(run->bad_text), "%s %.200s", reason, address);
	return false;
}

void oa_admethods_try(struct oa_adrun *run)
{
	const char *domain;

	try_all(run);
	while (is_sent_on(run) && take_address(run)) {
		domain = oa_pox_domain(run->address);
		if (strcasecmp(domain, run->names.domain) != 0)
			oa_adnames_find(run->front, run->plan, domain,
				oa_deadline_share(run->until, 0.3), &run->names);
		memset(run->way, 0, sizeof(run->way));
		run->dead_count = 0;
		run->is_chosen = false;
		run->has_bad = false;
		try_all(run);
	}
}
