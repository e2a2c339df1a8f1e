/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/sides.h"
#include "common/base/text.h"

#include <stdio.h>
#include <strings.h>

static void update(struct oa_side *side, const struct oa_session *session)
{
	struct oa_ntlm_challenge challenge;
	char name[sizeof(side->front_end)];

	if (oa_session_field(session, "X-FEServer", name, sizeof(name)))
		snprintf(side->front_end, sizeof(side->front_end), "%s", name);
	if (oa_logon_challenge(session, &challenge))
		snprintf(side->computer, sizeof(side->computer), "%s",
			challenge.nb_computer);
}

void oa_sides_update(struct oa_attempt *attempt)
{
	update(&attempt->out_side, &attempt->out);
	update(&attempt->in_side, &attempt->in);
}

static bool differ(
	const char *out, const char *in, const char **ret_out, const char **ret_in)
{
	*ret_out = out;
	*ret_in = in;
	return out[0] && in[0] && strcasecmp(out, in) != 0;
}

bool oa_sides_differ(
	const struct oa_attempt *attempt, const char **ret_out, const char **ret_in)
{
	const struct oa_side *out = &attempt->out_side;
	const struct oa_side *in = &attempt->in_side;

	return differ(out->computer, in->computer, ret_out, ret_in) ||
	       differ(out->front_end, in->front_end, ret_out, ret_in);
}

static void append_names(const struct oa_side *side, char *line, size_t size)
{
	if (side->front_end[0])
		oa_append(line, size, ", front end %s", side->front_end);
	if (side->computer[0])
		oa_append(line, size, ", NTLM challenge of %s", side->computer);
}

static double ms_between(int64_t from_us, int64_t to_us)
{
	return (double)(to_us - from_us) / 1000;
}

static void describe_out(struct oa_step *step, const struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	int status = oa_session_status(&attempt->out);
	int64_t head_us = vconn->head_us ? vconn->head_us : vconn->end_us;
	char line[400];

	if (status)
		snprintf(line, sizeof(line), "OUT: %d after %.0f ms", status,
			ms_between(attempt->out_us, head_us));
	else
		snprintf(line, sizeof(line), "OUT: no answer");
	append_names(&attempt->out_side, line, sizeof(line));
	if (vconn->a3_us)
		oa_append(line, sizeof(line), "; CONN/A3 after %.0f ms",
			ms_between(attempt->out_us, vconn->a3_us));
	oa_step_detail(step, "%s", line);
}

static void describe_in(struct oa_step *step, const struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	int status = oa_session_status(&attempt->in);
	char line[400];

	if (!attempt->in_us)
		snprintf(line, sizeof(line), "IN: not opened");
	else if (status)
		snprintf(line, sizeof(line), "IN: %d after %.0f ms", status,
			ms_between(attempt->in_us, vconn->end_us));
	else if (vconn->end == OA_VCONN_IN_CLOSED)
		snprintf(line, sizeof(line), "IN: ended after %.0f ms",
			ms_between(attempt->in_us, vconn->end_us));
	else
		snprintf(line, sizeof(line), "IN: no answer, as it should be");
	append_names(&attempt->in_side, line, sizeof(line));
	if (vconn->c2_us)
		oa_append(line, sizeof(line), "; CONN/C2 after %.0f ms",
			ms_between(attempt->in_us, vconn->c2_us));
	oa_step_detail(step, "%s", line);
}

void oa_sides_describe(struct oa_step *step, const struct oa_attempt *attempt)
{
	if (!attempt->out_us)
		return;
	describe_out(step, attempt);
	describe_in(step, attempt);
}

void oa_sides_remark(const struct oa_attempt *attempt)
{
	const char *out, *in;

	if (oa_sides_differ(attempt, &out, &in))
		oa_report_ok(attempt->front->report, OA_HOP_TUNNEL, attempt->subject,
			-1, "note: OUT goes through %s, IN through %s", out, in);
}
