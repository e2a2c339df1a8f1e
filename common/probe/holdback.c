/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/holdback.h"

#include <ctype.h>

/* The two delays of acknowledgements that systems have, with what a loaded machine
 * adds: 40 ms while Linux is quick, 200 ms else and on Windows. */
#define QUICK_MIN 0.038
#define QUICK_MAX 0.06
#define SLOW_MIN  0.19
#define SLOW_MAX  0.26

static bool is_within(double seconds, double min, double max)
{
	return seconds >= min && seconds <= max;
}

static bool is_long(double round_trip, double seconds)
{
	return is_within(seconds - round_trip, SLOW_MIN, SLOW_MAX);
}

static bool may_be(double round_trip, double seconds)
{
	return seconds < 0 || is_long(round_trip, seconds) ||
	       is_within(seconds - round_trip, QUICK_MIN, QUICK_MAX);
}

bool oa_holdback_fits(double round_trip, double bind, double call)
{
	return round_trip < SLOW_MIN && may_be(round_trip, bind) &&
	       may_be(round_trip, call) &&
	       (is_long(round_trip, bind) || is_long(round_trip, call));
}

/* HAProxy writes the names of header fields in lower case, which no server does. */
static bool has_lower_case_fields(const struct oa_session *session)
{
	const struct oa_http_head *head = &session->head;

	if (!session->has_head)
		return false;
	for (size_t i = 0; i < head->fields_len; i++)
		for (size_t j = 0; j < head->fields[i].name.len; j++)
			if (isupper((unsigned char)head->fields[i].name.text[j]))
				return false;
	return head->fields_len > 0;
}

static double value_of(const struct oa_attempt *attempt, const char *label)
{
	double value;

	return oa_report_value_get(attempt->front->report, label, &value) ? value : -1;
}

void oa_holdback_remark(const struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	struct oa_report *report = attempt->front->report;
	double round_trip = (double)(vconn->c2_us - attempt->in_us) / 1e6;
	double bind = value_of(attempt, "bind_time");
	double call = value_of(attempt, "call_time");
	const char *who = has_lower_case_fields(&attempt->out)
				  ? "HAProxy, by its lower-case header names,"
				  : "a device";

	if (!oa_holdback_fits(round_trip, bind, call))
		return;
	oa_facts_set(&report->facts, "cause",
		"%s holds each PDU back for 200 ms (HAProxy: option http-no-delay)",
		who);
	oa_report_ok(report, OA_HOP_ENDPOINT, attempt->subject, -1, "note: %s",
		oa_facts_get(&report->facts, "cause"));
}
