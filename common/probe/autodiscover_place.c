/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_place.h"
#include "common/probe/autodiscover_course.h"
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <stdlib.h>

bool oa_adresult_is_end(enum oa_adresult result)
{
	return result >= OA_AD_ALIVE;
}

const char *oa_admethod_name(enum oa_admethod method)
{
	static const char *const names[OA_AD_METHODS] = {
		[OA_AD_BY_ROOT] = "root",
		[OA_AD_BY_HOST] = "autodiscover host",
		[OA_AD_BY_REDIRECT] = "redirect",
		[OA_AD_BY_SERVICE] = "SRV",
	};

	return names[method];
}

bool oa_admethod_is_tls(enum oa_admethod method)
{
	return method != OA_AD_BY_REDIRECT;
}

static void note_no_memory(struct oa_adway *way)
{
	way->result = OA_AD_UNREACHED;
	way->code = OA_CODE_INTERNAL_ERROR;
	snprintf(way->text, sizeof(way->text), "out of memory");
}

static void tell_answer(struct oa_adanswer *answer)
{
	static const char *const texts[] = {
		[OA_POX_SETTINGS] = "answers with settings",
		[OA_POX_REDIRECT] = "sends clients on to another address: ",
		[OA_POX_REDIRECT_URL] = "sends clients on",
		[OA_POX_ERROR] = "answers with an error",
	};

	if (answer->result == OA_AD_ANSWERED)
		snprintf(answer->text, sizeof(answer->text), "%s%.220s",
			texts[answer->pox.kind],
			answer->pox.kind == OA_POX_REDIRECT ? answer->pox.redirect
							    : "");
	if (answer->result == OA_AD_REFUSED)
		snprintf(answer->text, sizeof(answer->text), "refuses %s",
			oa_scheme_name((enum oa_scheme)answer->scheme));
}

static void keep_bad(struct oa_adrun *run, const struct oa_adcourse *course)
{
	if (run->has_bad)
		return;
	run->has_bad = true;
	run->bad_fault = course->answer->fault;
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
	const struct oa_adplace *place, const struct oa_error *error)
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
	run->bad_fault = OA_AD_TARGET;
	snprintf(run->bad_url, sizeof(run->bad_url), "%s", run->names.services_host);
	snprintf(run->bad_text, sizeof(run->bad_text), "SRV target %s", way->text);
}

static int read_url(const struct oa_adplace *place, enum oa_admethod method,
	struct oa_url *ret_url, struct oa_error *err)
{
	char text[400];

	if (!oa_pox_is_host(place->host))
		return oa_fail(err, OA_LAYER_HTTP, 0, "no name of a host");
	snprintf(text, sizeof(text), "%s://%s:%u" OA_POX_PATH,
		oa_admethod_is_tls(method) ? "https" : "http", place->host,
		place->port);
	return oa_url_parse(text, NULL, ret_url, err);
}

void oa_adplace_try(struct oa_adrun *run, enum oa_admethod method,
	const struct oa_adplace *place, struct oa_deadline until)
{
	struct oa_adway *way = &run->way[method];
	struct oa_adcourse course = {.run = run, .until = until, .dns = place->dns};
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	snprintf(way->url, sizeof(way->url), "%s://%.250s",
		oa_admethod_is_tls(method) ? "https" : "http", place->host);
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
