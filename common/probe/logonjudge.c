/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/logonjudge.h"
#include "common/probe/hush.h"
#include "common/probe/kerberos.h"
#include "common/probe/logonways.h"

#include <stdio.h>

const struct oa_trial *oa_logons_find(const struct oa_logons *logons, unsigned scheme)
{
	for (size_t i = 0; i < logons->count; i++)
		if (logons->out[i].scheme == scheme)
			return &logons->out[i];
	return NULL;
}

bool oa_logons_has(const struct oa_logons *logons, unsigned scheme)
{
	const struct oa_trial *trial = oa_logons_find(logons, scheme);

	return trial && trial->result == OA_TRIAL_ACCEPTED;
}

static const char *label_of(unsigned scheme)
{
	return scheme == OA_SCHEME_BASIC  ? "basic_time"
	       : scheme == OA_SCHEME_NTLM ? "ntlm_time"
					  : "negotiate_time";
}

static struct oa_step *find(const struct oa_logons *logons,
	const struct oa_trial *trial, enum oa_code code, const char *evidence)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "device", "%s", trial->device);
	oa_facts_set(&facts, "scheme", "%s", oa_trial_name(trial));
	oa_facts_set(&facts, "reason", "%s", evidence);
	oa_facts_set(&facts, "name", "NTLM works");
	step = oa_report_find(logons->front->report, code, NULL, &facts);
	oa_step_detail(step, "%s: %s", oa_trial_name(trial), evidence);
	return step;
}

/* Other programs are told to ask this one. */
static struct oa_step *replay(
	const struct oa_logons *logons, const struct oa_trial *trial)
{
	struct oa_step finding = trial->finding;

	if (finding.code == OA_CODE_AUTH_REJECTED)
		snprintf(finding.hint, sizeof(finding.hint), "%s",
			oa_diagnosis(finding.code)->hint);
	return finding.code == OA_CODE_OK
		       ? NULL
		       : oa_hush_replay(logons->front->report, &finding);
}

/* With one list of schemes on both and another certificate in front, it is the
 * binding to that certificate that is refused; else the device has changed the
 * logon. */
static void judge_node(const struct oa_logons *logons, const struct oa_trial *trial,
	const struct oa_node *node, const struct oa_trial *passed)
{
	const struct oa_offers *offers = logons->plan->offers;
	struct oa_facts facts = {0};
	char evidence[200];

	snprintf(evidence, sizeof(evidence),
		"refused by the front, accepted on node %s", node->name);
	if (trial->scheme != OA_SCHEME_BASIC &&
		!oa_trial_saw(trial, passed->seen, passed->seen_len) &&
		oa_offers_any(offers) == oa_offers_any(&node->offers)) {
		find(logons, trial, OA_CODE_AUTH_EXTENDED_PROTECTION, evidence);
		return;
	}
	oa_facts_set(&facts, "schemes", "%s", oa_offers_names(offers));
	oa_facts_set(&facts, "list", "%s", oa_offers_names(&node->offers));
	oa_step_detail(oa_report_find(logons->front->report, OA_CODE_AUTH_FRONT_DIFFERS,
			       NULL, &facts),
		"%s: %s", oa_trial_name(trial), evidence);
}

static void judge_ntlm(const struct oa_logons *logons, const struct oa_trial *trial)
{
	if (trial->finding.code != OA_CODE_FEATURE_MISSING &&
		oa_logons_has(logons, OA_SCHEME_BASIC))
		find(logons, trial, OA_CODE_AUTH_NTLM_REFUSED,
			"refused with and without channel binding");
	else
		replay(logons, trial);
}

/* The proof was refused although the password is good. */
static void judge_good_password(struct oa_logons *logons, const struct oa_trial *trial)
{
	const struct oa_node *node;
	struct oa_trial passed;

	if (oa_logon_passes_unbound(logons, trial)) {
		find(logons, trial, OA_CODE_AUTH_EXTENDED_PROTECTION,
			"refused with the channel binding of the certificate seen, "
			"accepted without");
		return;
	}
	node = oa_logon_passing_node(logons, trial, &passed);
	if (node)
		judge_node(logons, trial, node, &passed);
	else if (!logons->is_proven && oa_logon_passes_autodiscover(logons, trial))
		find(logons, trial, OA_CODE_AUTH_NOT_AUTHORIZED,
			"refused on /rpc, accepted on /autodiscover");
	else if (trial->scheme == OA_SCHEME_NTLM)
		judge_ntlm(logons, trial);
	else if (trial->is_kerberos && oa_logons_has(logons, OA_SCHEME_NTLM))
		find(logons, trial, OA_CODE_AUTH_KERBEROS_REFUSED,
			"its ticket is refused");
	else
		replay(logons, trial);
}

static bool others_pass(const struct oa_logons *logons)
{
	return oa_logons_has(logons, OA_SCHEME_NTLM) ||
	       oa_logons_has(logons, OA_SCHEME_BASIC);
}

/* 403 is no word on the password, so the page that is open to every account may be
 * asked. */
static void judge_forbidden(struct oa_logons *logons, const struct oa_trial *trial)
{
	if (trial->scheme == OA_SCHEME_NEGOTIATE && others_pass(logons))
		find(logons, trial, OA_CODE_AUTH_NEGOTIATE_FORBIDDEN,
			"403 to its token, other schemes pass");
	else if (oa_logon_passes_autodiscover(logons, trial))
		find(logons, trial, OA_CODE_AUTH_NOT_AUTHORIZED,
			"403 on /rpc, accepted on /autodiscover");
	else
		replay(logons, trial);
}

static void judge_accepted(const struct oa_logons *logons, const struct oa_trial *out,
	const struct oa_trial *in)
{
	struct oa_report *report = logons->front->report;
	struct oa_facts facts = {0};

	oa_report_value(report, label_of(out->scheme), out->seconds);
	if (in->result == OA_TRIAL_ACCEPTED) {
		oa_report_ok(report, OA_HOP_AUTH, NULL, out->seconds,
			"%s accepted for %s on both channels", oa_trial_name(out),
			logons->front->user);
	} else if (oa_trial_is_refused(in)) {
		oa_facts_set(&facts, "name", "RPC_IN_DATA");
		oa_facts_set(&facts, "list", "RPC_OUT_DATA");
		oa_step_detail(oa_report_find(report, OA_CODE_AUTH_CHANNELS_DIFFER,
				       NULL, &facts),
			"%s: %s", oa_trial_name(out), in->finding.text);
	} else {
		replay(logons, in);
	}
}

/* The one refused password of the run; what else it may have been is said. */
static void judge_unproven(const struct oa_logons *logons, const struct oa_trial *trial)
{
	char rest[OA_SCHEME_LIST_SIZE];
	unsigned untried = logons->plan->schemes;
	struct oa_step *step;

	step = replay(logons, trial);
	if (!step)
		return;
	for (size_t i = 0; i < logons->count; i++)
		untried &= ~logons->out[i].scheme;
	oa_scheme_list(untried, rest);
	if (untried)
		oa_step_detail(
			step, "not tried, for the sake of the account: %s", rest);
	if (trial->scheme != OA_SCHEME_BASIC)
		oa_step_detail(step, "if the password is known to be good, "
				     "--account-good tells whether it is the channel "
				     "binding that is refused");
}

/* That the service has no name at the KDC weighs less where NTLM passes; other
 * troubles with the KDC are the monitor's own. */
static void judge_broken(const struct oa_logons *logons, const struct oa_trial *trial)
{
	if (trial->kerberos.layer == OA_LAYER_KERBEROS &&
		trial->kerberos.number == OA_TICKETS_SERVICE_UNKNOWN &&
		oa_logons_has(logons, OA_SCHEME_NTLM))
		oa_kerberos_warn(logons->front, &trial->kerberos);
	else
		replay(logons, trial);
}

static void judge_one(
	struct oa_logons *logons, const struct oa_trial *out, const struct oa_trial *in)
{
	bool is_good = logons->is_proven || oa_trial_has_ticket(out) ||
		       logons->front->target->is_account_good;

	switch (out->result) {
	case OA_TRIAL_ACCEPTED:
		judge_accepted(logons, out, in);
		break;
	case OA_TRIAL_FORBIDDEN:
		judge_forbidden(logons, out);
		break;
	case OA_TRIAL_REFUSED:
		if (is_good)
			judge_good_password(logons, out);
		else
			judge_unproven(logons, out);
		break;
	case OA_TRIAL_FRESH:
		replay(logons, out);
		break;
	case OA_TRIAL_BROKEN:
		judge_broken(logons, out);
		break;
	case OA_TRIAL_UNSENT:
		oa_report_ok(logons->front->report, OA_HOP_AUTH, NULL, -1,
			"note: %s brings no challenge; it was not tested",
			oa_trial_name(out));
		break;
	case OA_TRIAL_NONE:
		break;
	}
}

/* What was asked for and is left out is said. */
static bool may_test_protection(const struct oa_logons *logons)
{
	if (oa_pace_allows(&logons->pace, 4))
		return true;
	if (logons->plan->protection.wish != OA_PROTECTION_ANY)
		oa_pace_find(&logons->pace, logons->front, "Extended Protection");
	return false;
}

static void judge_protection(const struct oa_logons *logons)
{
	const struct oa_target *target = logons->front->target;
	const struct oa_logons_plan *plan = logons->plan;
	unsigned scheme = oa_logons_has(logons, OA_SCHEME_NTLM) ? OA_SCHEME_NTLM
			  : oa_logons_has(logons, OA_SCHEME_NEGOTIATE)
				  ? OA_SCHEME_NEGOTIATE
				  : 0;

	if (scheme && plan->protection.wish != OA_PROTECTION_SKIP && !target->no_tls &&
		!target->no_channel_binding && may_test_protection(logons))
		oa_protection_test(logons->front, &plan->protection, scheme,
			plan->query, logons->until);
}

void oa_logons_judge(struct oa_logons *logons)
{
	for (size_t i = 0; i < logons->count; i++)
		judge_one(logons, &logons->out[i], &logons->in[i]);
	judge_protection(logons);
}
