/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/mapijudge.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/probe/http_rules.h"
#include "common/probe/looks.h"
#include "common/probe/trial.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Codes that explain an answer to MAPI/HTTP as well as one to Outlook Anywhere; the
 * others speak of /rpc. */
static const enum oa_code shared[] = {
	OA_CODE_MONITOR_PROXY_REFUSED,
	OA_CODE_TLS_CLIENT_CERT_REQUIRED,
	OA_CODE_TLS_H2_ONLY,
	OA_CODE_NOT_EXCHANGE,
	OA_CODE_HTTP_BAD_REQUEST,
	OA_CODE_HTTP_HOST_NOT_BOUND,
	OA_CODE_HTTP_APP_POOL_STOPPED,
	OA_CODE_HTTP_APP_POOL_CRASHING,
	OA_CODE_HTTP_GATEWAY_ERROR,
	OA_CODE_AUTH_SCHEME_MISSING,
	OA_CODE_AUTH_NO_SCHEME,
	OA_CODE_AUTH_REJECTED,
	OA_CODE_AUTH_CONNECTION_NOT_PINNED,
	OA_CODE_AUTH_KERBEROS_REFUSED,
	OA_CODE_FEATURE_MISSING,
	OA_CODE_MAILBOX_GUID_UNKNOWN,
	OA_CODE_FRONT_END_BUSY,
};

static struct oa_case case_of(struct oa_mapi *mapi)
{
	return (struct oa_case){.front = mapi->front,
		.session = &mapi->session,
		.ask = OA_ASK_GET,
		.method = "POST",
		.url = mapi->call->path,
		.server = mapi->mailbox,
		.subject = mapi->call->subject,
		.was_proven = mapi->was_proven,
		.speaker = oa_speaker_of(&mapi->session),
		.status = oa_session_status(&mapi->session)};
}

void oa_mapi_fail(struct oa_mapi *mapi, enum oa_state state, const char *format, ...)
{
	struct oa_facts facts = {0};
	char reason[200];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	oa_facts_set(&facts, "reason", "%s", reason);
	oa_describe_answer(
		oa_report_find_as(mapi->front->report, OA_CODE_MAPIHTTP_FAILED, state,
			mapi->call->subject, &facts),
		&mapi->session);
}

static bool has_field(const struct oa_mapi *mapi, const char *name)
{
	char text[8];

	return oa_session_field(&mapi->session, name, text, sizeof(text));
}

/* "500 Internal Server Error, X-BackEndHttpStatus 503" */
static void describe(const struct oa_mapi *mapi, char *buffer, size_t size)
{
	static const char *const fields[] = {"X-BackEndHttpStatus", "X-CasErrorCode",
		"X-FailureContext", "Location"};
	const struct oa_http_span *reason = &mapi->session.head.reason;
	char text[80];

	oa_clean(text, sizeof(text), reason->text, reason->len);
	snprintf(buffer, size, "%d%s%s", oa_session_status(&mapi->session),
		text[0] ? " " : "", text);
	for (size_t i = 0; i < OA_LENGTH(fields); i++)
		if (oa_session_field(&mapi->session, fields[i], text, sizeof(text)))
			oa_append(buffer, size, ", %s %s", fields[i], text);
}

static bool is_found(struct oa_mapi *mapi)
{
	return oa_look_is_healthy(oa_look_get(mapi->front)) ||
	       oa_look_finds_exchange(mapi->front);
}

static void find_missing(struct oa_mapi *mapi)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "name", "%s", mapi->call->path);
	oa_describe_answer(
		oa_report_find(mapi->front->report, OA_CODE_MAPIHTTP_NOT_FOUND,
			mapi->call->subject, &facts),
		&mapi->session);
}

/* The password may be shown to the server again: it is known to be good, or IIS has
 * taken it before it said that this account may not come in. */
static bool may_try_again(const struct oa_mapi *mapi)
{
	enum oa_speaker speaker = oa_speaker_of(&mapi->session);

	if (!mapi->was_proven || !mapi->front->scheme || mapi->was_tried_elsewhere)
		return false;
	return mapi->front->target->is_account_good ||
	       (oa_session_status(&mapi->session) == 403 &&
		       (speaker == OA_SPEAKER_IIS || speaker == OA_SPEAKER_EXCHANGE));
}

/* Whether the same logon passes on the RPC path. */
static bool passes_elsewhere(struct oa_mapi *mapi)
{
	struct oa_front *front = mapi->front;
	struct oa_trial trial = {.scheme = front->scheme, .by = OA_BY_OUT_ECHO};
	char query[300];
	bool passes;

	if (mapi->accepted_by)
		return true;
	if (!may_try_again(mapi))
		return false;
	mapi->was_tried_elsewhere = true;
	snprintf(query, sizeof(query), "%s:6001", front->target->host);
	trial.query = mapi->mailbox ? mapi->mailbox : query;
	oa_trial_run(front, &trial, mapi->until);
	passes = trial.result == OA_TRIAL_ACCEPTED;
	oa_trial_free(&trial);
	if (passes)
		mapi->accepted_by = "/rpc";
	return passes;
}

static void fail_by_status(struct oa_mapi *mapi)
{
	char text[160];
	int status = oa_session_status(&mapi->session);

	describe(mapi, text, sizeof(text));
	if ((status == 401 || status == 403) && passes_elsewhere(mapi))
		oa_mapi_fail(mapi, OA_STATE_CRITICAL,
			"%s on %s for an account that %s accepts", text,
			mapi->call->path, mapi->accepted_by);
	else if (status == 503 && oa_speaker_of(&mapi->session) == OA_SPEAKER_HTTP_SYS)
		oa_mapi_fail(mapi, OA_STATE_CRITICAL,
			"%s from http.sys on %s, while /rpc answers: application pool "
			"stopped",
			text, mapi->call->path);
	else if (status == 200)
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "%s without X-ResponseCode on %s",
			text, mapi->call->path);
	else
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "%s on %s to %s", text,
			mapi->call->path, mapi->call->type);
}

static bool is_shared(enum oa_code code)
{
	for (size_t i = 0; i < OA_LENGTH(shared); i++)
		if (shared[i] == code)
			return true;
	return false;
}

/* /rpc is served by another application pool, and what it says of its own does not
 * explain this one. */
static bool is_own_pool(struct oa_mapi *mapi, const struct oa_case *given)
{
	return given->speaker == OA_SPEAKER_HTTP_SYS && given->status == 503 &&
	       oa_look_is_healthy(oa_look_get(mapi->front));
}

static void judge_refusal(struct oa_mapi *mapi)
{
	struct oa_case given = case_of(mapi);

	if (given.status == 200 && mapi->error.layer != OA_LAYER_NONE)
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "%s: %s", mapi->call->path,
			mapi->error.text);
	else if (given.status == 404 && given.speaker != OA_SPEAKER_HTTP_SYS &&
		 !has_field(mapi, "X-CasErrorCode") && is_found(mapi))
		find_missing(mapi);
	else if (is_own_pool(mapi, &given) ||
		 ((given.status == 401 || given.status == 403) &&
			 passes_elsewhere(mapi)))
		fail_by_status(mapi);
	else if (is_shared(oa_http_code(&given)))
		oa_judge_answer(&given);
	else if (given.status == 404 && given.speaker == OA_SPEAKER_HTTP_SYS)
		find_missing(mapi);
	else
		fail_by_status(mapi);
}

void oa_mapi_judge(struct oa_mapi *mapi, enum oa_mapi_result result)
{
	struct oa_case given = case_of(mapi);

	if (result == OA_MAPI_REFUSED)
		judge_refusal(mapi);
	else if (result == OA_MAPI_SILENT)
		oa_judge_no_answer(
			&given, &mapi->error, OA_CODE_HTTP_TIMEOUT, mapi->seconds);
}
