/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/kerberos.h"

#include <stdio.h>

bool oa_kerberos_is_wanted(const struct oa_front *front)
{
	const struct oa_target *target = front->target;

	return target->auth == OA_AUTH_NEGOTIATE ||
	       (target->auth == OA_AUTH_AUTO &&
		       (target->who.keytab || target->who.ccache));
}

static int start(struct oa_front *front, struct oa_deadline until)
{
	const struct oa_credentials *who = &front->target->who;
	const struct oa_tickets_source source = {.user = front->user,
		.keytab = who->keytab,
		.ccache = who->ccache,
		.password = &who->password};

	if (oa_tickets_get(&source, until, &front->tickets, &front->kerberos) < 0)
		return -1;
	if (!front->user[0]) {
		snprintf(front->user, sizeof(front->user), "%s",
			oa_tickets_user(front->tickets));
		oa_facts_set(&front->report->facts, "user", "%s", front->user);
	}
	oa_report_trace(front->report, "Kerberos: tickets for %s",
		oa_tickets_user(front->tickets));
	return 0;
}

int oa_kerberos_ticket(struct oa_front *front, const char *spn,
	struct oa_deadline until, char ret_service[OA_PRINCIPAL_MAX],
	struct oa_error *err)
{
	const struct oa_error *failure = &front->kerberos;

	if (!front->tickets &&
		(failure->layer != OA_LAYER_NONE || start(front, until) < 0)) {
		oa_report_trace(front->report, "Kerberos: %s", failure->text);
		return oa_fail(
			err, failure->layer, failure->number, "%s", failure->text);
	}
	if (oa_tickets_fetch(&front->tickets, spn, until, ret_service, err) < 0) {
		if (!front->tickets)
			front->kerberos = *err;
		oa_report_trace(front->report, "Kerberos: %s", err->text);
		return -1;
	}
	oa_report_trace(front->report, "Kerberos: ticket for %s", ret_service);
	return 0;
}

int oa_kerberos_log_on(
	struct oa_front *front, struct oa_deadline until, struct oa_error *err)
{
	if (front->service[0] && front->tickets)
		return 0;
	return oa_kerberos_ticket(front, front->spn, until, front->service, err);
}

bool oa_kerberos_may_go_on(const struct oa_error *error)
{
	switch (error->layer) {
	case OA_LAYER_KERBEROS:
		return error->number != OA_TICKETS_PASSWORD_WRONG &&
		       error->number != OA_TICKETS_CLIENT_UNKNOWN &&
		       error->number != OA_TICKETS_ACCOUNT_UNUSABLE;
	case OA_LAYER_FEATURE:
		return true;
	default:
		return false;
	}
}

/* What it means; without a reason the words of the KDC are better. */
static const struct {
	enum oa_code code;
	enum oa_state state;
	const char *reason;
} meanings[] = {
	[OA_TICKETS_OTHER] = {OA_CODE_MISSING_CREDENTIALS, OA_STATE_UNKNOWN, NULL},
	[OA_TICKETS_NO_SOURCE] = {OA_CODE_MISSING_CREDENTIALS, OA_STATE_UNKNOWN,
		"no ticket in the cache, or no key in the keytab"},
	[OA_TICKETS_NO_KDC] = {OA_CODE_MISSING_CREDENTIALS, OA_STATE_UNKNOWN,
		"no KDC answers"},
	[OA_TICKETS_CLIENT_UNKNOWN] = {OA_CODE_AUTH_REJECTED, OA_STATE_UNKNOWN,
		"Kerberos: the KDC does not know the user"},
	[OA_TICKETS_SERVICE_UNKNOWN] = {OA_CODE_AUTH_KERBEROS_REFUSED,
		OA_STATE_CRITICAL, "the KDC does not know the service"},
	[OA_TICKETS_PASSWORD_WRONG] = {OA_CODE_AUTH_REJECTED, OA_STATE_UNKNOWN,
		"Kerberos: pre-authentication failed"},
	[OA_TICKETS_ACCOUNT_UNUSABLE] = {OA_CODE_AUTH_ACCOUNT_UNUSABLE,
		OA_STATE_UNKNOWN, NULL},
	/* it is the clock of the monitor or of the KDC: no fault of the front end */
	[OA_TICKETS_CLOCK_SKEW] = {OA_CODE_AUTH_KERBEROS_REFUSED, OA_STATE_UNKNOWN,
		"the clocks of monitor and KDC are too far apart"},
};

static void find_lack(struct oa_front *front, const struct oa_error *error)
{
	bool is_feature = error->layer == OA_LAYER_FEATURE;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "name", "%s", error->text);
	oa_facts_set(&facts, "phase", "Kerberos");
	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_report_find(front->report,
		is_feature ? OA_CODE_FEATURE_MISSING : OA_CODE_INTERNAL_ERROR, NULL,
		&facts);
}

/* A refusal by the KDC weighs as one by the front end. */
static enum oa_state state_of(const struct oa_front *front, long trouble)
{
	if (meanings[trouble].code == OA_CODE_AUTH_REJECTED &&
		front->target->is_account_good)
		return OA_STATE_CRITICAL;
	return meanings[trouble].state;
}

void oa_kerberos_find(struct oa_front *front, const struct oa_error *error)
{
	struct oa_facts facts = {0};
	const char *reason;

	if (error->layer != OA_LAYER_KERBEROS) {
		find_lack(front, error);
		return;
	}
	reason = meanings[error->number].reason;
	if (!reason)
		reason = error->text;
	oa_facts_set(&facts, "reason", "%s", reason);
	oa_facts_set(&facts, "scheme", "%s", reason);
	oa_facts_set(&facts, "schemes", "unknown; Kerberos: %s", reason);
	oa_facts_set(&facts, "name", "nothing else was tried");
	oa_step_detail(oa_report_find_as(front->report, meanings[error->number].code,
			       state_of(front, error->number), NULL, &facts),
		"Kerberos: %s", error->text);
}

void oa_kerberos_warn(struct oa_front *front, const struct oa_error *error)
{
	struct oa_facts facts = {0};
	const char *reason = error->layer == OA_LAYER_KERBEROS
				     ? meanings[error->number].reason
				     : error->text;

	if (error->layer != OA_LAYER_KERBEROS ||
		error->number != OA_TICKETS_SERVICE_UNKNOWN) {
		oa_report_ok(front->report, OA_HOP_AUTH, NULL, -1,
			"note: no Kerberos, %s", error->text);
		return;
	}
	oa_facts_set(&facts, "reason", "%s", reason);
	oa_facts_set(&facts, "name", "NTLM works");
	oa_step_detail(oa_report_find(front->report, OA_CODE_AUTH_KERBEROS_REFUSED,
			       NULL, &facts),
		"Kerberos: %s", error->text);
}
