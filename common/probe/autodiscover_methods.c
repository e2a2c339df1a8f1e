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

/* Fills the URL by which a method begins; false if there is nothing to begin with. */
static bool begin(struct oa_adrun *run, enum oa_admethod method,
	struct oa_adcourse *course, struct oa_adway *way)
{
	const struct oa_adnames *names = &run->names;
	bool is_root = method == OA_AD_BY_ROOT, is_tls = method != OA_AD_BY_REDIRECT;
	const struct oa_adname *name = is_root ? &names->root : &names->host;
	const char *host = name->host;
	uint16_t port = is_tls ? run->plan->https_port : run->plan->http_port;
	const struct oa_error *error = &name->error;
	char text[400];

	course->dns = &name->dns;
	if (method == OA_AD_BY_SERVICE) {
		host = names->services.item[0].target;
		port = names->services.item[0].port;
		error = &names->services_error;
		course->dns = NULL;
	}
	if (error->layer != OA_LAYER_NONE) {
		snprintf(way->url, sizeof(way->url), "%s",
			method == OA_AD_BY_SERVICE ? "SRV" : host);
		snprintf(way->text, sizeof(way->text), "%s", error->text);
		return false;
	}
	snprintf(text, sizeof(text), "%s://%s:%u" OA_POX_PATH,
		is_tls ? "https" : "http", host, port);
	snprintf(way->url, sizeof(way->url), "%s://%.250s", is_tls ? "https" : "http",
		host);
	return oa_url_parse(text, NULL, &course->url, NULL) == 0;
}

static void note_no_memory(struct oa_adway *way)
{
	way->result = OA_AD_UNREACHED;
	way->code = OA_CODE_INTERNAL_ERROR;
	snprintf(way->text, sizeof(way->text), "out of memory");
}

static void note_name_error(
	struct oa_adrun *run, enum oa_admethod method, struct oa_adway *way)
{
	static const enum oa_code codes[] = {
		[OA_DNS_NO_NAME] = OA_CODE_DNS_NO_RECORD,
		[OA_DNS_NO_ADDRESS] = OA_CODE_DNS_NO_ADDRESS,
		[OA_DNS_RESOLVER] = OA_CODE_DNS_RESOLVER_FAILED,
		[OA_DNS_ZONE] = OA_CODE_DNS_ZONE_BROKEN,
	};
	const struct oa_error *error = method == OA_AD_BY_ROOT ? &run->names.root.error
				       : method == OA_AD_BY_SERVICE
					       ? &run->names.services_error
					       : &run->names.host.error;

	way->result = OA_AD_UNREACHED;
	way->code = error->layer == OA_LAYER_DNS ? codes[error->number]
						 : OA_CODE_DNS_RESOLVER_FAILED;
	/* the name is good, but there was no memory for the URL */
	if (error->layer == OA_LAYER_NONE)
		note_no_memory(way);
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

static void try_method(struct oa_adrun *run, enum oa_admethod method)
{
	double share = 1.0 / (OA_AD_METHODS - (int)method);
	struct oa_adway *way = &run->way[method];
	struct oa_adcourse course = {.run = run,
		.until = method == OA_AD_BY_HOST
				 ? oa_deadline_share(run->until, 0.6)
				 : oa_deadline_share(run->until, share)};
	int64_t start_us = oa_now_us();

	if (!begin(run, method, &course, way)) {
		note_name_error(run, method, way);
		record(run, method);
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
	record(run, method);
	free(course.answer);
	free(course.visited);
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
