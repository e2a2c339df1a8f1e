/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/mapisession.h"
#include "common/probe/mapijudge.h"
#include "common/rpc/status.h"

/* The session must not be left to its time-out on the server, even if the time of
 * the way is over. */
static void disconnect(struct oa_mapi *mapi, const char *path)
{
	uint8_t body[8];
	struct oa_writer out = oa_writer(body, sizeof(body));
	struct oa_mapi_call call = {
		.path = path, .type = "Disconnect", .subject = "disconnect"};
	enum oa_mapi_result result;
	uint32_t error = 0;

	oa_mapi_write_disconnect(&out);
	call.body = body;
	call.body_len = out.len;
	mapi->until = mapi->front->until;
	result = oa_mapi_call(mapi, &call);
	if (result == OA_MAPI_ANSWERED && mapi->code == OA_MAPI_SUCCESS &&
		oa_mapi_disconnected_parse(mapi->answer.content,
			mapi->answer.content_len, &error, NULL) == 0 &&
		!error)
		oa_report_ok(mapi->front->report, OA_HOP_MAPIHTTP, call.subject,
			mapi->seconds, "session ended");
	else if (result == OA_MAPI_ANSWERED)
		oa_mapi_fail(mapi, OA_STATE_WARNING,
			"Disconnect: X-ResponseCode %u (%s), error 0x%x", mapi->code,
			oa_mapi_code_name(mapi->code), error);
	else
		oa_mapi_judge(mapi, result);
	mapi->call = NULL;
}

static void judge_connected(struct oa_mapi *mapi, const char *user_dn)
{
	struct oa_mapi_connected connected = {0};
	struct oa_error error = {0};
	char text[200];

	if (mapi->code != OA_MAPI_SUCCESS) {
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "Connect: X-ResponseCode %u (%s)",
			mapi->code, oa_mapi_code_name(mapi->code));
	} else if (oa_mapi_connected_parse(mapi->answer.content,
			   mapi->answer.content_len, &connected, &error) < 0) {
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "%s", error.text);
	} else if (connected.status || connected.error) {
		oa_status_describe(OA_STATUS_STORE,
			connected.status ? connected.status : connected.error, text,
			sizeof(text));
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "Connect: %s", text);
	} else {
		oa_report_value(
			mapi->front->report, "mapi_connect_time", mapi->seconds);
		oa_report_ok(mapi->front->report, OA_HOP_MAPIHTTP, "connect",
			mapi->seconds, "session opened for %s",
			connected.display_name[0] ? connected.display_name : user_dn);
	}
}

void oa_mapi_session_try(struct oa_mapi *mapi, const char *path, const char *user_dn)
{
	uint8_t body[OA_MAPI_DN_MAX + 32];
	struct oa_writer out = oa_writer(body, sizeof(body));
	struct oa_mapi_call call = {
		.path = path, .type = "Connect", .subject = "connect"};
	enum oa_mapi_result result;
	bool has_session;

	oa_mapi_write_connect(&out, user_dn);
	call.body = body;
	call.body_len = out.len;
	result = oa_mapi_call(mapi, &call);
	has_session = (result == OA_MAPI_ANSWERED && mapi->code == OA_MAPI_SUCCESS) ||
		      (result == OA_MAPI_SILENT && mapi->cookies.text[0]);
	if (result == OA_MAPI_ANSWERED)
		judge_connected(mapi, user_dn);
	else
		oa_mapi_judge(mapi, result);
	mapi->call = NULL;
	if (has_session)
		disconnect(mapi, path);
}
