/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_methods.h"
#include "common/probe/autodiscover_course.h"
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const subjects[OA_AD_METHODS] = {
	[OA_AD_BY_ROOT] = "root",
	[OA_AD_BY_HOST] = "host",
	[OA_AD_BY_REDIRECT] = "redirect",
	[OA_AD_BY_SERVICE] = "srv",
};

bool oa_adresult_is_end(enum oa_adresult result)
{
	return result >= OA_AD_ALIVE;
}

/* Where a method begins. */
struct place {
	const char *host;
	uint16_t port;
	const struct oa_dns_answer *dns; /* its addresses, or NULL to ask */
};

static bool is_tls(enum oa_admethod method)
{
	return method != OA_AD_BY_REDIRECT;
}

static void note_no_memory(struct oa_adway *way)
{
	way->result = OA_AD_UNREACHED;
	way->code = OA_CODE_INTERNAL_ERROR;
	snprintf(way->text, sizeof(way->text), "out of memory");
}

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

	oa_report_ok(run->front->report, OA_HOP_AUTODISCOVER, subjects[method],
		way->is_tried ? way->seconds : -1, "%s: %s%s%s%s", way->url, way->text,
		code[0] ? " (" : "", code, code[0] ? ")" : "");
}

static void tell_answer(struct oa_adanswer *answer)
{
	static const char *const texts[] = {
		[OA_POX_SETTINGS] = "answers with settings",
		[OA_POX_REDIRECT] = "sends clients on to another address",
		[OA_POX_REDIRECT_URL] = "sends clients on",
		[OA_POX_ERROR] = "answers with an error",
	};

	if (answer->result == OA_AD_ANSWERED)
		snprintf(answer->text, sizeof(answer->text), "%s",
			texts[answer->pox.kind]);
	if (answer->result == OA_AD_REFUSED)
		snprintf(answer->text, sizeof(answer->text), "refuses %s",
			oa_scheme_name((enum oa_scheme)answer->scheme));
}

static void keep_bad(struct oa_adrun *run, const struct oa_adcourse *course)
{
	if (run->has_bad)
		return;
	run->has_bad = true;
	snprintf(run->bad_url, sizeof(run->bad_url), "%s", course->url.text);
	snprintf(run->bad_text, sizeof(run->bad_text), "%s", course->answer->text);
}

static void take(
	struct oa_adrun *run, enum oa_admethod method, struct oa_adcourse *course)
{
	struct oa_adanswer *answer = course->answer;
	struct oa_adway *way = &run->way[method];

	tell_answer(answer);
	way->is_tried = true;
	way->result = answer->result;
	way->status = answer->status;
	way->code = answer->result == OA_AD_UNREACHED ? answer->finding.code
						      : OA_CODE_OK;
	snprintf(way->text, sizeof(way->text), "%s", answer->text);
	/* what anybody may have at the root of a domain says nothing of Exchange */
	if (answer->result == OA_AD_BAD && method != OA_AD_BY_ROOT)
		keep_bad(run, course);
	if (run->is_chosen || !oa_adresult_is_end(answer->result))
		return;
	run->is_chosen = true;
	run->url = course->url;
	run->answer = *answer;
}

/* A record whose place no client can connect to is the fault of who has made it. */
static void note_no_place(struct oa_adrun *run, enum oa_admethod method,
	const struct place *place, const struct oa_error *error)
{
	struct oa_adway *way = &run->way[method];

	if (error->layer == OA_LAYER_SYSTEM) {
		note_no_memory(way);
		return;
	}
	way->result = OA_AD_BAD;
	snprintf(way->text, sizeof(way->text), "%s:%u is no place to connect to",
		place->host, place->port);
	if (method != OA_AD_BY_SERVICE || run->has_bad)
		return;
	run->has_bad = true;
	snprintf(run->bad_url, sizeof(run->bad_url), "%s", run->names.services_host);
	snprintf(run->bad_text, sizeof(run->bad_text), "SRV target %s", way->text);
}

static int read_url(const struct place *place, enum oa_admethod method,
	struct oa_url *ret_url, struct oa_error *err)
{
	char text[400];

	if (!oa_pox_is_host(place->host))
		return oa_fail(err, OA_LAYER_HTTP, 0, "no name of a host");
	snprintf(text, sizeof(text), "%s://%s:%u" OA_POX_PATH,
		is_tls(method) ? "https" : "http", place->host, place->port);
	return oa_url_parse(text, NULL, ret_url, err);
}

static void try_place(struct oa_adrun *run, enum oa_admethod method,
	const struct place *place, struct oa_deadline until)
{
	struct oa_adway *way = &run->way[method];
	struct oa_adcourse course = {.run = run, .until = until, .dns = place->dns};
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	snprintf(way->url, sizeof(way->url), "%s://%.250s",
		is_tls(method) ? "https" : "http", place->host);
	if (read_url(place, method, &course.url, &error) < 0) {
		note_no_place(run, method, place, &error);
		return;
	}
	course.answer = calloc(1, sizeof(*course.answer));
	course.visited = calloc(OA_AD_REDIRECTS_MAX, sizeof(*course.visited));
	if (course.answer && course.visited) {
		oa_adcourse_follow(&course, method == OA_AD_BY_REDIRECT);
		way->seconds = oa_seconds_since(start_us);
		take(run, method, &course);
	} else {
		note_no_memory(way);
	}
	free(course.answer);
	free(course.visited);
}

static void try_services(struct oa_adrun *run, struct oa_deadline until)
{
	const struct oa_dns_service *service = &run->names.services.item[0];
	const struct place place = {.host = service->target, .port = service->port};

	try_place(run, OA_AD_BY_SERVICE, &place, until);
}

static void try_method(struct oa_adrun *run, enum oa_admethod method)
{
	bool is_service = method == OA_AD_BY_SERVICE;
	const struct oa_adname *name = method == OA_AD_BY_ROOT ? &run->names.root
							       : &run->names.host;
	const struct oa_error *error = is_service ? &run->names.services_error
						  : &name->error;
	const struct place place = {.host = name->host,
		.port = is_tls(method) ? run->plan->https_port : run->plan->http_port,
		.dns = &name->dns};
	double share = method == OA_AD_BY_HOST ? 0.6
					       : 1.0 / (OA_AD_METHODS - (int)method);
	struct oa_deadline until = oa_deadline_share(run->until, share);

	if (error->layer != OA_LAYER_NONE)
		note_name_error(
			&run->way[method], is_service ? "SRV" : name->host, error);
	else if (is_service)
		try_services(run, until);
	else
		try_place(run, method, &place, until);
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
		run->is_chosen = false;
		run->has_bad = false;
		try_all(run);
	}
}
