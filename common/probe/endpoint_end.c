/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/endpoint_end.h"
#include "common/base/text.h"
#include "common/probe/extended.h"
#include "common/probe/inbody.h"
#include "common/probe/legacy.h"
#include "common/probe/shortbody.h"
#include "common/probe/sides.h"
#include "common/probe/statuses.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A gateway that gives IN up after at least this long has waited for its body. */
#define BUFFERED_SECONDS 1.0

/* "Server unavailable" is left for later: other ports and the time it took tell what it
 * means. */
static void judge_head(struct oa_attempt *attempt, enum oa_ask ask)
{
	struct oa_case given = oa_attempt_case(attempt, ask);

	if (oa_attempt_note_refusal(attempt))
		oa_extended_in_answer(attempt, &given);
	else if (!oa_legacy_judge(attempt, given.session))
		oa_judge_answer(&given);
}

static struct oa_facts facts_of(const struct oa_attempt *attempt, const char *phase,
	const struct oa_error *error)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	int64_t since_us = attempt->in_us ? attempt->in_us : attempt->out_us;
	double seconds = (double)(vconn->end_us - since_us) / 1e6;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "%s", phase);
	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_facts_set(&facts, "target", "%s", attempt->query);
	oa_facts_set(&facts, "bytes", "%llu", (unsigned long long)vconn->body.received);
	oa_facts_set(&facts, "t", "%.1f", seconds);
	oa_facts_set(&facts, "ms", "%.0f", seconds * 1000);
	oa_facts_set(&facts, "n", "%u", vconn->ping_count);
	return facts;
}

static struct oa_step *find(
	struct oa_attempt *attempt, enum oa_code code, struct oa_facts *facts)
{
	struct oa_step *step = oa_report_find(attempt->front->report, code,
		oa_subject_of(code, attempt->subject), facts);

	oa_sides_describe(step, attempt);
	return step;
}

static bool is_claimed(int status)
{
	return status >= 400 && status != 499;
}

static bool is_gateway_status(int status)
{
	return status == 408 || (status >= 500 && status <= 504);
}

/* A device that collects the body before it passes it on gives up in the end. */
static bool is_buffered(const struct oa_attempt *attempt)
{
	double waited = (double)(attempt->vconn.end_us - attempt->in_us) / 1e6;
	int status = oa_session_status(&attempt->in);

	return attempt->vconn.state == OA_VCONN_WAIT_C2 && is_gateway_status(status) &&
	       (status == 408 ||
		       (waited >= BUFFERED_SECONDS &&
			       oa_speaker_of(&attempt->in) == OA_SPEAKER_DEVICE));
}

static void judge_in_answer(struct oa_attempt *attempt, struct oa_facts *facts)
{
	int status = oa_session_status(&attempt->in);
	char device[128];

	if (attempt->reach != OA_REACH_UNAVAILABLE && is_buffered(attempt)) {
		oa_device_of(&attempt->in, device, sizeof(device));
		oa_facts_set(facts, "device", "%s", device);
		oa_describe_answer(
			find(attempt, OA_CODE_IN_BODY_BUFFERED, facts), &attempt->in);
	} else if (is_claimed(status)) {
		judge_head(attempt, OA_ASK_IN);
	} else {
		oa_facts_set(facts, "status", "%d", status);
		oa_describe_answer(
			find(attempt, OA_CODE_IN_CHANNEL_ENDED, facts), &attempt->in);
	}
}

static bool is_page(const struct oa_attempt *attempt)
{
	char type[64];

	oa_session_field(&attempt->out, "Content-Type", type, sizeof(type));
	return !strncasecmp(type, "text/", 5) ||
	       (attempt->vconn.have && attempt->vconn.buffer[0] == '<');
}

static void judge_out_bytes(struct oa_attempt *attempt, struct oa_facts *facts,
	const struct oa_error *error)
{
	struct oa_case given = oa_attempt_case(attempt, OA_ASK_OUT);
	enum oa_vconn_state state = attempt->vconn.state;

	if (state == OA_VCONN_WAIT_HEAD) {
		oa_judge_no_answer(&given, error, OA_CODE_TUNNEL_NO_A3, 0);
	} else if (state == OA_VCONN_WAIT_A3 && is_page(attempt)) {
		oa_judge_answer(&given);
	} else {
		find(attempt,
			state == OA_VCONN_OPEN ? OA_CODE_RPC_PROTOCOL_ERROR
					       : OA_CODE_RTS_PROTOCOL_ERROR,
			facts);
	}
}

/* What HTTP has accepted is refused behind it. */
static void find_late_401(struct oa_attempt *attempt, struct oa_facts *facts)
{
	oa_facts_set(facts, "name", "OUT after CONN/A1");
	oa_facts_set(facts, "list", "its own head");
	oa_step_detail(find(attempt, OA_CODE_AUTH_CHANNELS_DIFFER, facts),
		"inside the stream of OUT: %s", attempt->vconn.line);
}

static bool is_401(const char *status_line)
{
	const char *status = strchr(status_line, ' ');

	return status && strncmp(status, " 401", 4) == 0;
}

/* An error of the proxy in the middle of the stream ([MS-RPCH] 3.2.3.5.11). */
static void judge_out_line(struct oa_attempt *attempt, struct oa_facts *facts)
{
	struct oa_case given = oa_attempt_case(attempt, OA_ASK_OUT);
	const char *line = attempt->vconn.line;
	uint32_t number;

	if (!oa_rpc_error_in(line, strlen(line), &number)) {
		oa_facts_set(facts, "reason", "%s inside the stream", line);
		if (is_401(line))
			find_late_401(attempt, facts);
		else
			find(attempt, OA_CODE_RTS_PROTOCOL_ERROR, facts);
		return;
	}
	if (oa_attempt_note_refusal(attempt)) {
		oa_extended_in_line(attempt, line, strlen(line));
		return;
	}
	oa_step_detail(oa_judge_rpc_error(&given, number),
		"inside the stream of OUT: %s", line);
}

static void find_buffered(struct oa_attempt *attempt, struct oa_facts *facts)
{
	char device[128] = "a device on the way";

	if (oa_speaker_of(&attempt->out) == OA_SPEAKER_DEVICE)
		oa_device_of(&attempt->out, device, sizeof(device));
	oa_facts_set(facts, "device", "%s", device);
	oa_step_detail(find(attempt, OA_CODE_IN_BODY_BUFFERED, facts),
		"a second tunnel, whose IN body ended after %zu bytes, opened",
		OA_SHORT_BODY_LEN);
}

/* CONN/C2 is missing: the body of IN is collected by a device, or a balancer has sent
 * the halves of the tunnel to different servers, or it is lost. */
static void judge_no_c2(struct oa_attempt *attempt, struct oa_facts *facts)
{
	enum oa_short_body proof = OA_SHORT_BODY_SILENT;
	const char *out, *in;
	struct oa_step *step;

	if (!attempt->sends_short_body)
		proof = oa_short_body_try(attempt);
	if (proof == OA_SHORT_BODY_BUFFERED) {
		find_buffered(attempt, facts);
		return;
	}
	if (!oa_sides_differ(attempt, &out, &in)) {
		find(attempt, OA_CODE_TUNNEL_NO_C2, facts);
		return;
	}
	oa_facts_set(facts, "be", "%s", out);
	oa_facts_set(facts, "fe", "%s", in);
	step = find(attempt, OA_CODE_TUNNEL_SPLIT_NODES, facts);
	if (proof == OA_SHORT_BODY_MET)
		oa_step_detail(step, "a second tunnel, whose channels met, opened");
}

static void judge_silence(struct oa_attempt *attempt, struct oa_facts *facts)
{
	static const enum oa_code codes[] = {
		[OA_VCONN_WAIT_HEAD] = OA_CODE_TUNNEL_NO_A3,
		[OA_VCONN_WAIT_A3] = OA_CODE_TUNNEL_NO_A3,
		[OA_VCONN_OPEN] = OA_CODE_RPC_NO_ANSWER,
	};

	if (attempt->vconn.state < OA_VCONN_WAIT_C2)
		oa_facts_set(facts, "t", "%.1f", oa_seconds_since(attempt->out_us));
	if (attempt->vconn.state == OA_VCONN_WAIT_C2)
		judge_no_c2(attempt, facts);
	else
		find(attempt, codes[attempt->vconn.state], facts);
}

/* OUT ends when its announced length is used up, unless the client follows the wish
 * for a new channel, which a check has no need to do. */
static void judge_recycled(struct oa_attempt *attempt, struct oa_facts *facts)
{
	struct oa_step *step = find(attempt, OA_CODE_OUT_CHANNEL_CLOSED, facts);

	oa_append(step->text, sizeof(step->text),
		": the server wants to recycle the OUT channel");
	snprintf(step->hint, sizeof(step->hint), "%s",
		"the length announced for OUT is used up and the client is to open a "
		"new one, which a check does not do; so early it is odd: look for a "
		"limit on the length of answers, on the server or a device");
}

static void judge_out_end(struct oa_attempt *attempt, struct oa_facts *facts,
	const struct oa_error *error)
{
	struct oa_case given = oa_attempt_case(attempt, OA_ASK_OUT);

	if (attempt->vconn.state == OA_VCONN_WAIT_HEAD)
		oa_judge_no_answer(&given, error, OA_CODE_TUNNEL_NO_A3, 0);
	else
		oa_step_detail(find(attempt, OA_CODE_OUT_CHANNEL_CLOSED, facts), "%s",
			error->text);
}

void oa_attempt_judge_end(
	struct oa_attempt *attempt, const char *phase, const struct oa_error *error)
{
	struct oa_facts facts = facts_of(attempt, phase, error);

	oa_sides_update(attempt);
	switch (attempt->vconn.end) {
	case OA_VCONN_TIMEOUT:
		judge_silence(attempt, &facts);
		break;
	case OA_VCONN_OUT_REFUSED:
		judge_head(attempt, OA_ASK_OUT);
		break;
	case OA_VCONN_IN_ANSWERED:
		judge_in_answer(attempt, &facts);
		break;
	case OA_VCONN_IN_CLOSED:
		oa_facts_set(&facts, "status", "closed");
		oa_step_detail(find(attempt, OA_CODE_IN_CHANNEL_ENDED, &facts), "%s",
			error->text);
		break;
	case OA_VCONN_OUT_RECYCLE:
		judge_recycled(attempt, &facts);
		break;
	case OA_VCONN_OUT_CLOSED:
		judge_out_end(attempt, &facts, error);
		break;
	case OA_VCONN_OUT_STATUS:
		judge_out_line(attempt, &facts);
		break;
	case OA_VCONN_OUT_BAD:
		judge_out_bytes(attempt, &facts, error);
		break;
	case OA_VCONN_RTS_BAD:
		find(attempt, OA_CODE_RTS_PROTOCOL_ERROR, &facts);
		break;
	case OA_VCONN_RPC_BAD:
		find(attempt, OA_CODE_RPC_PROTOCOL_ERROR, &facts);
		break;
	default:
		find(attempt, OA_CODE_INTERNAL_ERROR, &facts);
	}
}

void oa_attempt_judge_opening(struct oa_attempt *attempt)
{
	if (attempt->ended_in)
		oa_attempt_judge_end(attempt, attempt->ended_in, &attempt->error);
}
