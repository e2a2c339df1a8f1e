/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/chainrelief.h"
#include "common/net/url.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Exchange 2013 SP1 brought it. */
#define FIRST_MAJOR 15
#define FIRST_PATCH 847

static bool has_no_mapihttp(const struct oa_build *build)
{
	const unsigned *part = build->part;

	if (!part[0])
		return build->last_year && build->last_year < 2013;
	return part[0] < FIRST_MAJOR ||
	       (part[0] == FIRST_MAJOR && !part[1] && part[2] < FIRST_PATCH);
}

/* Returns why no client is sent there, or NULL. */
static const char *reason_of(const struct oa_chain *chain, char *buffer, size_t size)
{
	const struct oa_autodiscovered *found = &chain->found;
	char name[80];

	if (has_no_mapihttp(&chain->front.build)) {
		oa_build_name(&chain->front.build, name, sizeof(name));
		snprintf(buffer, size, "%s has no MAPI/HTTP", name);
		return buffer;
	}
	return found->is_mapi_known && !found->mapi_store[0]
		       ? "autodiscover publishes no MAPI/HTTP"
		       : NULL;
}

void oa_chain_excuse_mapihttp(struct oa_chain *chain)
{
	struct oa_report *report = chain->front.report;
	char buffer[120];
	const char *reason = reason_of(chain, buffer, sizeof(buffer));

	for (size_t i = 0; reason && i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];

		if (step->code != OA_CODE_MAPIHTTP_NOT_FOUND)
			continue;
		step->code = OA_CODE_OK;
		step->state = OA_STATE_OK;
		step->hint[0] = '\0';
		snprintf(step->text, sizeof(step->text), "not there: %s", reason);
	}
}

void oa_chain_note_other_host(struct oa_chain *chain)
{
	struct oa_report *report = chain->front.report;
	struct oa_url url;

	if (!chain->plan->has_mapihttp || !chain->found.mapi_store[0] ||
		oa_url_parse(chain->found.mapi_store, NULL, &url, NULL) < 0 ||
		!strcasecmp(url.host, chain->front.target->host))
		return;
	oa_report_ok(report, OA_HOP_MAPIHTTP, "host", -1,
		"note: autodiscover sends clients to %s, which was not asked: "
		"check_oa_mapihttp -H %s",
		url.host, url.host);
}

/* A demand for a logon alone is no proof that there is a mailbox behind it. */
static bool works_without(const struct oa_chain *chain)
{
	const struct oa_report *report = chain->front.report;
	bool works = false;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->hop != OA_HOP_MAPIHTTP)
			continue;
		if (step->state != OA_STATE_OK || step->code != OA_CODE_OK)
			return false;
		works = true;
	}
	return works && chain->branch[OA_PART_MAPIHTTP].front.was_accepted;
}

/* A PING is answered before the store; a session is one with the mailbox. */
static enum oa_hop proven_to(const struct oa_report *report)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].hop == OA_HOP_MAPIHTTP &&
			strcmp(report->steps[i].subject, "connect") == 0)
			return OA_HOP_MAILBOX;
	return OA_HOP_ENDPOINT;
}

/* Autodiscover serves both; these settings are of Outlook Anywhere alone. */
static bool is_of_outlook_anywhere(const struct oa_step *step)
{
	switch (step->code) {
	case OA_CODE_AUTODISCOVER_NO_EXPR:
	case OA_CODE_AUTODISCOVER_SERVER_EMPTY:
	case OA_CODE_AUTODISCOVER_SSL_OFF:
	case OA_CODE_AUTODISCOVER_AUTH_MISMATCH:
	case OA_CODE_CERT_PRINCIPAL_MISMATCH:
		return true;
	default:
		return !step->branch;
	}
}

void oa_chain_relieve(struct oa_chain *chain)
{
	struct oa_report *report = chain->front.report;
	enum oa_hop proven = proven_to(report);

	if (!chain->plan->mapihttp_suffices || !works_without(chain))
		return;
	for (size_t i = 0; i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];
		bool is_behind = step->hop > proven && step->hop <= OA_HOP_MAILBOX;

		if (step->state != OA_STATE_CRITICAL || is_behind ||
			!is_of_outlook_anywhere(step))
			continue;
		step->state = OA_STATE_WARNING;
		oa_step_detail(step, "no more than a warning: MAPI/HTTP works");
	}
}
