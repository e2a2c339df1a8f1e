/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/channels.h"
#include "common/base/text.h"
#include "common/probe/budget.h"
#include "common/probe/kerberos.h"
#include "common/probe/preparation.h"

#include <stdio.h>

/* The healthy answer lists schemes; no user was given, so this is the end. */
static void miss_credentials(
	const struct oa_preparation *p, const struct oa_session *session)
{
	struct oa_facts facts = {0};

	oa_channel_served(p->front, session);
	oa_facts_set(&facts, "schemes", "%s", session->offers.names);
	oa_report_find(
		p->front->report, OA_CODE_MISSING_CREDENTIALS, p->subject, &facts);
}

static bool is_rpc_answer(const struct oa_session *session)
{
	char type[64];

	oa_session_field(session, "Content-Type", type, sizeof(type));
	return oa_session_status(session) == 200 &&
	       (!session->page_len || session->page[0] == 5);
}

static int go_anonymous(const struct oa_preparation *p)
{
	const struct oa_channel *first = &p->channels[0];

	if (oa_preparation_echo(p, first) < 0)
		return -1;
	if (oa_session_status(first->session) == 401 &&
		first->session->offers.schemes) {
		miss_credentials(p, first->session);
		return -1;
	}
	if (!is_rpc_answer(first->session)) {
		oa_preparation_judge(p, first, OA_ASK_ECHO);
		return -1;
	}
	oa_channel_served(p->front, first->session);
	oa_report_find(p->front->report, OA_CODE_ANONYMOUS_ACCESS, NULL, NULL);
	return first->session->can_reuse ? 0 : oa_preparation_reopen(p);
}

/* What forbids a logon does not forbid a look: the schemes are listed, no password
 * is sent. */
static int look_only(const struct oa_preparation *p)
{
	const struct oa_channel *first = &p->channels[0];

	if (oa_preparation_echo(p, first) < 0)
		return -1;
	oa_channel_served(p->front, first->session);
	if (oa_session_status(first->session) == 401)
		oa_report_ok(p->front->report, OA_HOP_AUTH, NULL, -1,
			"offers %s; no password was sent",
			first->session->offers.names[0] ? first->session->offers.names
							: "no scheme");
	return -1;
}

static bool has_credentials(const struct oa_front *front)
{
	return front->user[0] && oa_secret_given(&front->target->who.password);
}

/* The KDC has refused nothing that another scheme needs, and that one is allowed:
 * by Negotiate, too, if only the service has no name there. */
static bool may_do_without(const struct oa_front *front, const struct oa_error *error)
{
	bool is_nameless = error->layer == OA_LAYER_KERBEROS &&
			   error->number == OA_TICKETS_SERVICE_UNKNOWN;

	return has_credentials(front) && oa_kerberos_may_go_on(error) &&
	       (front->target->auth == OA_AUTH_AUTO || is_nameless);
}

/* The KDC counts it, as the server counts a refused password. */
static bool is_bad_password(const struct oa_error *error)
{
	return error->layer == OA_LAYER_KERBEROS &&
	       (error->number == OA_TICKETS_PASSWORD_WRONG ||
		       error->number == OA_TICKETS_ACCOUNT_UNUSABLE);
}

/* One leg, which goes with the final request: there is nothing to ask before. */
static int go_kerberos(const struct oa_preparation *p)
{
	struct oa_front *front = p->front;
	struct oa_error error = {0};

	oa_report_wait(front->report, "a Kerberos ticket");
	front->scheme = OA_SCHEME_NEGOTIATE;
	if (oa_kerberos_log_on(front, oa_deadline_share(p->until, 0.5), &error) == 0)
		return 0;
	/* else the next part of the chain would send a proof of NTLM by this name */
	front->scheme = 0;
	if (!may_do_without(front, &error)) {
		oa_kerberos_find(front, &error);
		front->was_refused = is_bad_password(&error);
		return -1;
	}
	front->kerberos = error;
	return oa_preparation_ntlm(p);
}

bool oa_channels_have_logon(const struct oa_front *front)
{
	return has_credentials(front) || oa_kerberos_is_wanted(front);
}

static int prepare(const struct oa_preparation *p)
{
	struct oa_front *front = p->front;

	if (oa_preparation_open(p) < 0 || front->is_unusable)
		return -1;
	if (front->has_bad_certificate)
		return look_only(p);
	if (!oa_channels_have_logon(front))
		return go_anonymous(p);
	if (!oa_budget_begin(front, p->until))
		return front->was_refused ? -1 : look_only(p);
	if (front->target->auth == OA_AUTH_BASIC || front->scheme == OA_SCHEME_BASIC) {
		front->scheme = OA_SCHEME_BASIC;
		return 0;
	}
	if (front->service[0] || (!front->scheme && oa_kerberos_is_wanted(front)))
		return go_kerberos(p);
	return oa_preparation_ntlm(p);
}

int oa_channels_prepare(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channels, size_t count, const char *query,
	const char *subject, struct oa_deadline until)
{
	const struct oa_preparation p = {.front = front,
		.group = group,
		.channels = channels,
		.count = count,
		.query = query,
		.subject = subject,
		.until = until};

	return prepare(&p);
}

int oa_channels_prepare_as(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channel, const struct oa_channel_form *form,
	const char *subject, struct oa_deadline until)
{
	const struct oa_preparation p = {.front = front,
		.group = group,
		.channels = channel,
		.count = 1,
		.subject = subject,
		.form = form,
		.until = until};

	return prepare(&p);
}
