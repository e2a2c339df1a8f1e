/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/channel.h"

#include "common/probe/budget.h"
#include "common/probe/frontsee.h"
#include "common/probe/headers.h"
#include "common/probe/kerberos.h"

/* What has passed under the name of Negotiate. */
static const char *package_of(const struct oa_front *front)
{
	if (front->scheme != OA_SCHEME_NEGOTIATE)
		return "";
	return front->service[0] ? " (Kerberos)" : " (NTLM)";
}

void oa_channel_timed(struct oa_front *front, double seconds)
{
	double known;

	if (front->scheme && seconds >= 0 &&
		!oa_report_value_get(front->report, "auth_time", &known))
		oa_report_value(front->report, "auth_time", seconds);
}

void oa_channel_accepted(
	struct oa_front *front, const struct oa_session *session, double seconds)
{
	oa_channel_served(front, session);
	oa_channel_timed(front, seconds);
	if (front->was_accepted || !front->scheme)
		return;
	front->was_accepted = true;
	oa_budget_accepted(front);
	oa_report_ok(front->report, OA_HOP_AUTH, NULL, seconds, "%s%s accepted for %s",
		oa_scheme_name(front->scheme), package_of(front), front->user);
	if (!front->service[0] && front->kerberos.layer != OA_LAYER_NONE)
		oa_kerberos_warn(front, &front->kerberos);
	if (front->on_accepted)
		front->on_accepted(front->watcher);
}

void oa_channel_served(struct oa_front *front, const struct oa_session *session)
{
	char server[128], front_end[128];
	struct oa_step *step;

	oa_front_learn(front, session);
	if (front->was_served)
		return;
	front->was_served = true;
	oa_device_of(session, server, sizeof(server));
	oa_session_field(session, "X-FEServer", front_end, sizeof(front_end));
	step = oa_report_ok(front->report, OA_HOP_HTTP, NULL, -1,
		front_end[0] ? "%s answers, front end %s" : "%s answers%s", server,
		front_end);
	oa_describe_answer(step, session);
}
