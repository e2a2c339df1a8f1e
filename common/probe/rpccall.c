/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpccall.h"
#include "common/probe/addressbook.h"
#include "common/probe/mailbox.h"
#include "common/probe/referral.h"
#include "common/probe/rpcbind.h"
#include "common/probe/rpcping.h"

enum oa_rpc_result oa_rpc_carry_out(struct oa_attempt *attempt,
	const struct oa_rpc_plan *plan, struct oa_deadline until)
{
	struct oa_course course = {.attempt = attempt, .plan = plan, .until = until};
	struct oa_report *report = attempt->front->report;
	enum oa_rpc_result result;

	oa_report_wait(report, "the bind at %s", attempt->query);
	result = oa_course_bind(&course);
	if (result != OA_RPC_DONE || course.is_unbound)
		return result;
	oa_report_wait(report, "the call at %s", attempt->query);
	switch (plan->depth) {
	case OA_DEPTH_CALL:
		return oa_course_ping(&course);
	case OA_DEPTH_REFERRAL:
		return oa_referral_test(&course);
	case OA_DEPTH_ADDRESS_BOOK:
		return oa_address_book_test(&course);
	case OA_DEPTH_LOGON:
		return oa_mailbox_test(&course);
	default:
		return OA_RPC_DONE;
	}
}
