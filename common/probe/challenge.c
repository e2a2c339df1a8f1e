/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/challenge.h"
#include "common/probe/frontopen.h"
#include "common/probe/judge_http.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What the steps of one look share. */
struct look {
	struct oa_front *front;
	const char *query;
	const struct oa_pace *pace;
	struct oa_clock *clock;
	struct oa_connections group;
	struct oa_session session;
	char computer[256]; /* named by the last challenge on this connection */
	bool is_described;
	unsigned broken;
};

static int open_one(struct look *look)
{
	struct oa_connection *connection;

	oa_session_free(&look->session);
	oa_connections_free(&look->group);
	look->computer[0] = '\0';
	connection = oa_front_open(look->front, &look->group, 1, look->pace->until);
	if (!connection)
		return -1;
	oa_session_init(&look->session, connection, look->front->report, "CHALLENGE");
	return 0;
}

static void find_unpinned(struct look *look, unsigned scheme, const char *why)
{
	struct oa_facts facts = {0};
	char device[128];

	oa_device_of(&look->session, device, sizeof(device));
	oa_facts_set(&facts, "device", "%s", device);
	oa_step_detail(oa_report_find(look->front->report,
			       OA_CODE_AUTH_CONNECTION_NOT_PINNED, NULL, &facts),
		"%s: %s", oa_scheme_name((enum oa_scheme)scheme), why);
	look->broken |= scheme;
}

static void find_malformed(struct look *look, unsigned scheme, const char *why)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "reason", "%s: %s", oa_scheme_name((enum oa_scheme)scheme),
		why);
	oa_report_find(look->front->report, OA_CODE_HTTP_MALFORMED, NULL, &facts);
	look->broken |= scheme;
}

static void find_forbidden(struct look *look, unsigned scheme)
{
	struct oa_step *step = oa_report_find(
		look->front->report, OA_CODE_AUTH_NEGOTIATE_FORBIDDEN, NULL, NULL);

	oa_describe_answer(step, &look->session);
	look->broken |= scheme;
}

static void describe(struct look *look, const struct oa_ntlm_challenge *challenge)
{
	struct oa_report *report = look->front->report;
	struct oa_clock clock = {0};
	struct oa_step *step;

	if (look->is_described)
		return;
	look->is_described = true;
	step = oa_report_ok(report, OA_HOP_AUTH, NULL, -1, "NTLM challenge of %s, %s",
		challenge->dns_computer[0]  ? challenge->dns_computer
		: challenge->nb_computer[0] ? challenge->nb_computer
					    : "a server without name",
		challenge->nb_domain[0] ? challenge->nb_domain : "no domain");
	step->is_long = true;
	oa_step_detail(step, "computer %s (%s)", challenge->dns_computer,
		challenge->nb_computer);
	oa_step_detail(step, "domain %s (%s), forest %s", challenge->dns_domain,
		challenge->nb_domain, challenge->dns_forest);
	if (challenge->has_version)
		oa_step_detail(step, "Windows %u.%u build %u", challenge->version_major,
			challenge->version_minor, challenge->version_build);
	if (challenge->has_timestamp) {
		oa_clock_note_challenge(&clock, look->front, challenge);
		oa_step_detail(step, "its clock is %+.1f s from ours", clock.ahead);
	}
}

/* Two challenges on one connection must come from one computer. */
static void compare(struct look *look, unsigned scheme, const char *computer)
{
	char text[600];

	if (look->computer[0] && computer[0] && strcasecmp(look->computer, computer)) {
		snprintf(text, sizeof(text),
			"challenges on one connection come from %s and %s",
			look->computer, computer);
		find_unpinned(look, scheme, text);
	}
	snprintf(look->computer, sizeof(look->computer), "%s", computer);
}

static void read_challenge(struct look *look, unsigned scheme)
{
	struct oa_ntlm_challenge challenge;
	struct oa_error error = {0};

	if (oa_ntlm_challenge_parse(look->session.challenge.bytes,
		    look->session.challenge.len, &challenge, &error) < 0) {
		find_malformed(look, scheme, error.text);
		return;
	}
	oa_clock_note_challenge(look->clock, look->front, &challenge);
	describe(look, &challenge);
	compare(look, scheme, challenge.nb_computer);
}

/* Something else than a challenge has come. */
static void judge_answer(
	struct look *look, unsigned scheme, const struct oa_http_request *request)
{
	const struct oa_session *session = &look->session;
	struct oa_case given = {.front = look->front,
		.session = &look->session,
		.ask = OA_ASK_ECHO,
		.method = request->method};

	if (oa_session_status(session) == 403 && scheme == OA_SCHEME_NEGOTIATE) {
		find_forbidden(look, scheme);
	} else if (oa_session_status(session) != 401) {
		oa_judge_answer(&given);
		look->broken |= scheme;
	} else if (session->offers.ntlm.bytes || session->offers.negotiate.bytes) {
		find_unpinned(look, scheme, "the connection ends with the challenge");
	} else if (scheme == OA_SCHEME_NTLM) {
		find_malformed(
			look, scheme, "the scheme is offered but brings no challenge");
	}
}

/* No time is left: no fault of the way, and what is to blame has been found if the
 * last scheme was silent. */
static void miss(struct look *look, unsigned scheme)
{
	if (!look->broken)
		oa_pace_find(look->pace, look->front, "NTLM challenge");
	look->broken |= scheme;
}

static void ask(struct look *look, unsigned scheme)
{
	struct oa_http_request request;
	struct oa_error error = {0};
	struct oa_case given = {.front = look->front,
		.session = &look->session,
		.ask = OA_ASK_ECHO,
		.method = "RPC_IN_DATA"};
	int64_t start_us = oa_now_us();
	char target[1400];
	int answer = -1;

	if (oa_deadline_passed(look->pace->until)) {
		miss(look, scheme);
		return;
	}
	if ((!look->session.connection || !look->session.can_reuse) &&
		open_one(look) < 0) {
		look->broken |= scheme;
		return;
	}
	oa_front_request(look->front, "RPC_IN_DATA", look->query, 0, &request, target,
		sizeof(target));
	if (oa_logon_ask(&look->session, (enum oa_scheme)scheme, &request,
		    look->pace->until, &error) == 0)
		answer = oa_logon_hear(
			&look->session, request.method, look->pace->until, &error);
	if (answer < 0) {
		oa_judge_no_answer(&given, &error, OA_CODE_HTTP_TIMEOUT,
			oa_seconds_since(start_us));
		look->broken |= scheme;
		look->session.can_reuse = false;
	} else if (answer == OA_LOGON_CHALLENGED) {
		read_challenge(look, scheme);
	} else {
		judge_answer(look, scheme, &request);
	}
}

unsigned oa_challenge_look(struct oa_front *front, const char *query, unsigned schemes,
	const struct oa_pace *pace, struct oa_clock *clock)
{
	struct look look = {
		.front = front, .query = query, .pace = pace, .clock = clock};
	bool has_both;

	schemes &= OA_SCHEME_NTLM | OA_SCHEME_NEGOTIATE;
	has_both = schemes == (OA_SCHEME_NTLM | OA_SCHEME_NEGOTIATE);
	if (schemes & OA_SCHEME_NTLM)
		ask(&look, OA_SCHEME_NTLM);
	if (schemes & OA_SCHEME_NEGOTIATE)
		ask(&look, OA_SCHEME_NEGOTIATE);
	if (schemes && !has_both && look.computer[0] && !look.broken)
		ask(&look, schemes);
	oa_session_free(&look.session);
	oa_connections_free(&look.group);
	return look.broken;
}
