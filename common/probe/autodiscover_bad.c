/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_bad.h"
#include "common/base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const hints[OA_AD_FAULTS] = {
	[OA_AD_OTHER] =
		"look at MSExchangeAutodiscoverAppPool and at the Autodiscover "
		"directory of the server that answers; a device before it may have "
		"written the answer",
	[OA_AD_LOOP] = "one of the names that redirect to each other has to answer "
		       "itself: look at the redirects of the web server and of devices "
		       "before it",
	[OA_AD_MANY] = "let the first redirect lead to the last place at once",
	[OA_AD_PLAIN] = "let the redirect lead to https: clients do not follow one to "
			"plain http",
	[OA_AD_LOCATION] = "correct the redirect: clients need a whole https URL in it",
	[OA_AD_ADDRESS] = "correct the address that the mailbox is redirected to: "
			  "Get-RemoteMailbox, RemoteRoutingAddress; Get-MailUser, "
			  "ExternalEmailAddress",
	[OA_AD_STOPPED_POOL] = "Start-WebAppPool MSExchangeAutodiscoverAppPool; if it "
			       "stops again the event logs of the server say why",
	[OA_AD_NO_POX] =
		"what answers behind the logon is not autodiscover: look for a "
		"device or a portal before Exchange, else at the Autodiscover "
		"directory",
	[OA_AD_TARGET] =
		"correct the SRV record: the port, 443, and the name of a host; "
		"for no such service at all its target is \".\"",
};

bool oa_adbad_tell_address(const struct oa_adrun *run, struct oa_step *step)
{
	if (!strcasecmp(run->address, run->plan->address))
		return false;
	/* the same finding may come twice */
	if (strstr(step->text, " is sent on to "))
		return true;
	oa_append(step->text, sizeof(step->text), " (%s is sent on to %s)",
		run->plan->address, run->address);
	return true;
}

void oa_adbad_find(struct oa_adrun *run)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "url", "%s", run->bad_url);
	oa_facts_set(&facts, "reason", "%s", run->bad_text);
	step = oa_report_find(
		run->front->report, OA_CODE_AUTODISCOVER_BAD_ANSWER, NULL, &facts);
	snprintf(step->hint, sizeof(step->hint), "%s", hints[run->bad_fault]);
	oa_adbad_tell_address(run, step);
}
