/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_judge.h"
#include "common/probe/autodiscover_bad.h"
#include "common/probe/autodiscover_none.h"
#include "common/probe/autodiscover_place.h"
#include "common/probe/autodiscover_services.h"
#include "common/probe/hush.h"

#include <stdio.h>
#include <string.h>

/* A web site that says at once that it has nothing delays nobody. */
#define QUICK_SECONDS 1.0

static void find_foreign(struct oa_adrun *run)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "host", "%s", run->url.host);
	oa_facts_set(&facts, "schemes", "%s", run->answer.schemes);
	step = oa_report_find(
		run->front->report, OA_CODE_MISSING_CREDENTIALS, NULL, &facts);
	oa_facts_expand(step->hint, sizeof(step->hint),
		"autodiscover leads to {host}, which nobody has named: if the logon "
		"may go there give --allow-host {host}",
		&facts, NULL);
	oa_step_detail(step, "autodiscover leads to %s", run->url.text);
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
	struct oa_step *step;

	oa_facts_set(&facts, "user", "%s", run->address);
	oa_facts_set(
		&facts, "code", "%s", pox->error_code[0] ? pox->error_code : "none");
	oa_facts_set(&facts, "reason", "%s%s",
		pox->error_message[0] ? pox->error_message : "no message",
		is_ours ? ", it does not understand the request of this check" : "");
	step = oa_report_find(run->front->report,
		is_unknown ? OA_CODE_AUTODISCOVER_ADDRESS_UNKNOWN
			   : OA_CODE_AUTODISCOVER_ERROR,
		NULL, &facts);
	oa_step_detail(step, "%s: %s", run->url.text,
		pox->error_message[0] ? pox->error_message : "no message");
	oa_adbad_tell_address(run, step);
}

static void find_unfinished(struct oa_adrun *run)
{
	run->bad_fault = OA_AD_OTHER;
	snprintf(run->bad_url, sizeof(run->bad_url), "%s", run->url.text);
	snprintf(run->bad_text, sizeof(run->bad_text), "%s", run->answer.text);
	oa_adbad_find(run);
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
			find_unfinished(run);
		break;
	case OA_AD_BAD:
		oa_adbad_find(run);
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
		oa_step_detail(
			oa_report_find(run->front->report, OA_CODE_AUTODISCOVER_WEBSITE,
				oa_admethod_name((enum oa_admethod)i), &facts),
			"%s, %.0f ms", way->text, way->seconds * 1000);
	}
}

void oa_adjudge_methods(struct oa_adrun *run)
{
	if (!run->is_chosen) {
		oa_adnone_judge(run);
	} else {
		judge_end(run);
		judge_websites(run);
		oa_adservices_judge(run);
	}
	oa_adnone_judge_required(run);
}
