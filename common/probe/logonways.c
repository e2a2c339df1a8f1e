/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/logonways.h"
#include "common/probe/looks.h"

/* Repeats a trial in another way; only for a password that may be used again. */
static bool passes(struct oa_front *front, const struct oa_logons *logons,
	const struct oa_trial *like, enum oa_trial_by by, enum oa_trial_binding binding)
{
	struct oa_trial trial = {.scheme = like->scheme,
		.binding = binding,
		.by = by,
		.query = logons->plan->query};

	oa_trial_run(front, &trial, logons->until);
	oa_trial_free(&trial);
	return trial.result == OA_TRIAL_ACCEPTED;
}

/* The page must be one that wants a logon, or its 200 would prove nothing.  It is
 * asked once: an account that is said to be good may not be. */
bool oa_logon_passes_autodiscover(
	struct oa_logons *logons, const struct oa_trial *trial)
{
	struct oa_front *front = logons->front;
	bool is_taken;

	if (logons->autodiscover != OA_TRIAL_NONE)
		return logons->autodiscover == OA_TRIAL_ACCEPTED;
	oa_look_finds_exchange(front);
	is_taken = front->looks.autodiscover.status == 401 &&
		   passes(front, logons, trial, OA_BY_AUTODISCOVER, OA_BINDING_RIGHT);
	logons->autodiscover = is_taken ? OA_TRIAL_ACCEPTED : OA_TRIAL_REFUSED;
	return is_taken;
}

bool oa_logon_passes_unbound(
	const struct oa_logons *logons, const struct oa_trial *trial)
{
	return trial->scheme != OA_SCHEME_BASIC &&
	       !logons->front->target->no_channel_binding &&
	       !logons->front->target->no_tls &&
	       passes(logons->front, logons, trial, OA_BY_OUT_ECHO, OA_BINDING_ABSENT);
}

const struct oa_node *oa_logon_passing_node(const struct oa_logons *logons,
	const struct oa_trial *trial, struct oa_trial *ret_trial)
{
	for (size_t i = 0; i < logons->plan->node_count; i++) {
		struct oa_node *node = logons->plan->nodes[i];

		if (!(oa_offers_any(&node->offers) & trial->scheme))
			continue;
		*ret_trial = (struct oa_trial){.scheme = trial->scheme,
			.by = OA_BY_OUT_ECHO,
			.query = logons->plan->query};
		oa_trial_run(&node->front, ret_trial, logons->until);
		oa_trial_free(ret_trial);
		if (ret_trial->result == OA_TRIAL_ACCEPTED)
			return node;
	}
	return NULL;
}
