/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/trialresult.h"
#include "common/probe/statuses.h"

#include <string.h>
#include <strings.h>

static bool field_begins(
	const struct oa_session *session, const char *name, const char *value)
{
	char text[128];

	return oa_session_field(session, name, text, sizeof(text)) &&
	       !strncasecmp(text, value, strlen(value));
}

/* The front end took the password, the back end did not. */
static bool is_backend_401(const struct oa_session *session)
{
	return field_begins(session, "X-BackEndHttpStatus", "401") ||
	       field_begins(session, "X-FailureContext", "BackEnd;401");
}

/* An error of the proxy behind the logon; some of them are about the logon. */
static bool is_past_logon(const struct oa_session *session, enum oa_code *ret_code)
{
	const struct oa_http_span *reason = &session->head.reason;
	uint32_t number;

	*ret_code = OA_CODE_OK;
	if (!oa_rpc_error_in(reason->text, reason->len, &number))
		return false;
	*ret_code = oa_code_of_rpc_error(number);
	return *ret_code != OA_CODE_AUTH_REJECTED &&
	       *ret_code != OA_CODE_AUTH_ACCOUNT_UNUSABLE;
}

static bool is_rpc_page(const struct oa_session *session)
{
	return !session->page_len || session->page[0] == 5 ||
	       field_begins(session, "Content-Type", "application/rpc");
}

bool oa_trial_is_ntlm(const struct oa_trial *trial)
{
	return trial->scheme != OA_SCHEME_BASIC && !trial->is_kerberos;
}

static enum oa_trial_result result_of_proof(
	const struct oa_trial *trial, const struct oa_session *session)
{
	bool is_get = trial->by == OA_BY_AUTODISCOVER;
	int status = oa_session_status(session);
	enum oa_code code;

	if (status == 401) {
		if (is_backend_401(session))
			return OA_TRIAL_BROKEN;
		return oa_trial_is_ntlm(trial) &&
				       (session->offers.ntlm.bytes ||
					       session->offers.negotiate.bytes)
			       ? OA_TRIAL_FRESH
			       : OA_TRIAL_REFUSED;
	}
	if (status == 403)
		return OA_TRIAL_FORBIDDEN;
	if (status == 200 && (is_get || is_rpc_page(session)))
		return OA_TRIAL_ACCEPTED;
	/* Exchange 2013 and later place a request by its mailbox, after the logon */
	if (!is_get && status == 404 && oa_speaker_of(session) == OA_SPEAKER_EXCHANGE)
		return OA_TRIAL_ACCEPTED;
	if (is_past_logon(session, &code))
		return OA_TRIAL_ACCEPTED;
	return code == OA_CODE_AUTH_REJECTED ? OA_TRIAL_REFUSED : OA_TRIAL_BROKEN;
}

enum oa_trial_result oa_trial_result_of(
	const struct oa_trial *trial, const struct oa_session *session, bool was_proven)
{
	int status = oa_session_status(session);

	if (was_proven)
		return result_of_proof(trial, session);
	if (status == 403)
		return OA_TRIAL_FORBIDDEN;
	return status == 401 ? OA_TRIAL_UNSENT : OA_TRIAL_BROKEN;
}
