/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/logons.h"
#include "common/probe/budget.h"
#include "common/probe/kerberos.h"

/* An OUT channel that is refused says so at once, for which three times the time of
 * a GET is plenty, within these bounds. */
#define PATIENCE_SECONDS_MIN 0.1
#define PATIENCE_SECONDS_MAX 0.5

static const enum oa_scheme order[OA_LOGONS_MAX] = {
	OA_SCHEME_BASIC, OA_SCHEME_NTLM, OA_SCHEME_NEGOTIATE};

/* A refusal of a password that is not proven ends the run: it may be wrong. */
static bool may_go_on(const struct oa_logons *logons, const struct oa_trial *trial)
{
	if (logons->is_proven || logons->front->target->is_account_good)
		return true;
	return trial->result == OA_TRIAL_UNSENT || trial->result == OA_TRIAL_FORBIDDEN;
}

static bool counts_as_bad(const struct oa_trial *trial)
{
	return (trial->result == OA_TRIAL_REFUSED && !oa_trial_has_ticket(trial)) ||
	       trial->finding.code == OA_CODE_AUTH_ACCOUNT_UNUSABLE;
}

static void settle(struct oa_logons *logons, const struct oa_trial *trial)
{
	if (logons->is_proven)
		return;
	if (trial->result == OA_TRIAL_ACCEPTED) {
		logons->is_proven = true;
		oa_budget_accepted(logons->front);
	} else if (counts_as_bad(trial)) {
		oa_budget_rejected(logons->front);
	}
}

/* Requests that one logon takes at most. */
static size_t legs_of(enum oa_scheme scheme)
{
	return scheme == OA_SCHEME_BASIC ? 1 : 2;
}

static void try_one(struct oa_logons *logons, enum oa_scheme scheme)
{
	struct oa_trial *out = &logons->out[logons->count];
	struct oa_trial *in = &logons->in[logons->count];
	int64_t start_us = oa_now_us();

	*out = (struct oa_trial){
		.scheme = scheme, .by = OA_BY_OUT_ECHO, .query = logons->plan->query};
	*in = *out;
	in->by = OA_BY_IN_ECHO;
	logons->count++;
	oa_trial_run(logons->front, out, logons->until);
	oa_pace_note(&logons->pace, start_us, legs_of(scheme));
	settle(logons, out);
	if (out->result == OA_TRIAL_ACCEPTED)
		oa_trial_run(logons->front, in, logons->until);
}

/* NTLM that was not taken under its own name will not be under another. */
static bool is_same_again(const struct oa_logons *logons, enum oa_scheme scheme)
{
	return scheme == OA_SCHEME_NEGOTIATE && !oa_kerberos_is_wanted(logons->front) &&
	       oa_logons_find(logons, OA_SCHEME_NTLM) &&
	       !oa_logons_has(logons, OA_SCHEME_NTLM);
}

static void try_all(struct oa_logons *logons)
{
	for (size_t i = 0; i < OA_LOGONS_MAX; i++) {
		if (!(logons->plan->schemes & order[i]) ||
			is_same_again(logons, order[i]))
			continue;
		if (!oa_pace_allows(&logons->pace, 2 * legs_of(order[i]))) {
			oa_pace_find(
				&logons->pace, logons->front, oa_scheme_name(order[i]));
			return;
		}
		try_one(logons, order[i]);
		if (!may_go_on(logons, &logons->out[logons->count - 1]))
			return;
	}
}

/* Some devices take an echo and refuse a channel.  This is the last logon of a run,
 * and a good one, so that the counter of bad ones in the domain starts anew. */
static void try_channel(struct oa_logons *logons)
{
	struct oa_trial trial = {.by = OA_BY_CONN_A1,
		.query = logons->plan->query,
		.patience = oa_front_patience(logons->front, "http_time",
			PATIENCE_SECONDS_MIN, PATIENCE_SECONDS_MAX)};
	struct oa_facts facts = {0};
	const struct oa_step *finding = &trial.finding;

	for (size_t i = 0; i < logons->count; i++)
		if (logons->in[i].result == OA_TRIAL_ACCEPTED)
			trial.scheme = logons->in[i].scheme;
	if (!trial.scheme)
		return;
	oa_trial_run(logons->front, &trial, logons->until);
	if (oa_trial_is_refused(&trial)) {
		oa_facts_set(&facts, "name", "RPC_OUT_DATA with CONN/A1");
		oa_facts_set(&facts, "list", "the echo");
		oa_step_detail(oa_report_find(logons->front->report,
				       OA_CODE_AUTH_CHANNELS_DIFFER, NULL, &facts),
			"%s: %s", oa_trial_name(&trial), finding->text);
	}
	oa_trial_free(&trial);
}

void oa_logons_try(struct oa_front *front, const struct oa_logons_plan *plan,
	const struct oa_pace *pace)
{
	struct oa_logons logons = {
		.front = front, .plan = plan, .until = pace->until, .pace = *pace};

	if (oa_budget_begin(front, pace->until)) {
		try_all(&logons);
		oa_budget_end(front);
		oa_logons_judge(&logons);
		if (logons.is_proven && oa_pace_allows(&logons.pace, 2))
			try_channel(&logons);
	}
	for (size_t i = 0; i < logons.count; i++) {
		oa_trial_free(&logons.out[i]);
		oa_trial_free(&logons.in[i]);
	}
}
