/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/judge_http.h"
#include "common/base/text.h"
#include "common/probe/judge_tls.h"
#include "common/probe/looks.h"
#include "common/probe/statuses.h"
#include "common/rpc/status.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef bool predicate(struct oa_case *given);

/* One line of a decision table; the first one that fits decides. */
struct rule {
	int status;        /* or 0 for any */
	unsigned speakers; /* bits by enum oa_speaker, or 0 for any */
	predicate *holds;  /* or NULL */
	enum oa_code code;
};

#define HTTP_SYS (1u << OA_SPEAKER_HTTP_SYS)
#define IIS      (1u << OA_SPEAKER_IIS)
#define EXCHANGE (1u << OA_SPEAKER_EXCHANGE)
#define DEVICE   (1u << OA_SPEAKER_DEVICE)

static bool has_field(struct oa_case *given, const char *name)
{
	char text[8];

	return oa_session_field(given->session, name, text, sizeof(text));
}

static bool field_begins(struct oa_case *given, const char *name, const char *value)
{
	char text[128];

	return oa_session_field(given->session, name, text, sizeof(text)) &&
	       !strncasecmp(text, value, strlen(value));
}

static bool says_403_4(struct oa_case *given)
{
	return oa_session_page_has(given->session, "403.4");
}

static bool says_403_7(struct oa_case *given)
{
	return oa_session_page_has(given->session, "403.7");
}

static bool says_url_denied(struct oa_case *given)
{
	return oa_session_page_has(
		given->session, "denied the specified Uniform Resource Locator");
}

static bool says_invalid_hostname(struct oa_case *given)
{
	return oa_session_page_has(given->session, "Invalid Hostname");
}

static bool says_no_win32(struct oa_case *given)
{
	return oa_session_page_has(given->session, "800700c1") ||
	       oa_session_page_has(given->session, "not a valid Win32 application");
}

static bool says_wrong_principal(struct oa_case *given)
{
	return oa_session_page_has(given->session, "-2146893022");
}

static bool says_http_1_1(struct oa_case *given)
{
	return oa_session_page_has(given->session, "HTTP_1_1_REQUIRED");
}

static bool says_handler(struct oa_case *given)
{
	return oa_session_page_has(given->session, "404.2") ||
	       oa_session_page_has(given->session, "404.3") ||
	       oa_session_page_has(given->session, "404.4");
}

static bool is_busy(struct oa_case *given)
{
	return has_field(given, "Retry-After");
}

static bool has_cas_code(struct oa_case *given)
{
	return has_field(given, "X-CasErrorCode");
}

static bool is_guid_target(struct oa_case *given)
{
	return given->server && strchr(given->server, '@');
}

static bool is_guid_unknown(struct oa_case *given)
{
	return is_guid_target(given) &&
	       field_begins(given, "X-CasErrorCode", "MailboxGuidWithDomainNotFound");
}

static bool is_host_target(struct oa_case *given)
{
	return given->was_proven && given->server && !is_guid_target(given);
}

static bool is_backend_503(struct oa_case *given)
{
	return field_begins(given, "X-BackEndHttpStatus", "503");
}

static bool is_backend_401(struct oa_case *given)
{
	return field_begins(given, "X-BackEndHttpStatus", "401") ||
	       field_begins(given, "X-FailureContext", "BackEnd;401");
}

static bool knows_backend(struct oa_case *given)
{
	return has_field(given, "X-CalculatedBETarget");
}

static bool was_proven(struct oa_case *given)
{
	return given->was_proven;
}

static bool was_accepted(struct oa_case *given)
{
	return given->was_proven && given->front->was_accepted;
}

static bool is_in(struct oa_case *given)
{
	return given->ask == OA_ASK_IN;
}

static bool is_tunnel(struct oa_case *given)
{
	return given->ask == OA_ASK_IN || given->ask == OA_ASK_OUT;
}

static bool has_no_scheme(struct oa_case *given)
{
	return !given->session->offers.schemes;
}

static bool lacks_scheme(struct oa_case *given)
{
	return given->front->scheme &&
	       !(given->session->offers.schemes & given->front->scheme);
}

/* Exchange may demand the channel binding that this run was told to leave out. */
static bool left_binding_out(struct oa_case *given)
{
	const struct oa_front *front = given->front;

	return given->was_proven && front->scheme == OA_SCHEME_NTLM &&
	       front->target->no_channel_binding &&
	       (given->speaker == OA_SPEAKER_EXCHANGE ||
		       has_field(given, "X-OWA-Version"));
}

static bool has_fresh_challenge(struct oa_case *given)
{
	return given->was_proven && given->session->offers.ntlm.bytes;
}

static bool leads_to_itself(struct oa_case *given)
{
	const struct oa_target *target = given->front->target;
	char same[600];

	snprintf(same, sizeof(same), "https://%s%s", target->host, target->path);
	return field_begins(given, "Location", same);
}

static bool get_passes(struct oa_case *given)
{
	return oa_look_is_healthy(oa_look_get(given->front));
}

/* The small request with the same method passes, so it is the announced length
 * that is refused. */
static bool small_passes(struct oa_case *given)
{
	return is_in(given) &&
	       (given->was_proven || oa_look_is_healthy(oa_look_echo(given->front)));
}

static bool others_pass(struct oa_case *given)
{
	return oa_look_finds_exchange(given->front);
}

static bool nobody_is_exchange(struct oa_case *given)
{
	return !given->was_proven && !oa_look_finds_exchange(given->front);
}

static bool other_host_passes(struct oa_case *given)
{
	const struct oa_look *look = oa_look_by_address(given->front);

	return oa_look_is_healthy(look) || look->status == 302;
}

static bool get_fails_too(struct oa_case *given)
{
	return given->ask == OA_ASK_GET || oa_look_get(given->front)->status >= 500;
}

/* IIS has served a request of this run, so the pool did run; it is up again if
 * one more request passes now. */
static bool recovers(struct oa_case *given)
{
	struct oa_look look;

	if (!given->front->was_served)
		return false;
	look = oa_look_echo_again(given->front);
	return look.status && look.status < 500;
}

static bool was_served(struct oa_case *given)
{
	return given->front->was_served;
}

static const struct rule rules[] = {
	{407, 0, NULL, OA_CODE_MONITOR_PROXY_REFUSED},

	{400, HTTP_SYS | IIS, says_invalid_hostname, OA_CODE_HTTP_HOST_NOT_BOUND},
	{400, 0, small_passes, OA_CODE_IN_BODY_TOO_LARGE},
	{400, HTTP_SYS, get_passes, OA_CODE_HTTP_BAD_REQUEST},
	{400, HTTP_SYS, other_host_passes, OA_CODE_HTTP_HOST_NOT_BOUND},
	{400, HTTP_SYS | IIS, NULL, OA_CODE_HTTP_BAD_REQUEST},

	{401, 0, is_backend_401, OA_CODE_BACKEND_LOGON_REFUSED},
	{401, 0, has_no_scheme, OA_CODE_AUTH_NO_SCHEME},
	{401, 0, was_accepted, OA_CODE_AUTH_CHANNELS_DIFFER},
	{401, 0, has_fresh_challenge, OA_CODE_AUTH_CONNECTION_NOT_PINNED},
	{401, 0, lacks_scheme, OA_CODE_AUTH_SCHEME_MISSING},
	{401, 0, left_binding_out, OA_CODE_FEATURE_MISSING},
	{401, 0, was_proven, OA_CODE_AUTH_REJECTED},
	{401, 0, NULL, OA_CODE_AUTH_SCHEME_MISSING},

	{403, 0, says_403_4, OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH},
	{403, 0, says_403_7, OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{403, 0, says_url_denied, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{403, DEVICE, get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{403, DEVICE, NULL, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{403, 0, NULL, OA_CODE_HTTP_FORBIDDEN},

	{404, 0, is_guid_unknown, OA_CODE_MAILBOX_GUID_UNKNOWN},
	{404, EXCHANGE, is_host_target, OA_CODE_RPC_TARGET_INVALID},
	{404, EXCHANGE, has_cas_code, OA_CODE_MAILBOX_NOT_LOCATED},
	{404, 0, small_passes, OA_CODE_IN_BODY_TOO_LARGE},
	{404, HTTP_SYS, other_host_passes, OA_CODE_HTTP_HOST_NOT_BOUND},
	{404, 0, says_handler, OA_CODE_HTTP_HANDLER_MISSING},
	{404, IIS | EXCHANGE, was_proven, OA_CODE_HTTP_HANDLER_MISSING},
	{404, IIS | EXCHANGE, get_passes, OA_CODE_RPC_METHOD_FILTERED},
	{404, DEVICE, get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{404, 0, nobody_is_exchange, OA_CODE_NOT_EXCHANGE},
	{404, DEVICE, NULL, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{404, 0, NULL, OA_CODE_HTTP_PATH_NOT_FOUND},

	{405, IIS | EXCHANGE, NULL, OA_CODE_HTTP_HANDLER_MISSING},
	{405, 0, get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{501, 0, get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{405, DEVICE, others_pass, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{405, DEVICE, nobody_is_exchange, OA_CODE_NOT_EXCHANGE},
	{501, DEVICE, nobody_is_exchange, OA_CODE_NOT_EXCHANGE},

	{408, 0, is_in, OA_CODE_IN_BODY_BUFFERED},
	{411, 0, small_passes, OA_CODE_IN_BODY_TOO_LARGE},
	{413, 0, is_in, OA_CODE_IN_BODY_TOO_LARGE},

	{500, EXCHANGE, has_cas_code, OA_CODE_MAILBOX_NOT_LOCATED},
	{500, EXCHANGE, is_backend_401, OA_CODE_BACKEND_LOGON_REFUSED},
	{500, EXCHANGE, is_backend_503, OA_CODE_BACKEND_POOL_STOPPED},
	{500, EXCHANGE, NULL, OA_CODE_BACKEND_HOP_FAILED},
	{500, 0, says_wrong_principal, OA_CODE_HTTP_GATEWAY_ERROR},
	{500, 0, says_no_win32, OA_CODE_HTTP_APP_POOL_CRASHING},

	{502, 0, says_http_1_1, OA_CODE_TLS_H2_ONLY},
	{503, EXCHANGE, is_busy, OA_CODE_FRONT_END_BUSY},
	{503, EXCHANGE, has_cas_code, OA_CODE_MAILBOX_NOT_LOCATED},
	{503, EXCHANGE, is_backend_503, OA_CODE_BACKEND_POOL_STOPPED},
	{503, EXCHANGE, knows_backend, OA_CODE_BACKEND_UNREACHABLE},
	{504, EXCHANGE, knows_backend, OA_CODE_BACKEND_UNREACHABLE},
	{429, EXCHANGE, NULL, OA_CODE_FRONT_END_BUSY},
	{503, HTTP_SYS, recovers, OA_CODE_HTTP_503_BURST},
	{503, HTTP_SYS, was_served, OA_CODE_HTTP_APP_POOL_CRASHING},
	{503, HTTP_SYS, NULL, OA_CODE_HTTP_APP_POOL_STOPPED},
	{503, IIS, NULL, OA_CODE_HTTP_503_BURST},
	{502, DEVICE, get_fails_too, OA_CODE_HTTP_GATEWAY_ERROR},
	{503, DEVICE, get_fails_too, OA_CODE_HTTP_GATEWAY_ERROR},
	{504, DEVICE, get_fails_too, OA_CODE_HTTP_GATEWAY_ERROR},
	{500, DEVICE, is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
	{502, DEVICE, is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
	{503, DEVICE, is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
	{504, DEVICE, is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
};

static bool fits(const struct rule *rule, struct oa_case *given)
{
	if (rule->status && rule->status != given->status)
		return false;
	if (rule->speakers && !(rule->speakers & 1u << given->speaker))
		return false;
	return !rule->holds || rule->holds(given);
}

static enum oa_code code_of(struct oa_case *given)
{
	if (given->status / 100 == 3)
		return leads_to_itself(given) ? OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH
					      : OA_CODE_HTTP_REDIRECT;
	if (given->status == 200)
		return nobody_is_exchange(given) ? OA_CODE_NOT_EXCHANGE
						 : OA_CODE_HTTP_NOT_RPC;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (fits(&rules[i], given))
			return rules[i].code;
	return OA_CODE_HTTP_UNEXPECTED_STATUS;
}

static void set_from_field(struct oa_case *given, const char *fact, const char *field)
{
	char text[200];

	if (oa_session_field(given->session, field, text, sizeof(text)))
		oa_facts_set(&given->facts, fact, "%s", text);
}

static void set_guid(struct oa_case *given)
{
	oa_facts_set(&given->facts, "guid", "%s", given->server ? given->server : "?");
	oa_facts_set(
		&given->facts, "target", "%s", given->server ? given->server : "?");
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
	oa_facts_set(facts, "url", "%s", target->path);
	oa_facts_set(facts, "schemes", "%s",
		session->offers.names[0] ? session->offers.names : "none");
	oa_facts_set(facts, "scheme", "%s", oa_scheme_name(given->front->scheme));
	oa_facts_set(facts, "need", "%s",
		given->front->scheme ? oa_scheme_name(given->front->scheme)
				     : "NTLM or Basic");
	oa_facts_set(facts, "list", "an earlier request of this run");
	oa_facts_set(facts, "n", "1");
	oa_facts_set(facts, "m", "1");
	set_guid(given);
	set_from_field(given, "fe", "X-FEServer");
	set_from_field(given, "be", "X-CalculatedBETarget");
	set_from_field(given, "code", "X-CasErrorCode");
	if (given->status / 100 == 3)
		set_from_field(given, "url", "Location");
	if (given->status == 200)
		set_from_field(given, "name", "Content-Type");
	if (given->status == 401)
		oa_facts_set(facts, "name", "%s%s", given->method,
			target->no_channel_binding ? " without channel binding" : "");
}

void oa_describe_answer(struct oa_step *step, const struct oa_session *session)
{
	static const char *const fields[] = {"Server", "X-FEServer", "X-BEServer",
		"X-CalculatedBETarget", "X-BackEndHttpStatus", "X-CasErrorCode",
		"X-FailureContext", "X-OWA-Version", "request-id", "Via"};
	char text[200];

	if (!session->has_head)
		return;
	oa_clean(text, sizeof(text), session->head.line.text, session->head.line.len);
	oa_step_detail(step, "%s", text);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (oa_session_field(session, fields[i], text, sizeof(text)))
			oa_step_detail(step, "%s: %s", fields[i], text);
}

const char *oa_subject_of(enum oa_code code, const char *subject)
{
	return oa_diagnosis(code)->hop < OA_HOP_PROXY ? NULL : subject;
}

/* A refused password is CRITICAL only for an account known to be good; 503 now and
 * then is CRITICAL from half of the tries on, and this run has made one or two. */
static bool is_worse(const struct oa_case *given, enum oa_code code)
{
	if (code == OA_CODE_AUTH_REJECTED)
		return given->front->target->is_account_good;
	return code == OA_CODE_HTTP_503_BURST;
}

static struct oa_step *record(struct oa_case *given, enum oa_code code)
{
	struct oa_report *report = given->front->report;
	const char *subject = oa_subject_of(code, given->subject);

	if (is_worse(given, code))
		return oa_report_find_as(
			report, code, OA_STATE_CRITICAL, subject, &given->facts);
	return oa_report_find(report, code, subject, &given->facts);
}

static void judge_rpc_error(struct oa_case *given, uint32_t number)
{
	char text[200];

	oa_status_describe(OA_STATUS_RPC, number, text, sizeof(text));
	oa_facts_set(&given->facts, "code", "%x", number);
	oa_facts_set(&given->facts, "name", "%s",
		oa_status_find(OA_STATUS_RPC, number)->name);
	oa_facts_set(&given->facts, "reason", "%s",
		oa_status_find(OA_STATUS_RPC, number)->meaning);
	oa_step_detail(record(given, oa_code_of_rpc_error(number)), "%s", text);
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

	given->status = oa_session_status(given->session);
	given->speaker = oa_speaker_of(given->session);
	gather_facts(given);
	if (oa_rpc_error_in(reason->text, reason->len, &number)) {
		judge_rpc_error(given, number);
		return;
	}
	read_page(given);
	if (memmem(reason->text, reason->len, "Invalid RPC Port", 16) ||
		oa_session_page_has(given->session, "Invalid RPC Port"))
		code = OA_CODE_RPC_TARGET_INVALID;
	else
		code = code_of(given);
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
