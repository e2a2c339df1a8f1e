/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/http_rules.h"
#include "common/probe/looks.h"

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

	return given->was_proven && front->scheme != OA_SCHEME_BASIC &&
	       front->target->no_channel_binding &&
	       (given->speaker == OA_SPEAKER_EXCHANGE ||
		       has_field(given, "X-OWA-Version"));
}

/* A ticket of the KDC was sent, which says that the password is good. */
static bool had_ticket(struct oa_case *given)
{
	const struct oa_front *front = given->front;

	return given->was_proven && front->scheme == OA_SCHEME_NEGOTIATE &&
	       front->service[0];
}

static bool has_fresh_challenge(struct oa_case *given)
{
	const struct oa_wwwauth *offers = &given->session->offers;

	return given->was_proven && !had_ticket(given) &&
	       (offers->ntlm.bytes || (given->front->scheme == OA_SCHEME_NEGOTIATE &&
					      offers->negotiate.bytes));
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
	{401, 0, had_ticket, OA_CODE_AUTH_KERBEROS_REFUSED},
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

enum oa_code oa_http_code(struct oa_case *given)
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
