/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/mailbox.h"
#include "common/rpc/emsmdb.h"

/* The longest DN of a mailbox and all other arguments. */
#define STUB_MAX 2048

/* The logon has this share of the time left; the rest is for the end of the session,
 * of which a server grants each user a few only. */
#define LOGON_SHARE 0.9

static enum oa_rpc_result read_session(
	const struct oa_course *course, struct oa_emsmdb_session *session)
{
	const struct oa_reply *reply = &course->attempt->rpc.reply;
	struct oa_error error = {0};

	if (oa_emsmdb_parse_connect(reply->stub, reply->len, session, &error) < 0)
		return oa_course_break_reply(course, &error);
	return session->value ? oa_course_judge_value(course, session->value)
			      : OA_RPC_DONE;
}

static enum oa_rpc_result log_on(struct oa_course *course,
	struct oa_emsmdb_session *session, double *ret_seconds)
{
	const struct oa_deep_plan *deep = course->plan->deep;
	const struct oa_emsmdb_connect connect = {.user_dn = deep->mailbox_dn,
		.version = oa_deep_version(deep),
		.is_cached = deep->is_cached};
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_rpc_request request = {
		.name = "EcDoConnectEx", .opnum = OA_EMSMDB_CONNECT_EX, .stub = &stub};
	enum oa_rpc_result result;

	oa_emsmdb_write_connect(&stub, &connect);
	result = oa_course_call(course, &request);
	if (result != OA_RPC_DONE)
		return result;
	oa_report_value(oa_course_report(course), "logon_time", request.seconds);
	*ret_seconds = request.seconds;
	return read_session(course, session);
}

static enum oa_rpc_result log_off(
	struct oa_course *course, const struct oa_emsmdb_session *session)
{
	const struct oa_reply *reply = &course->attempt->rpc.reply;
	uint8_t bytes[OA_NDR_HANDLE_LEN];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_rpc_request request = {
		.name = "EcDoDisconnect", .opnum = OA_EMSMDB_DISCONNECT, .stub = &stub};
	enum oa_rpc_result result;
	struct oa_error error = {0};
	uint32_t value;

	oa_emsmdb_write_disconnect(&stub, &session->handle);
	result = oa_course_exchange(course, &request);
	if (result != OA_RPC_DONE)
		return result;
	if (request.outcome.answer != OA_RPC_ACCEPTED)
		return oa_course_find_unclean(
			course, OA_STATUS_RPC, request.outcome.number);
	if (oa_emsmdb_parse_disconnect(reply->stub, reply->len, &value, &error) < 0)
		return oa_course_break_reply(course, &error);
	return value ? oa_course_find_unclean(course, OA_STATUS_STORE, value)
		     : OA_RPC_DONE;
}

static void describe(const struct oa_course *course,
	const struct oa_emsmdb_session *session, double seconds)
{
	const char *subject = course->attempt->subject;
	char version[OA_MAPI_VERSION_TEXT_LEN];
	struct oa_step *step;

	oa_mapi_version_format(&session->server, version, sizeof(version));
	step = oa_report_ok(oa_course_report(course), OA_HOP_MAILBOX, subject, seconds,
		"logged on, server version %s", version);
	oa_step_detail(step, "display name: %s", session->user_name);
	oa_step_detail(step, "DN: %s", course->plan->deep->mailbox_dn);
}

enum oa_rpc_result oa_mailbox_test(struct oa_course *course)
{
	struct oa_deadline until = course->until;
	struct oa_emsmdb_session session;
	enum oa_rpc_result result;
	double seconds;

	course->until = oa_deadline_share(until, LOGON_SHARE);
	result = log_on(course, &session, &seconds);
	if (result != OA_RPC_DONE)
		return result;
	oa_report_ok(oa_course_report(course), OA_HOP_BIND, course->attempt->subject,
		-1, "EcDoConnectEx answered");
	describe(course, &session, seconds);
	course->until = until;
	return log_off(course, &session);
}
