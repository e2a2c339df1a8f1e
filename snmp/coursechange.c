/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/coursechange.h"

/* What a comparison works on. */
struct comparison {
	struct oa_course *course;
	const struct oa_course_look *before;
	int64_t when;
	bool is_flapping; /* now, or until this very result */
	bool is_turning;  /* the flapping begins or ends */
	struct oa_change *changes;
	size_t count;
};

void oa_course_look(const struct oa_course *course, struct oa_course_look *ret_look)
{
	const struct oa_result *result = &course->result;

	*ret_look = (struct oa_course_look){.status = oa_course_status(course),
		.code = result->code,
		.has_result = course->has_result};
	for (int i = 0; i < OA_KINDS; i++)
		ret_look->probe[i] = result->probe[i].status;
}

static struct oa_change *add(
	struct comparison *run, enum oa_change_type type, enum oa_status from)
{
	const struct oa_result *result = &run->course->result;
	struct oa_change *change = &run->changes[run->count++];

	*change = (struct oa_change){.type = type,
		.kind = result->culprit,
		.from = from,
		.to = oa_course_status(run->course),
		.code = result->code};
	return change;
}

/* The first result only begins the history. */
static void compare_target(struct comparison *run)
{
	struct oa_course *course = run->course;
	const struct oa_course_look *before = run->before;
	enum oa_status status = oa_course_status(course);
	struct oa_change *change;

	if (status == before->status &&
		(!oa_status_is_bad(status) || course->result.code == before->code))
		return;
	if (status != before->status) {
		course->previous = before->status;
		course->since = run->when;
		course->transitions += before->has_result;
	}
	change = add(run, OA_CHANGE_TARGET, before->status);
	change->is_quiet = run->is_flapping ||
			   (!before->has_result && status == OA_STATUS_OK);
	change->is_suppressed = run->is_flapping && !run->is_turning;
}

/* A probe that could not be tested is no news, and is compared with how it was when it
 * last could. */
static void compare_tested(struct comparison *run, enum oa_kind kind)
{
	struct oa_probe_course *probe = &run->course->probe[kind];
	const struct oa_probe_result *result = &run->course->result.probe[kind];
	enum oa_status before = probe->tested;
	struct oa_change *change;

	if (!oa_status_is_tested(result->status))
		return;
	probe->tested = result->status;
	if (!oa_status_is_bad(result->status))
		probe->troubled_since = 0;
	else if (!probe->troubled_since)
		probe->troubled_since = run->when;
	if (before == result->status || (!before && result->status == OA_STATUS_OK))
		return;
	change = add(run, OA_CHANGE_PROBE, before ? before : OA_STATUS_NOT_TESTED);
	change->kind = kind;
	change->to = result->status;
	change->code = result->code;
	change->is_quiet = run->is_flapping;
}

static void compare_probe(struct comparison *run, enum oa_kind kind)
{
	struct oa_probe_course *probe = &run->course->probe[kind];
	enum oa_status before = run->before->probe[kind];

	if (run->course->result.probe[kind].status != before) {
		probe->previous = before ? before : OA_STATUS_NOT_TESTED;
		probe->since = run->when;
		probe->transitions += run->before->has_result;
	}
	compare_tested(run, kind);
}

static struct oa_change *add_cert(struct comparison *run, enum oa_change_type type,
	uint32_t number, enum oa_status from)
{
	const struct oa_cert_result *cert = run->course->result.cert[number - 1];
	struct oa_change *change = add(run, type, from);

	change->cert = number;
	change->kind = oa_role_kind(oa_cert_role(number));
	change->to = cert->status;
	change->code = cert->code;
	return change;
}

static void compare_cert(struct comparison *run, uint32_t number)
{
	const struct oa_cert_result *cert = run->course->result.cert[number - 1];
	struct oa_cert_course *course = &run->course->cert[number - 1];
	enum oa_status nearness = course->told ? course->nearness : OA_STATUS_OK;

	if (!cert)
		return;
	if (oa_cert_course_show(course, cert->sha256, run->when))
		add_cert(run, OA_CHANGE_CERT, number, cert->status);
	if (oa_cert_course_near(course, cert->expiry, run->when))
		add_cert(run, OA_CHANGE_EXPIRY, number, nearness)->to = cert->expiry;
}

size_t oa_course_compare(struct oa_course *course, const struct oa_course_look *before,
	int64_t when, enum oa_flap_turn turn,
	struct oa_change ret_changes[OA_CHANGES_MAX])
{
	struct comparison run = {.course = course,
		.before = before,
		.when = when,
		.is_flapping = course->flap.is_flapping || turn != OA_FLAP_SAME,
		.is_turning = turn != OA_FLAP_SAME,
		.changes = ret_changes};

	if (turn == OA_FLAP_STARTS)
		course->flaps++;
	if (course->has_result)
		compare_target(&run);
	for (int i = OA_KIND_DNS; i < OA_KINDS && course->has_result; i++)
		compare_probe(&run, (enum oa_kind)i);
	for (uint32_t i = 1; i <= OA_CERTS; i++)
		compare_cert(&run, i);
	if (turn != OA_FLAP_SAME)
		add(&run,
			turn == OA_FLAP_STARTS ? OA_CHANGE_FLAP_START
					       : OA_CHANGE_FLAP_STOP,
			before->status);
	return run.count;
}
