/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpcbind.h"
#include "common/probe/kerberos.h"
#include "common/probe/statuses.h"

#include <stdio.h>

/* A service that the KDC does not know is the server's fault; everything else that
 * keeps a ticket away is told like at HTTP level. */
static enum oa_rpc_result break_ticket(
	const struct oa_course *course, const char *spn, const struct oa_error *error)
{
	struct oa_facts facts = {0};

	if (error->layer == OA_LAYER_KERBEROS &&
		error->number == OA_TICKETS_SERVICE_UNKNOWN) {
		oa_facts_set(&facts, "name", "KDC does not know %s", spn);
		oa_step_detail(
			oa_course_find(course, OA_CODE_RPC_LOGON_REFUSED, &facts),
			"Kerberos: %s", error->text);
	} else {
		oa_kerberos_find(course->attempt->front, error);
	}
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result get_ticket(
	const struct oa_course *course, const char *spn, char service[OA_PRINCIPAL_MAX])
{
	struct oa_error error = {0};

	service[0] = '\0';
	if (course->plan->type != OA_RPCAUTH_KERBEROS ||
		oa_kerberos_ticket(course->attempt->front, spn, course->until, service,
			&error) == 0)
		return OA_RPC_DONE;
	return break_ticket(course, spn, &error);
}

static void name_service(const struct oa_course *course, char *buffer, size_t size)
{
	const struct oa_iface *iface = course->plan->iface;

	snprintf(buffer, size, "%s/%s",
		iface->spn_service ? iface->spn_service : "host",
		course->attempt->server);
}

static bool lacks_interface(const struct oa_rpc_outcome *outcome)
{
	return outcome->answer == OA_RPC_REJECTED &&
	       oa_code_of_rejection(outcome->number, outcome->reason) ==
		       OA_CODE_INTERFACE_NOT_REGISTERED;
}

/* The answer proves that there is an RPC server, and versions differ in what they
 * have where; MGMT is never a finding. */
static enum oa_rpc_result do_without(
	struct oa_course *course, const struct oa_rpc_outcome *outcome)
{
	const struct oa_attempt *attempt = course->attempt;
	const struct oa_iface *iface = course->plan->iface;
	const struct oa_iface *other = oa_iface_other(attempt->port, iface->key);

	if (!other && iface->key != OA_IFACE_MGMT)
		return oa_course_judge(course, outcome);
	oa_report_ok(oa_course_report(course), OA_HOP_ENDPOINT, attempt->subject, -1,
		other ? "note: %s has no %s, so %s is asked for"
		      : "%s answers, but has no %s%s",
		attempt->query, iface->title, other ? other->title : "");
	course->is_unbound = !other;
	return other ? OA_RPC_WANTS_OTHER : OA_RPC_DONE;
}

static enum oa_rpc_result propose(
	struct oa_course *course, const struct oa_rpc_logon *logon, double *ret_seconds)
{
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();

	course->phase = "bind";
	if (oa_rpc_bind(&course->attempt->rpc, course->plan->iface, logon,
		    course->until, &outcome, &error) < 0)
		return oa_course_break_off(course, &error);
	*ret_seconds = oa_seconds_since(start_us);
	course->attempt->bind_seconds = *ret_seconds;
	oa_report_value_most(oa_course_report(course), "bind_time", *ret_seconds);
	return course->plan->may_be_other && lacks_interface(&outcome)
		       ? do_without(course, &outcome)
		       : oa_course_judge(course, &outcome);
}

static enum oa_rpc_result bind_as(
	struct oa_course *course, const char *spn, const char *service)
{
	struct oa_attempt *attempt = course->attempt;
	const struct oa_rpc_plan *plan = course->plan;
	const struct oa_rpc_logon logon = {.type = plan->type,
		.level = plan->level,
		.user = attempt->front->user,
		.password = &attempt->front->target->who.password,
		.spn = spn,
		.tickets = attempt->front->tickets,
		.service = service};
	double seconds = -1;
	enum oa_rpc_result result = propose(course, &logon, &seconds);

	if (result == OA_RPC_DONE && !course->is_unbound)
		oa_report_ok(oa_course_report(course), OA_HOP_ENDPOINT,
			attempt->subject, seconds, "%s has %s", attempt->query,
			plan->iface->title);
	return result;
}

enum oa_rpc_result oa_course_bind(struct oa_course *course)
{
	char spn[600], service[OA_PRINCIPAL_MAX];
	enum oa_rpc_result result;

	name_service(course, spn, sizeof(spn));
	result = get_ticket(course, spn, service);
	return result == OA_RPC_DONE ? bind_as(course, spn, service) : result;
}
