/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_judge.h"
#include "common/base/text.h"
#include "common/probe/hush.h"

#include <stdio.h>
#include <string.h>

/* A web site that says at once that it has nothing delays nobody. */
#define QUICK_SECONDS 1.0

static const char *const names[OA_AD_METHODS] = {
	[OA_AD_BY_ROOT] = "root",
	[OA_AD_BY_HOST] = "autodiscover host",
	[OA_AD_BY_REDIRECT] = "redirect",
	[OA_AD_BY_SERVICE] = "SRV",
};

static void list_ways(const struct oa_adrun *run, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (int i = 0; i < OA_AD_METHODS; i++)
		oa_append(buffer, size, "%s%s %s", i ? ", " : "", names[i],
			run->way[i].code != OA_CODE_OK
				? oa_diagnosis(run->way[i].code)->name
				: "no answer of autodiscover");
}

static struct oa_step *find_no_record(struct oa_adrun *run)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "name", "%s", run->names.domain);
	return oa_report_find(
		run->front->report, OA_CODE_AUTODISCOVER_NO_RECORD, NULL, &facts);
}

static void find_bad(struct oa_adrun *run, const char *url, const char *text)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "url", "%s", url);
	oa_facts_set(&facts, "reason", "%s", text);
	oa_report_find(
		run->front->report, OA_CODE_AUTODISCOVER_BAD_ANSWER, NULL, &facts);
}

static void find_no_method(struct oa_adrun *run)
{
	struct oa_facts facts = {0};
	char list[256];

	list_ways(run, list, sizeof(list));
	oa_facts_set(&facts, "list", "%s", list);
	oa_report_find(
		run->front->report, OA_CODE_AUTODISCOVER_NO_METHOD, NULL, &facts);
}

/* A method that this program could not try says nothing of autodiscover. */
static const struct oa_adway *untried(const struct oa_adrun *run)
{
	for (int i = 0; i < OA_AD_METHODS; i++)
		if (run->way[i].code == OA_CODE_INTERNAL_ERROR)
			return &run->way[i];
	return NULL;
}

static void find_untried(struct oa_adrun *run, const struct oa_adway *way)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "autodiscover");
	oa_facts_set(&facts, "reason", "%s", way->text);
	oa_report_find(run->front->report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
}

/* Without an answer for the SRV record nobody knows where clients end that the host
 * does not serve. */
static bool is_service_open(const struct oa_adnames *known)
{
	return known->host.error.layer != OA_LAYER_NONE &&
	       oa_adnames_is_open(&known->services_error);
}

static void judge_none(struct oa_adrun *run)
{
	const struct oa_adnames *known = &run->names;
	const struct oa_adway *way = untried(run);

	if (way)
		find_untried(run, way);
	else if (oa_adnames_is_open(&known->host.error))
		oa_adnames_blame_resolver(
			run->front, known->host.host, &known->host.error);
	else if (run->has_bad)
		find_bad(run, run->bad_url, run->bad_text);
	else if (is_service_open(known))
		oa_adnames_blame_resolver(
			run->front, known->services_host, &known->services_error);
	else if (known->host.error.layer != OA_LAYER_NONE &&
		 known->services_error.layer != OA_LAYER_NONE)
		find_no_record(run);
	else
		find_no_method(run);
}

static void find_foreign(struct oa_adrun *run)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "host", "%s", run->url.host);
	oa_facts_set(&facts, "schemes", "%s", run->answer.schemes);
	step = oa_report_find(
		run->front->report, OA_CODE_MISSING_CREDENTIALS, NULL, &facts);
	oa_step_detail(step,
		"autodiscover leads to %s, which nobody has named: "
		"--allow-host %s lets the logon go there",
		run->url.text, run->url.host);
}

/* A refusal tells of autodiscover only if the password is known to be good. */
static void find_refused(struct oa_adrun *run)
{
	bool is_proven = run->front->was_accepted ||
			 run->answer.result == OA_AD_SCHEME_MISSING;
	enum oa_state state = run->front->target->is_account_good ? OA_STATE_CRITICAL
								  : OA_STATE_UNKNOWN;
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "scheme", "%s",
		oa_scheme_name((enum oa_scheme)run->answer.scheme));
	oa_facts_set(&facts, "user", "%s", run->front->user);
	if (is_proven)
		step = oa_report_find(run->front->report,
			OA_CODE_AUTODISCOVER_AUTH_REFUSED, NULL, &facts);
	else
		step = oa_report_find_as(
			run->front->report, OA_CODE_AUTH_REJECTED, state, NULL, &facts);
	oa_step_detail(step, "%s offers %s", run->url.text,
		run->answer.schemes[0] ? run->answer.schemes : "nothing");
	if (run->live.names[0])
		oa_step_detail(step, "%s offers %s", run->front->target->path,
			run->live.names);
}

static void find_error(struct oa_adrun *run)
{
	const struct oa_pox *pox = &run->answer.pox;
	bool is_unknown = !strcmp(pox->error_code, "500") ||
			  !strcmp(pox->error_code, "501");
	bool is_ours = !strcmp(pox->error_code, "600");
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "user", "%s", run->address);
	oa_facts_set(
		&facts, "code", "%s", pox->error_code[0] ? pox->error_code : "none");
	oa_facts_set(&facts, "reason", "%s%s",
		pox->error_message[0] ? pox->error_message : "no message",
		is_ours ? ", it does not understand the request of this check" : "");
	oa_step_detail(oa_report_find(run->front->report,
			       is_unknown ? OA_CODE_AUTODISCOVER_ADDRESS_UNKNOWN
					  : OA_CODE_AUTODISCOVER_ERROR,
			       NULL, &facts),
		"%s: %s", run->url.text,
		pox->error_message[0] ? pox->error_message : "no message");
}

static void judge_end(struct oa_adrun *run)
{
	switch (run->answer.result) {
	case OA_AD_FOREIGN:
		find_foreign(run);
		break;
	case OA_AD_SCHEME_MISSING:
	case OA_AD_REFUSED:
		find_refused(run);
		break;
	case OA_AD_STOPPED:
		if (run->answer.finding.code != OA_CODE_OK)
			oa_hush_replay(run->front->report, &run->answer.finding);
		else
			find_bad(run, run->url.text, run->answer.text);
		break;
	case OA_AD_BAD:
		find_bad(run, run->bad_url, run->bad_text);
		break;
	case OA_AD_ANSWERED:
		if (run->answer.pox.kind == OA_POX_ERROR)
			find_error(run);
		break;
	default:
		break;
	}
}

static bool is_in_the_way(const struct oa_adway *way, bool is_root)
{
	if (!way->is_tried)
		return false;
	if (way->result == OA_AD_WEBSITE)
		return way->status == 200 || way->seconds >= QUICK_SECONDS;
	return is_root && way->code == OA_CODE_CERT_NAME_MISMATCH;
}

static void judge_websites(struct oa_adrun *run)
{
	struct oa_facts facts = {0};

	for (int i = 0; i < OA_AD_METHODS; i++) {
		const struct oa_adway *way = &run->way[i];

		if (oa_adresult_is_end(way->result))
			return;
		if (!is_in_the_way(way, i == OA_AD_BY_ROOT))
			continue;
		oa_facts_set(&facts, "url", "%s", way->url);
		oa_step_detail(oa_report_find(run->front->report,
				       OA_CODE_AUTODISCOVER_WEBSITE, names[i], &facts),
			"%s, %.0f ms", way->text, way->seconds * 1000);
	}
}

static void judge_required(struct oa_adrun *run)
{
	const struct oa_adnames *known = &run->names;
	const struct oa_error *missing = &known->services_error;

	if (!run->plan->requires_srv || missing->layer == OA_LAYER_NONE)
		return;
	if (oa_adnames_is_open(missing))
		oa_adnames_blame_resolver(run->front, known->services_host, missing);
	else
		oa_step_detail(find_no_record(run), "no SRV record %s: %s",
			known->services_host, missing->text);
}

void oa_adjudge_methods(struct oa_adrun *run)
{
	if (!run->is_chosen) {
		judge_none(run);
	} else {
		judge_end(run);
		judge_websites(run);
	}
	judge_required(run);
}
