/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/branch.h"
#include "common/probe/budget.h"
#include "common/probe/frontopen.h"

#include <stdlib.h>

/* Everything that is shared is only read from now on; the TLS sessions and tickets
 * are not, so each branch has its own. */
static void fork_front(
	const struct oa_front *from, struct oa_report *report, struct oa_front *front)
{
	*front = *from;
	front->report = report;
	/* the lock stays where it is; that a password must not be sent is known */
	front->budget = (struct oa_budget){
		.is_begun = from->budget.is_begun && !from->budget.may_go};
	front->tickets = NULL;
	front->on_accepted = NULL;
	front->service[0] = '\0';
	/* without a ticket of its own Negotiate would be NTLM */
	if (from->service[0])
		front->scheme = 0;
	front->sessions = curl_share_init();
	if (front->sessions)
		curl_share_setopt(
			front->sessions, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	front->how.sessions = front->sessions;
	if (front->trust)
		X509_STORE_up_ref(front->trust);
	for (size_t i = 0; i < front->dns.count; i++)
		front->addresses[i] = front->dns.address[i];
	front->how.address = front->addresses;
}

static struct oa_report *fork_report(const struct oa_report *from)
{
	struct oa_report *report = malloc(sizeof(*report));

	if (!report)
		return NULL;
	oa_report_init(report);
	report->facts = from->facts;
	report->has_timeout_state = from->has_timeout_state;
	report->timeout_state = from->timeout_state;
	report->is_tracing = from->is_tracing;
	return report;
}

static void *run(void *data)
{
	struct oa_branch *branch = data;

	branch->work(branch);
	return NULL;
}

static int prepare(struct oa_branch *branch, const struct oa_front *front)
{
	branch->report = fork_report(front->report);
	if (!branch->report)
		return -1;
	fork_front(front, branch->report, &branch->front);
	return 0;
}

int oa_branch_run(struct oa_branch *branch, struct oa_front *front)
{
	if (prepare(branch, front) < 0)
		return -1;
	oa_budget_pause(front);
	branch->work(branch);
	oa_budget_end(&branch->front);
	return 0;
}

int oa_branch_start(struct oa_branch *branch, const struct oa_front *front)
{
	if (prepare(branch, front) < 0)
		return -1;
	branch->is_running = pthread_create(&branch->thread, NULL, run, branch) == 0;
	if (!branch->is_running)
		branch->work(branch);
	return 0;
}

void oa_branch_drop(struct oa_branch *branch)
{
	if (branch->report) {
		oa_front_free(&branch->front);
		oa_report_free(branch->report);
		free(branch->report);
	}
	*branch = (struct oa_branch){0};
}

void oa_branch_join(struct oa_branch *branch, struct oa_report *report, unsigned number,
	const char *name)
{
	if (branch->is_running)
		pthread_join(branch->thread, NULL);
	branch->is_running = false;
	if (!branch->report)
		return;
	oa_report_absorb(report, branch->report, number, name);
	oa_front_free(&branch->front);
	free(branch->report);
	branch->report = NULL;
}
