/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/hold_end.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/probe/endpoint_end.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* An end this near to the server's own limit is the server's. */
#define OWN_LIMIT_SHARE 0.95

/* The other channel may end this much later and still have ended along with it. */
#define TOGETHER_SECONDS 0.3

/* The page of an answer on IN, which may name who wrote it, is waited for so long. */
#define PAGE_SECONDS 0.5

/* How the connection under a channel is, as far as the kernel knows. */
enum link {
	LINK_OPEN,  /* established */
	LINK_FIN,   /* ended by the other side in good order */
	LINK_RESET, /* gone */
};

static enum link link_of(const struct oa_session *session)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);

	if (getsockopt(session->connection->stream.fd, IPPROTO_TCP, TCP_INFO, &info,
		    &len) < 0)
		return LINK_OPEN;
	if (info.tcpi_state == TCP_CLOSE)
		return LINK_RESET;
	return info.tcpi_state == TCP_CLOSE_WAIT ? LINK_FIN : LINK_OPEN;
}

/* Waits a moment for the end of a channel whose fellow has ended. */
static bool ends_too(const struct oa_session *session)
{
	struct pollfd poll_for = {
		.fd = session->connection->stream.fd, .events = POLLRDHUP};

	(void)poll(&poll_for, 1, (int)(TOGETHER_SECONDS * 1000));
	return link_of(session) != LINK_OPEN;
}

/* What HAProxy writes on its own pages about a body that stopped: 504, 408, and from
 * 3.0 on 400. */
static const char *const haproxy_words[] = {
	"The server didn't respond in time.",
	"Your browser didn't send a complete request in time.",
	"Your browser sent an invalid request.",
};

static bool is_haproxy_page(const struct oa_session *session)
{
	if (!oa_session_page_has(session, "<html><body><h1>"))
		return false;
	for (size_t i = 0; i < OA_LENGTH(haproxy_words); i++)
		if (oa_session_page_has(session, haproxy_words[i]))
			return true;
	return false;
}

/* Names who has answered on IN; its page is read for that. */
static void name_answerer(struct oa_session *in, char *buffer, size_t size)
{
	(void)oa_session_read_body(
		in, "RPC_IN_DATA", oa_deadline_in(PAGE_SECONDS), NULL);
	if (oa_session_field(in, "Server", buffer, size))
		return;
	snprintf(buffer, size, "%s",
		is_haproxy_page(in) ? "HAProxy" : "a device without a name");
}

/* Names who has ended a connection without a word: a device that rewrites the
 * Server field is known by it. */
static void name_silent(const struct oa_session *out, char *buffer, size_t size)
{
	if (!oa_session_field(out, "Server", buffer, size) ||
		!strncmp(buffer, "Microsoft-", 10))
		snprintf(buffer, size, "a device on the way");
}

static double server_limit(const struct oa_vconn *vconn)
{
	uint32_t least_ms = vconn->in_timeout_ms < vconn->out_timeout_ms
				    ? vconn->in_timeout_ms
				    : vconn->out_timeout_ms;

	return least_ms / 1000.0;
}

static bool is_own_limit(const struct oa_hold *hold)
{
	double limit = server_limit(&hold->attempt->vconn);

	return limit > 0 && hold->seconds >= limit * OWN_LIMIT_SHARE;
}

/* Puts "by X; the server allows 120 s" behind what happened. */
static void blame(
	const struct oa_hold *hold, const char *device, char *text, size_t size)
{
	double limit = server_limit(&hold->attempt->vconn);

	if (is_own_limit(hold))
		oa_append(
			text, size, " by the server at its own limit of %.0f s", limit);
	else
		oa_append(
			text, size, " by %s; the server allows %.0f s", device, limit);
}

static struct oa_step *find_drop(const struct oa_hold *hold, const char *reason)
{
	struct oa_attempt *attempt = hold->attempt;
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "t", "%.1f", hold->seconds);
	oa_facts_set(&facts, "reason", "%s", reason);
	step = oa_report_find(attempt->front->report, OA_CODE_IDLE_TUNNEL_DROPPED,
		attempt->subject, &facts);
	oa_step_detail(step, "pings sent %u, received %u", hold->pings,
		attempt->vconn.ping_count);
	return step;
}

/* A channel ended without a word. */
static void judge_closed(
	const struct oa_hold *hold, bool is_in, const struct oa_error *error)
{
	const struct oa_vconn *vconn = &hold->attempt->vconn;
	const struct oa_session *first = is_in ? vconn->in : vconn->out;
	const struct oa_session *second = is_in ? vconn->out : vconn->in;
	enum link link = link_of(first);
	char device[128], reason[400] = "";

	name_silent(vconn->out, device, sizeof(device));
	if (link == LINK_OPEN && error->number)
		link = LINK_RESET;
	oa_append(reason, sizeof(reason), "%s on %s, %s %s",
		link == LINK_RESET ? "RST" : "FIN", is_in ? "IN" : "OUT",
		is_in ? "OUT" : "IN", ends_too(second) ? "too," : "still open,");
	blame(hold, device, reason, sizeof(reason));
	oa_step_detail(find_drop(hold, reason), "%s", error->text);
}

static void judge_answered(const struct oa_hold *hold)
{
	struct oa_session *in = hold->attempt->vconn.in;
	int status = oa_session_status(in);
	char device[128], reason[400] = "";

	name_answerer(in, device, sizeof(device));
	oa_append(reason, sizeof(reason), "%d on IN, OUT %s", status,
		ends_too(hold->attempt->vconn.out) ? "ended," : "still open,");
	blame(hold, device, reason, sizeof(reason));
	oa_describe_answer(find_drop(hold, reason), in);
}

static void judge_line(const struct oa_hold *hold)
{
	const struct oa_vconn *vconn = &hold->attempt->vconn;
	char device[128], reason[400] = "";

	name_silent(vconn->out, device, sizeof(device));
	oa_append(reason, sizeof(reason), "\"%s\" inside of OUT", vconn->line);
	blame(hold, device, reason, sizeof(reason));
	find_drop(hold, reason);
}

/* The channels look open, but nothing comes back through them any more. */
void oa_hold_judge_silence(const struct oa_hold *hold, const char *call, double seconds)
{
	char device[128], reason[400] = "";

	name_silent(hold->attempt->vconn.out, device, sizeof(device));
	oa_append(reason, sizeof(reason),
		"silence, no answer to %s in %.1f s, connections still open, forgotten",
		call, seconds);
	blame(hold, device, reason, sizeof(reason));
	find_drop(hold, reason);
}

/* A device that answers on IN may end OUT in the same moment, and the answer says
 * more than the end. */
static bool is_answered(const struct oa_vconn *vconn)
{
	struct oa_deadline until = oa_deadline_in(TOGETHER_SECONDS);
	struct pollfd poll_for = {
		.fd = vconn->in->connection->stream.fd, .events = POLLIN};

	while (vconn->end == OA_VCONN_OUT_CLOSED && !oa_deadline_passed(until) &&
		oa_session_try_head(vconn->in, NULL) == OA_STREAM_AGAIN)
		(void)poll(&poll_for, 1, oa_deadline_left_ms(until));
	return oa_session_status(vconn->in) > 0;
}

/* Whoever watches IN has counted since our last byte there, not since the answer. */
static int64_t start_of(const struct oa_hold *hold, bool is_in)
{
	int64_t sent_us = hold->attempt->vconn.sent_us;

	/* not what we have sent since, pings and the call at the end */
	return is_in && sent_us && sent_us < hold->start_us ? sent_us : hold->start_us;
}

void oa_hold_judge_end(struct oa_hold *hold, const struct oa_error *error)
{
	const struct oa_vconn *vconn = &hold->attempt->vconn;
	bool has_answer = is_answered(vconn);
	bool is_in = has_answer || vconn->end == OA_VCONN_IN_CLOSED;

	hold->seconds = (double)(vconn->end_us - start_of(hold, is_in)) / 1e6;
	switch (vconn->end) {
	case OA_VCONN_OUT_CLOSED:
	case OA_VCONN_IN_CLOSED:
	case OA_VCONN_IN_ANSWERED:
		if (has_answer)
			judge_answered(hold);
		else
			judge_closed(hold, is_in, error);
		break;
	case OA_VCONN_OUT_STATUS:
		judge_line(hold);
		break;
	default:
		oa_attempt_judge_end(hold->attempt, "idle tunnel", error);
	}
}
