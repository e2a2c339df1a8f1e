/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/judge_http.h"
#include "common/base/text.h"
#include "common/probe/budget.h"
#include "common/probe/frontsee.h"
#include "common/probe/http_rules.h"
#include "common/probe/judge_tls.h"
#include "common/probe/looks.h"
#include "common/probe/statuses.h"
#include "common/rpc/status.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* One password in one scheme is all that most programs try. */
#define HINT_AUTH                                                                      \
	"check_oa_auth tells whether it is the password, the scheme or Extended "      \
	"Protection"

static void set_from_field(struct oa_case *given, const char *fact, const char *field)
{
	char text[200];

	if (oa_session_field(given->session, field, text, sizeof(text)))
		oa_facts_set(&given->facts, fact, "%s", text);
}

static void set_target(struct oa_case *given)
{
	const char *server = given->server ? given->server : "?";
	struct oa_facts *facts = &given->facts;

	oa_facts_set(facts, "guid", "%s", server);
	if (given->subject)
		oa_facts_set(facts, "target", "%s:%s", server, given->subject);
	else if (!oa_facts_get(&given->front->report->facts, "target"))
		oa_facts_set(facts, "target", "%s", server);
}

static const char *reason_text(
	const struct oa_session *session, char *buffer, size_t size)
{
	oa_clean(buffer, size, session->head.reason.text, session->head.reason.len);
	return buffer;
}

static void gather_facts(struct oa_case *given)
{
	const struct oa_target *target = given->front->target;
	const struct oa_session *session = given->session;
	struct oa_facts *facts = &given->facts;
	char text[200];

	*facts = (struct oa_facts){0};
	oa_device_of(session, text, sizeof(text));
	oa_facts_set(facts, "device", "%s", text);
	oa_facts_set(facts, "status", "%d", given->status);
	oa_facts_set(facts, "reason", "%s", reason_text(session, text, sizeof(text)));
	oa_facts_set(facts, "name", "%s", given->method);
	oa_facts_set(facts, "url", "%s", given->url ? given->url : target->path);
	oa_facts_set(facts, "schemes", "%s",
		session->offers.names[0] ? session->offers.names : "none");
	oa_facts_set(facts, "scheme", "%s", oa_scheme_name(given->front->scheme));
	oa_facts_set(facts, "need", "%s",
		given->front->scheme ? oa_scheme_name(given->front->scheme)
				     : "NTLM or Basic");
	oa_facts_set(facts, "list", "an earlier request of this run");
	oa_facts_set(facts, "n", "1");
	oa_facts_set(facts, "m", "1");
	oa_facts_set(facts, "fe", "%s", target->host);
	oa_facts_set(facts, "be", "(not named)");
	set_target(given);
	set_from_field(given, "fe", "X-FEServer");
	set_from_field(given, "be", "X-CalculatedBETarget");
	set_from_field(given, "code", "X-CasErrorCode");
	if (given->status / 100 == 3)
		set_from_field(given, "url", "Location");
	if (given->status == 200) {
		oa_facts_set(facts, "name", "no Content-Type");
		set_from_field(given, "name", "Content-Type");
	}
	if (given->status == 401)
		oa_facts_set(facts, "name", "%s%s", given->method,
			target->no_channel_binding ? " without channel binding" : "");
}

const char *oa_subject_of(enum oa_code code, const char *subject)
{
	return oa_diagnosis(code)->hop < OA_HOP_PROXY ? NULL : subject;
}

/* A refused password is CRITICAL only for an account known to be good; 503 now and
 * then is CRITICAL from half of the tries on, and this run has made one or two; a
 * refused ticket ends the way. */
static bool is_worse(const struct oa_case *given, enum oa_code code)
{
	if (code == OA_CODE_AUTH_REJECTED)
		return given->front->target->is_account_good;
	return code == OA_CODE_HTTP_503_BURST || code == OA_CODE_AUTH_KERBEROS_REFUSED;
}

static struct oa_step *record(struct oa_case *given, enum oa_code code)
{
	struct oa_report *report = given->front->report;
	const char *subject = oa_subject_of(code, given->subject);
	struct oa_step *step;

	if (code == OA_CODE_AUTH_KERBEROS_REFUSED) {
		oa_facts_set(&given->facts, "reason", "the server refuses the ticket");
		oa_facts_set(&given->facts, "name", "nothing else was tried");
	}
	if (code == OA_CODE_FRONT_END_BUSY && oa_facts_get(&given->facts, "code"))
		oa_facts_set(&given->facts, "reason", "%s",
			oa_facts_get(&given->facts, "code"));
	/* only a second try that went well says so of http.sys */
	if (code == OA_CODE_HTTP_503_BURST && given->speaker == OA_SPEAKER_HTTP_SYS)
		oa_facts_set(&given->facts, "m", "2");
	if (is_worse(given, code))
		step = oa_report_find_as(
			report, code, OA_STATE_CRITICAL, subject, &given->facts);
	else
		step = oa_report_find(report, code, subject, &given->facts);
	oa_build_narrow(&given->front->build, step->hint);
	if (code == OA_CODE_AUTH_REJECTED && given->status == 401)
		oa_append(step->hint, sizeof(step->hint), "; " HINT_AUTH);
	return step;
}

/* Other paths tell whether one pool is down or all of them are. */
static void record_stopped(struct oa_case *given)
{
	bool is_alone = oa_look_finds_exchange(given->front);
	struct oa_step *step = record(given, OA_CODE_HTTP_APP_POOL_STOPPED);

	oa_describe_answer(step, given->session);
	oa_step_detail(step, is_alone ? "other paths answer: the pool of /rpc alone"
				      : "no other path answers: all pools, or WAS");
}

static struct oa_step *record_rpc_error(struct oa_case *given, uint32_t number)
{
	const struct oa_status *row = oa_status_find(OA_STATUS_RPC, number);
	struct oa_step *step;
	char text[200];

	oa_budget_note_rpc_error(given->front, number);
	oa_status_describe(OA_STATUS_RPC, number, text, sizeof(text));
	oa_facts_set(&given->facts, "code", "%x", number);
	oa_facts_set(&given->facts, "name", "%s", row->name);
	oa_facts_set(&given->facts, "reason", "%s", row->meaning);
	step = record(given, oa_code_of_rpc_error(number));
	oa_step_detail(step, "%s", text);
	return step;
}

static void take_answer(struct oa_case *given)
{
	given->status = oa_session_status(given->session);
	given->speaker = oa_speaker_of(given->session);
	oa_front_learn(given->front, given->session);
	gather_facts(given);
}

struct oa_step *oa_judge_rpc_error(struct oa_case *given, uint32_t number)
{
	take_answer(given);
	return record_rpc_error(given, number);
}

/* The page may hold the words that decide; it is not waited for long. */
static void read_page(struct oa_case *given)
{
	struct oa_deadline until = oa_deadline_step(given->front->until, 1.0);

	if (!given->session->page_len)
		oa_session_read_body(given->session, given->method, until, NULL);
}

void oa_judge_answer(struct oa_case *given)
{
	const struct oa_http_span *reason = &given->session->head.reason;
	enum oa_code code;
	uint32_t number;

	take_answer(given);
	if (oa_rpc_error_in(reason->text, reason->len, &number)) {
		record_rpc_error(given, number);
		return;
	}
	read_page(given);
	if (memmem(reason->text, reason->len, "Invalid RPC Port", 16) ||
		oa_session_page_has(given->session, "Invalid RPC Port")) {
		code = OA_CODE_RPC_TARGET_INVALID;
		oa_facts_set(&given->facts, "reason", "Invalid RPC Port");
	} else {
		code = oa_http_code(given);
	}
	if (code == OA_CODE_HTTP_APP_POOL_STOPPED)
		record_stopped(given);
	else
		oa_describe_answer(record(given, code), given->session);
}

/* A worker process that dies on a request takes its pool along. */
static bool pool_died(struct oa_case *given)
{
	struct oa_look look;

	if (!given->front->was_served)
		return false;
	look = oa_look_echo_again(given->front);
	return look.status == 503 && look.speaker == OA_SPEAKER_HTTP_SYS;
}

static enum oa_code closed_code(struct oa_case *given)
{
	if (given->session->has_head)
		return OA_CODE_HTTP_MALFORMED;
	return pool_died(given) ? OA_CODE_HTTP_APP_POOL_CRASHING
				: OA_CODE_HTTP_NO_ANSWER;
}

/* A SETTINGS frame of stream 0, with which every HTTP/2 server begins (RFC 9113,
 * sections 4.1 and 6.5). */
static bool is_http2(const struct oa_session *session)
{
	static const uint8_t settings[] = {4, 0, 0, 0, 0, 0};
	const uint8_t *bytes = oa_http_in_bytes(&session->in);

	return oa_http_in_left(&session->in) >= 9 && bytes[0] == 0 &&
	       !memcmp(bytes + 3, settings, sizeof(settings));
}

static enum oa_code no_answer_code(struct oa_case *given, const struct oa_error *error,
	enum oa_code code_of_silence)
{
	switch (error->layer) {
	case OA_LAYER_TIMEOUT:
		return code_of_silence;
	case OA_LAYER_CLOSED:
		return closed_code(given);
	case OA_LAYER_USAGE:
		return OA_CODE_BAD_USAGE;
	case OA_LAYER_SYSTEM:
		return OA_CODE_INTERNAL_ERROR;
	case OA_LAYER_FEATURE:
		return OA_CODE_FEATURE_MISSING;
	case OA_LAYER_HTTP:
		return is_http2(given->session) ? OA_CODE_TLS_H2_ONLY
						: OA_CODE_HTTP_MALFORMED;
	case OA_LAYER_AUTH:
		break;
	default:
		if (given->session->connection->tls.alert < 0)
			return OA_CODE_HTTP_NO_ANSWER;
		break;
	}
	return OA_CODE_HTTP_MALFORMED;
}

void oa_judge_no_answer(struct oa_case *given, const struct oa_error *error,
	enum oa_code code_of_silence, double waited)
{
	const struct oa_connection *connection = given->session->connection;
	enum oa_code code = no_answer_code(given, error, code_of_silence);

	if (error->layer == OA_LAYER_TLS && connection->tls.alert >= 0) {
		oa_judge_alert(given->front, connection);
		return;
	}
	given->facts = (struct oa_facts){0};
	oa_facts_set(&given->facts, "t", "%.1f", waited);
	oa_facts_set(&given->facts, "reason", "%s", error->text);
	oa_facts_set(&given->facts, "name", "%s", error->text);
	oa_facts_set(&given->facts, "phase", "%s", given->method);
	oa_step_detail(oa_report_find(given->front->report, code,
			       oa_subject_of(code, given->subject), &given->facts),
		"%s: %s", given->method, error->text);
}
