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

/* Whether the longer delay is in it, in one direction or, where HAProxy is known, in
 * both: from others that would be the time of a slow server as well. */
static bool is_long(double way, double seconds, bool is_haproxy)
{
	double late = seconds - way;

	if (is_within(late, SLOW_MIN, SLOW_MAX))
		return true;
	return is_haproxy &&
	       (is_within(late, SLOW_MIN + QUICK_MIN, SLOW_MAX + QUICK_MAX) ||
		       is_within(late, 2 * SLOW_MIN, 2 * SLOW_MAX));
}

static bool may_be(double way, double seconds, bool is_haproxy)
{
	return seconds < 0 || is_long(way, seconds, is_haproxy) ||
	       is_within(seconds - way, QUICK_MIN, QUICK_MAX);
}

static bool fits_above(double way, const struct oa_holdback *times)
{
	bool is_haproxy = times->is_haproxy;

	return may_be(way, times->bind, is_haproxy) &&
	       may_be(way, times->call, is_haproxy) &&
	       (is_long(way, times->bind, is_haproxy) ||
		       is_long(way, times->call, is_haproxy));
}

/* The delay begins when the PDU before arrives, and the server works meanwhile: only
 * the way comes on top of it.  CONN/C2 has been to the server, and may be held back
 * itself; a TCP connect may have ended at a proxy. */
bool oa_holdback_fits(const struct oa_holdback *times)
{
	bool has_way = times->connect >= 0;
	bool is_held = times->is_haproxy && has_way &&
		       is_long(times->connect, times->c2, true);

	if (times->c2 >= SLOW_MIN && !is_held)
		return false;
	return fits_above(times->c2, times) ||
	       (has_way && fits_above(times->connect, times));
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

void oa_holdback_remark(const struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	struct oa_report *report = attempt->front->report;
	double connect;
	const struct oa_holdback times = {
		.is_haproxy = has_lower_case_fields(&attempt->out),
		.connect = oa_report_value_get(report, "tcp_time", &connect) ? connect
									     : -1,
		.c2 = (double)(vconn->c2_us - attempt->in_us) / 1e6,
		.bind = attempt->bind_seconds,
		.call = attempt->call_seconds,
	};

	if (!oa_holdback_fits(&times))
		return;
	oa_facts_set(&report->facts, "cause",
		"%s holds each PDU back for 200 ms (HAProxy: option http-no-delay)",
		times.is_haproxy ? "HAProxy, by its lower-case header names,"
				 : "a device");
	oa_report_ok(report, OA_HOP_ENDPOINT, attempt->subject, -1, "note: %s",
		oa_facts_get(&report->facts, "cause"));
}
