/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/preparation.h"

static int ask_all(const struct oa_preparation *p)
{
	enum oa_scheme scheme = (enum oa_scheme)p->front->scheme;
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	for (size_t i = 0; i < p->count; i++) {
		oa_preparation_request(
			p, &p->channels[i], 0, &request, target, sizeof(target));
		if (oa_logon_ask(p->channels[i].session, scheme, &request, p->until,
			    &error) < 0) {
			oa_preparation_fail(p, &p->channels[i], &error, start_us);
			return -1;
		}
	}
	return 0;
}

/* Hears the challenge of one channel: 1 if it came, 0 if something else did. */
static int hear_one(const struct oa_preparation *p, const struct oa_channel *channel)
{
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	int answer = oa_logon_hear(channel->session, channel->method, p->until, &error);

	if (answer < 0) {
		oa_preparation_fail(p, channel, &error, start_us);
		return -1;
	}
	return answer == OA_LOGON_CHALLENGED;
}

static void miss_challenge(
	const struct oa_preparation *p, const struct oa_session *session)
{
	struct oa_facts facts = {0};
	char device[128];
	bool has_token = session->offers.ntlm.bytes || session->offers.negotiate.bytes;

	/* a challenge is worth nothing on a connection that ends with it */
	oa_device_of(session, device, sizeof(device));
	oa_facts_set(&facts, "device", "%s", device);
	oa_facts_set(&facts, "reason", "NTLM is offered but brings no challenge");
	oa_report_find(p->front->report,
		has_token ? OA_CODE_AUTH_CONNECTION_NOT_PINNED : OA_CODE_HTTP_MALFORMED,
		p->subject, &facts);
}

static bool may_use_basic(
	const struct oa_front *front, const struct oa_session *session)
{
	return front->target->auth == OA_AUTH_AUTO && !front->target->no_tls &&
	       oa_session_status(session) == 401 &&
	       (session->offers.schemes & OA_SCHEME_BASIC);
}

/* Hears the answers of the channels behind one: 1 if all can go on, 0 if one of
 * them has to be opened anew. */
static int hear_rest(const struct oa_preparation *p, size_t from)
{
	int keeps = 1;

	for (size_t i = from; i < p->count; i++) {
		if (hear_one(p, &p->channels[i]) < 0)
			return -1;
		if (!p->channels[i].session->can_reuse)
			keeps = 0;
	}
	return keeps;
}

static int go_basic(const struct oa_preparation *p, size_t from)
{
	int keeps = hear_rest(p, from + 1);

	if (keeps < 0)
		return -1;
	oa_channel_served(p->front, p->channels[from].session);
	p->front->scheme = OA_SCHEME_BASIC;
	return keeps && p->channels[from].session->can_reuse ? 0
							     : oa_preparation_reopen(p);
}

/* NTLM is not offered by its own name, but may pass under the other one. */
static bool may_use_negotiate(
	const struct oa_front *front, const struct oa_session *session)
{
	return front->scheme == OA_SCHEME_NTLM && oa_session_status(session) == 401 &&
	       (session->offers.schemes & OA_SCHEME_NEGOTIATE) &&
	       !(session->offers.schemes & OA_SCHEME_NTLM);
}

static int go_negotiate(const struct oa_preparation *p, size_t from)
{
	int keeps = hear_rest(p, from + 1);

	if (keeps < 0)
		return -1;
	p->front->scheme = OA_SCHEME_NEGOTIATE;
	if ((!keeps || !p->channels[from].session->can_reuse) &&
		oa_preparation_reopen(p) < 0)
		return -1;
	return oa_preparation_ntlm(p);
}

/* No challenge came on a channel: the other name of NTLM, then Basic if that is
 * allowed, else a finding. */
static int fall_back(const struct oa_preparation *p, size_t from)
{
	const struct oa_channel *channel = &p->channels[from];
	const struct oa_session *session = channel->session;

	if (may_use_negotiate(p->front, session))
		return go_negotiate(p, from);
	if (may_use_basic(p->front, session))
		return go_basic(p, from);
	/* what is offered is Kerberos alone: NTLM is what is missing */
	p->front->scheme = OA_SCHEME_NTLM;
	if (oa_session_status(session) == 401 &&
		(session->offers.schemes & OA_SCHEME_NTLM))
		miss_challenge(p, session);
	else
		oa_preparation_judge(p, channel, OA_ASK_OUT);
	if (oa_session_status(session) == 401)
		oa_channel_served(p->front, session);
	return -1;
}

int oa_preparation_ntlm(const struct oa_preparation *p)
{
	if (p->front->scheme != OA_SCHEME_NEGOTIATE)
		p->front->scheme = OA_SCHEME_NTLM;
	if (ask_all(p) < 0)
		return -1;
	for (size_t i = 0; i < p->count; i++) {
		int heard = hear_one(p, &p->channels[i]);

		if (heard < 0)
			return -1;
		if (!heard)
			return fall_back(p, i);
		oa_channel_served(p->front, p->channels[i].session);
	}
	return 0;
}
