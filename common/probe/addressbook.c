/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/addressbook.h"
#include "common/rpc/nspi.h"

/* A name of OA_NSPI_NAME_MAX bytes and all other arguments. */
#define STUB_MAX 1024

/* What is before the end of the session has this share of the time left. */
#define WAY_SHARE 0.9

/* One call with arguments that are in stub. */
static enum oa_rpc_result call(struct oa_course *course, const char *name,
	uint16_t opnum, struct oa_writer *stub)
{
	struct oa_rpc_request request = {.name = name, .opnum = opnum, .stub = stub};

	return oa_course_call(course, &request);
}

static const struct oa_reply *reply_of(const struct oa_course *course)
{
	return &course->attempt->rpc.reply;
}

static enum oa_rpc_result open_session(
	struct oa_course *course, struct oa_ndr_handle *ret_handle)
{
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_nspi_session session;
	enum oa_rpc_result result;
	struct oa_error error = {0};

	oa_nspi_write_bind(&stub);
	result = call(course, "NspiBind", OA_NSPI_BIND, &stub);
	if (result != OA_RPC_DONE)
		return result;
	if (oa_nspi_parse_bind(reply_of(course)->stub, reply_of(course)->len, &session,
		    &error) < 0)
		return oa_course_break_reply(course, &error);
	if (session.value)
		return oa_course_judge_value(course, session.value);
	*ret_handle = session.handle;
	return OA_RPC_DONE;
}

/* Nobody of the name was found: an empty address book has none for anybody. */
static enum oa_rpc_result find_nobody(
	struct oa_course *course, const struct oa_ndr_handle *handle)
{
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_facts facts = {0};
	struct oa_nspi_size size;
	enum oa_rpc_result result;
	struct oa_step *step;

	oa_nspi_write_update(&stub, handle);
	result = call(course, "NspiUpdateStat", OA_NSPI_UPDATE_STAT, &stub);
	if (result != OA_RPC_DONE)
		return result;
	if (oa_nspi_parse_update(
		    reply_of(course)->stub, reply_of(course)->len, &size, NULL) < 0)
		size = (struct oa_nspi_size){.value = 1};
	oa_facts_set(&facts, "name", "%s%s", course->plan->deep->check_name,
		!size.value && !size.entries ? " (empty)" : "");
	step = oa_course_find(course, OA_CODE_NAME_NOT_IN_ADDRESS_BOOK, &facts);
	if (!size.value)
		oa_step_detail(
			step, "entries in the global address list: %u", size.entries);
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result look_up(struct oa_course *course,
	const struct oa_ndr_handle *handle, enum oa_nspi_match *ret_match)
{
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_nspi_resolved resolved;
	enum oa_rpc_result result;
	struct oa_error error = {0};

	course->phase = "NspiResolveNamesW";
	if (oa_nspi_write_resolve(
		    &stub, handle, course->plan->deep->check_name, &error) < 0)
		return oa_course_break_reply(course, &error);
	result = call(course, course->phase, OA_NSPI_RESOLVE_NAMES_W, &stub);
	if (result != OA_RPC_DONE)
		return result;
	if (oa_nspi_parse_resolve(reply_of(course)->stub, reply_of(course)->len,
		    &resolved, &error) < 0)
		return oa_course_break_reply(course, &error);
	if (resolved.value && resolved.value != OA_NSPI_ERRORS_RETURNED)
		return oa_course_judge_value(course, resolved.value);
	*ret_match = resolved.match;
	return resolved.match == OA_NSPI_NOBODY ? find_nobody(course, handle)
						: OA_RPC_DONE;
}

static enum oa_rpc_result close_session(
	struct oa_course *course, const struct oa_ndr_handle *handle)
{
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_rpc_request request = {
		.name = "NspiUnbind", .opnum = OA_NSPI_UNBIND, .stub = &stub};
	enum oa_rpc_result result;
	struct oa_error error = {0};
	uint32_t value;

	oa_nspi_write_unbind(&stub, handle);
	result = oa_course_exchange(course, &request);
	if (result != OA_RPC_DONE)
		return result;
	if (request.outcome.answer != OA_RPC_ACCEPTED)
		return oa_course_find_unclean(
			course, OA_STATUS_RPC, request.outcome.number);
	if (oa_nspi_parse_unbind(
		    reply_of(course)->stub, reply_of(course)->len, &value, &error) < 0)
		return oa_course_break_reply(course, &error);
	return value == OA_NSPI_UNBOUND
		       ? OA_RPC_DONE
		       : oa_course_find_unclean(course, OA_STATUS_STORE, value);
}

/* Closes a session of which something worse has been told than how it ends; a server
 * that was too slow may still take the call. */
static void abandon_session(
	struct oa_course *course, const struct oa_ndr_handle *handle)
{
	struct oa_attempt *attempt = course->attempt;
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));
	struct oa_rpc_outcome outcome;

	if (attempt->vconn.end != OA_VCONN_GOES_ON &&
		attempt->vconn.end != OA_VCONN_TIMEOUT)
		return;
	attempt->vconn.end = OA_VCONN_GOES_ON;
	oa_nspi_write_unbind(&stub, handle);
	(void)oa_rpc_call(&attempt->rpc, OA_NSPI_UNBIND, stub.data, stub.len,
		course->until, &outcome, NULL);
}

static void describe(
	const struct oa_course *course, double seconds, enum oa_nspi_match match)
{
	struct oa_report *report = oa_course_report(course);
	const char *subject = course->attempt->subject;
	const char *name = course->plan->deep->check_name;

	oa_report_ok(report, OA_HOP_BIND, subject, -1, "NspiBind answered");
	if (name)
		oa_report_ok(report, OA_HOP_MAILBOX, subject, seconds,
			match == OA_NSPI_ONE ? "%s is in the address book"
					     : "several are called %s",
			name);
	else
		oa_report_ok(report, OA_HOP_MAILBOX, subject, seconds,
			"the address book opens");
}

static enum oa_rpc_result use_session(struct oa_course *course,
	const struct oa_ndr_handle *handle, enum oa_nspi_match *ret_match)
{
	return course->plan->deep->check_name ? look_up(course, handle, ret_match)
					      : OA_RPC_DONE;
}

enum oa_rpc_result oa_address_book_test(struct oa_course *course)
{
	struct oa_deadline until = course->until;
	enum oa_nspi_match match = OA_NSPI_ONE;
	int64_t start_us = oa_now_us();
	struct oa_ndr_handle handle;
	enum oa_rpc_result result;
	double seconds;

	course->until = oa_deadline_share(until, WAY_SHARE);
	result = open_session(course, &handle);
	if (result != OA_RPC_DONE)
		return result;
	result = use_session(course, &handle, &match);
	seconds = oa_seconds_since(start_us);
	oa_report_value(oa_course_report(course), "addressbook_time", seconds);
	if (result == OA_RPC_DONE)
		describe(course, seconds, match);
	course->until = until;
	if (result == OA_RPC_DONE)
		return close_session(course, &handle);
	abandon_session(course, &handle);
	return result;
}
