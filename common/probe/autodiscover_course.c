/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_course.h"
#include "common/probe/channels.h"
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_allowed(const struct oa_strings *allowed, const char *host)
{
	for (size_t i = 0; i < allowed->count; i++)
		if (!strcasecmp(allowed->item[i], host))
			return true;
	return false;
}

/* Names that a stranger's answer brings up are none that somebody has named. */
static bool is_named(const struct oa_adrun *run, const char *host)
{
	const char *domain = oa_pox_domain(run->plan->address);
	static const char prefix[] = "autodiscover.";
	size_t len = sizeof(prefix) - 1;

	return !strcasecmp(host, run->front->target->host) ||
	       !strcasecmp(host, domain) ||
	       (!strncasecmp(host, prefix, len) && !strcasecmp(host + len, domain)) ||
	       is_allowed(&run->plan->allowed, host);
}

static bool has_logon(const struct oa_adrun *run)
{
	return oa_channels_have_logon(run->front) && !run->plan->has_no_logon &&
	       !run->live.is_refused;
}

static void ask(struct oa_adcourse *course, bool is_get)
{
	struct oa_adrun *run = course->run;
	const struct oa_adquestion question = {.url = &course->url,
		.address = run->address,
		.is_get = is_get,
		.is_named = is_named(run, course->url.host),
		.has_logon = has_logon(run),
		.dns = course->dns};

	oa_autodiscover_ask(run->front, &question, course->until, course->answer);
	/* one bad password in a run, whatever comes */
	if (course->answer->result == OA_AD_REFUSED)
		run->live.is_refused = true;
	course->dns = NULL;
}

static bool was_visited(const struct oa_adcourse *course, const char *url)
{
	for (size_t i = 0; i < course->visited_count; i++)
		if (!strncmp(course->visited[i], url, sizeof(course->visited[i]) - 1))
			return true;
	return false;
}

static void give_up(struct oa_adcourse *course, enum oa_adfault fault,
	const char *reason, const char *where)
{
	course->answer->fault = fault;
	course->answer->result = OA_AD_BAD;
	snprintf(course->answer->text, sizeof(course->answer->text), "%s %.200s",
		reason, where);
}

/* Goes to where a redirect points; false if it leads nowhere. */
static bool move_to(struct oa_adcourse *course, const char *where)
{
	struct oa_url next;
	struct oa_error error = {0};
	char shown[256];

	if (course->visited_count < OA_AD_REDIRECTS_MAX)
		snprintf(course->visited[course->visited_count++],
			sizeof(course->visited[0]), "%.255s", course->url.text);
	if (oa_url_parse(where, &course->url, &next, &error) < 0) {
		give_up(course, OA_AD_LOCATION, "redirects to", error.text);
		return false;
	}
	snprintf(shown, sizeof(shown), "%.255s", next.text);
	if (++course->run->redirects > OA_AD_REDIRECTS_MAX)
		give_up(course, OA_AD_MANY, "more than 10 redirects, the last one to",
			shown);
	else if (was_visited(course, shown))
		give_up(course, OA_AD_LOOP, "redirects in a loop to", shown);
	else if (!next.is_tls)
		give_up(course, OA_AD_PLAIN, "redirects to plain http,", shown);
	else {
		course->url = next;
		return true;
	}
	return false;
}

/* Where the last answer sends clients, or NULL if it does not. */
static const char *next_place(const struct oa_adanswer *answer)
{
	if (answer->result == OA_AD_REDIRECTED)
		return answer->location;
	if (answer->result == OA_AD_ANSWERED && answer->pox.kind == OA_POX_REDIRECT_URL)
		return answer->pox.redirect;
	return NULL;
}

void oa_adcourse_follow(struct oa_adcourse *course, bool is_get)
{
	char where[sizeof(course->answer->location)];
	const char *next;

	ask(course, is_get);
	while ((next = next_place(course->answer))) {
		snprintf(where, sizeof(where), "%s", next);
		if (!move_to(course, where))
			return;
		ask(course, false);
	}
}
