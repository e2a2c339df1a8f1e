/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/http_signs.h"
#include "common/base/array.h"
#include "common/probe/looks.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

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

bool oa_sign_says_403_4(struct oa_case *given)
{
	return oa_session_page_has(given->session, "403.4");
}

bool oa_sign_says_403_7(struct oa_case *given)
{
	return oa_session_page_has(given->session, "403.7");
}

bool oa_sign_says_url_denied(struct oa_case *given)
{
	return oa_session_page_has(
		given->session, "denied the specified Uniform Resource Locator");
}

bool oa_sign_says_invalid_hostname(struct oa_case *given)
{
	return oa_session_page_has(given->session, "Invalid Hostname");
}

bool oa_sign_says_no_win32(struct oa_case *given)
{
	return oa_session_page_has(given->session, "800700c1") ||
	       oa_session_page_has(given->session, "not a valid Win32 application");
}

bool oa_sign_says_wrong_principal(struct oa_case *given)
{
	return oa_session_page_has(given->session, "-2146893022");
}

bool oa_sign_says_http_1_1(struct oa_case *given)
{
	return oa_session_page_has(given->session, "HTTP_1_1_REQUIRED");
}

bool oa_sign_says_handler(struct oa_case *given)
{
	return oa_session_page_has(given->session, "404.2") ||
	       oa_session_page_has(given->session, "404.3") ||
	       oa_session_page_has(given->session, "404.4");
}

bool oa_sign_is_busy(struct oa_case *given)
{
	return has_field(given, "Retry-After");
}

bool oa_sign_says_overload(struct oa_case *given)
{
	static const char *const words[] = {
		"budget", "busy", "overload", "throttl", "toomany"};
	char text[128];

	oa_session_field(given->session, "X-CasErrorCode", text, sizeof(text));
	for (size_t i = 0; i < OA_LENGTH(words); i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

bool oa_sign_has_cas_code(struct oa_case *given)
{
	return has_field(given, "X-CasErrorCode");
}

static bool is_guid_target(struct oa_case *given)
{
	return given->server && strchr(given->server, '@');
}

bool oa_sign_is_guid_unknown(struct oa_case *given)
{
	return is_guid_target(given) &&
	       field_begins(given, "X-CasErrorCode", "MailboxGuidWithDomainNotFound");
}

bool oa_sign_is_host_target(struct oa_case *given)
{
	return given->was_proven && given->server && !is_guid_target(given);
}

bool oa_sign_is_backend_503(struct oa_case *given)
{
	return field_begins(given, "X-BackEndHttpStatus", "503") ||
	       field_begins(given, "X-FailureContext", "BackEnd;503");
}

bool oa_sign_is_backend_401(struct oa_case *given)
{
	return field_begins(given, "X-BackEndHttpStatus", "401") ||
	       field_begins(given, "X-FailureContext", "BackEnd;401");
}

bool oa_sign_was_proven(struct oa_case *given)
{
	return given->was_proven;
}

bool oa_sign_was_accepted(struct oa_case *given)
{
	return given->was_proven && given->front->was_accepted;
}

bool oa_sign_is_in(struct oa_case *given)
{
	return given->ask == OA_ASK_IN;
}

bool oa_sign_is_tunnel(struct oa_case *given)
{
	return given->ask == OA_ASK_IN || given->ask == OA_ASK_OUT;
}

bool oa_sign_has_no_scheme(struct oa_case *given)
{
	return !given->session->offers.schemes;
}

bool oa_sign_lacks_scheme(struct oa_case *given)
{
	return given->front->scheme &&
	       !(given->session->offers.schemes & given->front->scheme);
}

bool oa_sign_left_binding_out(struct oa_case *given)
{
	const struct oa_front *front = given->front;

	return given->was_proven && front->scheme != OA_SCHEME_BASIC &&
	       front->target->no_channel_binding &&
	       (given->speaker == OA_SPEAKER_EXCHANGE ||
		       has_field(given, "X-OWA-Version"));
}

bool oa_sign_had_ticket(struct oa_case *given)
{
	const struct oa_front *front = given->front;

	return given->was_proven && front->scheme == OA_SCHEME_NEGOTIATE &&
	       front->service[0];
}

bool oa_sign_has_fresh_challenge(struct oa_case *given)
{
	const struct oa_wwwauth *offers = &given->session->offers;

	return given->was_proven && !oa_sign_had_ticket(given) &&
	       (offers->ntlm.bytes || (given->front->scheme == OA_SCHEME_NEGOTIATE &&
					      offers->negotiate.bytes));
}

bool oa_sign_leads_to_itself(struct oa_case *given)
{
	const struct oa_target *target = given->front->target;
	char same[600];

	snprintf(same, sizeof(same), "https://%s%s", target->host, target->path);
	return field_begins(given, "Location", same);
}

bool oa_sign_get_passes(struct oa_case *given)
{
	return oa_look_is_healthy(oa_look_get(given->front));
}

bool oa_sign_small_passes(struct oa_case *given)
{
	return oa_sign_is_in(given) && oa_look_is_healthy(oa_look_echo(given->front));
}

bool oa_sign_small_fails_too(struct oa_case *given)
{
	return given->ask != OA_ASK_GET && !given->is_trial &&
	       oa_look_echo(given->front)->status == given->status &&
	       oa_sign_get_passes(given);
}

bool oa_sign_forbids_user(struct oa_case *given)
{
	return given->was_proven && !given->is_trial &&
	       given->front->scheme != OA_SCHEME_NEGOTIATE &&
	       !has_field(given, "X-CalculatedBETarget") &&
	       !has_field(given, "X-FailureContext") &&
	       oa_look_echo(given->front)->status == 401;
}

bool oa_sign_others_pass(struct oa_case *given)
{
	return oa_look_finds_exchange(given->front);
}

bool oa_sign_nobody_is_exchange(struct oa_case *given)
{
	return !given->was_proven && !oa_look_finds_exchange(given->front);
}

bool oa_sign_other_host_passes(struct oa_case *given)
{
	const struct oa_look *look = oa_look_by_address(given->front);

	return oa_look_is_healthy(look) || look->status == 302;
}

bool oa_sign_get_fails_too(struct oa_case *given)
{
	return given->ask == OA_ASK_GET || oa_look_get(given->front)->status >= 500;
}

bool oa_sign_recovers(struct oa_case *given)
{
	struct oa_look look;

	if (!given->front->was_served)
		return false;
	look = oa_look_echo_again(given->front);
	return look.status && look.status < 500;
}

bool oa_sign_was_served(struct oa_case *given)
{
	return given->front->was_served;
}
