/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/legacy.h"
#include "common/probe/attempttry.h"
#include "common/probe/channel.h"

#include <string.h>

static bool has_field(const struct oa_session *session, const char *name)
{
	char text[8];

	return oa_session_field(session, name, text, sizeof(text));
}

/* The front end has let the logon pass and found the mailbox: it names the server.
 * That server's pool being down is another matter. */
static bool is_from_behind(const struct oa_session *session)
{
	int status = oa_session_status(session);
	char code[8];

	if (status != 401 && status != 403 && status != 404 && status != 503)
		return false;
	oa_session_field(session, "X-BackEndHttpStatus", code, sizeof(code));
	return has_field(session, "X-FEServer") &&
	       has_field(session, "X-CalculatedBETarget") &&
	       !has_field(session, "X-CasErrorCode") && strcmp(code, "503") != 0;
}

static const char *find_passing(const struct oa_attempt *attempt)
{
	const struct oa_strings *names = attempt->alternatives;

	for (size_t i = 0; names && i < names->count; i++)
		if (oa_attempt_opens(attempt->front, names->item[i], attempt->port))
			return names->item[i];
	return NULL;
}

/* As find_passing(), although a 401 ends all logons: this one is not about the
 * credentials, which are good at the front end, so that a second logon costs nothing.
 */
static const char *find_passing_after_401(
	const struct oa_attempt *attempt, const struct oa_session *session)
{
	struct oa_front *front = attempt->front;
	double seconds = oa_seconds_since(attempt->out_us);
	bool was_refused = front->was_refused;
	bool was_accepted = front->was_accepted;
	const char *passing;

	front->was_refused = false;
	passing = find_passing(attempt);
	if (!passing) {
		front->was_refused = was_refused;
		return NULL;
	}
	/* what the second attempt has found out is known to nobody */
	front->was_accepted = was_accepted;
	oa_channel_accepted(front, session, seconds);
	return passing;
}

bool oa_legacy_judge(struct oa_attempt *attempt, const struct oa_session *session)
{
	struct oa_facts facts = {0};
	char server[200];
	const char *passing;
	struct oa_step *step;

	if (!is_from_behind(session))
		return false;
	passing = find_passing_after_401(attempt, session);
	if (!passing)
		return false;
	oa_session_field(session, "X-CalculatedBETarget", server, sizeof(server));
	oa_facts_set(&facts, "be", "%s", server);
	oa_facts_set(&facts, "status", "%d", oa_session_status(session));
	step = oa_report_find(attempt->front->report, OA_CODE_LEGACY_CAS_REFUSED,
		attempt->subject, &facts);
	oa_step_detail(step, "%s passes", passing);
	oa_describe_answer(step, session);
	return true;
}
