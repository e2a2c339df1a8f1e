/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/verdict6ba.h"
#include "common/base/text.h"
#include "common/probe/extended.h"
#include "common/rpc/status.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NO_LIST "nothing answers there, since Exchange 2013 and later forbid no port"

/* A code, and how sure it is in a few words. */
struct verdict {
	enum oa_code code;
	const char *sureness; /* "certain", "likely", "undecided" */
	char why[200];
};

static bool is_resolution(const struct oa_6ba *e)
{
	const struct oa_eeinfo_record *record;

	return oa_eeinfo_cause(&e->refusal->eeinfo, &record) == OA_EEINFO_UNRESOLVED;
}

/* The name that the server gives itself, in its short form or whole. */
static bool is_its_own_name(const struct oa_6ba *e, const char *name)
{
	const char *computer = e->refusal->computer;
	size_t len = strlen(computer);

	return len && !strncasecmp(name, computer, len) &&
	       (!name[len] || name[len] == '.');
}

static struct verdict by_record(const struct oa_6ba *e)
{
	const struct oa_eeinfo_record *record = e->record;
	struct verdict verdict = {.sureness = "certain"};

	if (is_resolution(e))
		verdict.code = OA_CODE_RPC_TARGET_UNRESOLVABLE;
	else if (e->open_ports[0])
		verdict.code = oa_code_of_port(e->refusal->port);
	else
		verdict.code = OA_CODE_RPC_TARGET_UNREACHABLE;
	snprintf(verdict.why, sizeof(verdict.why), "EEInfo says %s (%u)",
		oa_eeinfo_status_text(record->status), record->status);
	return verdict;
}

/* What is left where no list of ports can refuse a name. */
static enum oa_code code_without_list(const struct oa_6ba *e)
{
	return e->open_ports[0] ? oa_code_of_port(e->refusal->port)
				: OA_CODE_RPC_TARGET_UNREACHABLE;
}

/* A name that the server bears, or that of the front end: the argument was wrong. */
static struct verdict by_name(const struct oa_6ba *e)
{
	bool is_wrong = !strcasecmp(e->server, e->host) ||
			is_its_own_name(e, e->alternative);
	struct verdict verdict = {
		.sureness = "certain", .code = OA_CODE_RPC_TARGET_NOT_ALLOWED};

	if (is_wrong)
		verdict.code = OA_CODE_RPC_TARGET_INVALID;
	else if (e->refusal->is_exchange)
		verdict = (struct verdict){
			.sureness = "likely", .code = code_without_list(e)};
	snprintf(verdict.why, sizeof(verdict.why), "%s is accepted", e->alternative);
	return verdict;
}

/* Other ports of the name open, so the name is good. */
static struct verdict by_neighbour(const struct oa_6ba *e)
{
	struct verdict verdict = {
		.sureness = "likely", .code = oa_code_of_port(e->refusal->port)};
	double ms = e->delay * 1000;

	if (e->refusal->is_exchange) {
		snprintf(verdict.why, sizeof(verdict.why), NO_LIST);
	} else if (e->delay < e->fast) {
		verdict.code = OA_CODE_RPC_TARGET_NOT_ALLOWED;
		snprintf(verdict.why, sizeof(verdict.why),
			"%.0f ms above an echo is too fast for a connect", ms);
	} else if (e->delay >= e->slow) {
		snprintf(verdict.why, sizeof(verdict.why),
			"%.0f ms above an echo, so a connect was tried", ms);
	} else {
		verdict.sureness = "undecided";
		snprintf(verdict.why, sizeof(verdict.why),
			"%.0f ms above an echo: service down, or port not in "
			"ValidPorts",
			ms);
	}
	return verdict;
}

static struct verdict by_time(const struct oa_6ba *e)
{
	struct verdict verdict = {.sureness = "likely"};
	double ms = e->delay * 1000;

	if (e->delay >= e->slow) {
		verdict.code = OA_CODE_RPC_TARGET_UNREACHABLE;
		snprintf(verdict.why, sizeof(verdict.why),
			"%.0f ms above an echo, so a connect was tried", ms);
	} else {
		verdict.code = OA_CODE_RPC_SERVER_UNAVAILABLE;
		verdict.sureness = "undecided";
		snprintf(verdict.why, sizeof(verdict.why), "%.0f ms above an echo: %s",
			ms,
			e->refusal->is_exchange
				? "services down, or no server of this name"
				: "not reachable, or not in ValidPorts");
	}
	return verdict;
}

static struct verdict judge(const struct oa_6ba *e)
{
	struct verdict verdict;

	if (e->record)
		return by_record(e);
	if (e->alternative)
		return by_name(e);
	verdict = e->open_ports[0] ? by_neighbour(e) : by_time(e);
	if (e->refusal->number != OA_STATUS_ACCESS_DENIED ||
		verdict.code == OA_CODE_RPC_TARGET_NOT_ALLOWED)
		return verdict;
	/* 5 says of itself that it is a matter of rights */
	return (struct verdict){.code = OA_CODE_RPC_PROXY_ACCESS_DENIED};
}

static void set_facts(struct oa_facts *facts, const struct oa_6ba *e, enum oa_code code)
{
	const struct oa_refusal *refusal = e->refusal;

	oa_facts_set(facts, "target", "%s:%u", e->server, refusal->port);
	oa_facts_set(facts, "code", "%x", refusal->number);
	if (code == OA_CODE_RPC_TARGET_UNRESOLVABLE)
		oa_facts_set(facts, "code", "%u at location %u", e->record->status,
			e->record->location);
	oa_facts_set(facts, "ms", "%.0f", refusal->seconds * 1000);
	oa_facts_set(facts, "list", "%s", e->open_ports);
	oa_facts_set(facts, "reason",
		e->alternative ? "0x%x, while %s is accepted" : "0x%x%s",
		refusal->number, e->alternative ? e->alternative : "");
}

static void say_how_sure(struct oa_step *step, const struct verdict *verdict)
{
	if (!verdict->sureness)
		return;
	oa_append(step->text, sizeof(step->text), "; %s: %s", verdict->sureness,
		verdict->why);
	if (!strcmp(verdict->sureness, "undecided") &&
		verdict->code != OA_CODE_RPC_SERVER_UNAVAILABLE)
		oa_append(step->hint, sizeof(step->hint),
			"; if it runs: ValidPorts of the proxy (2007, 2010)");
}

/* What was waited for is the endpoint, whatever else was tried until it is judged. */
static void book_time(struct oa_step *step, const struct oa_refusal *refusal)
{
	step->seconds = (double)(refusal->end_us - refusal->start_us) / 1e6;
	step->end_us = refusal->end_us;
}

void oa_6ba_record(struct oa_report *report, const struct oa_6ba *evidence)
{
	const struct oa_refusal *refusal = evidence->refusal;
	struct oa_build front_end = oa_build_of_front_end();
	struct verdict verdict = judge(evidence);
	struct oa_facts facts = {0};
	struct oa_step *step;
	char subject[8];

	snprintf(subject, sizeof(subject), "%u", refusal->port);
	set_facts(&facts, evidence, verdict.code);
	step = oa_report_find(report, verdict.code, subject, &facts);
	say_how_sure(step, &verdict);
	book_time(step, refusal);
	if (refusal->is_exchange)
		oa_build_narrow(&front_end, step->hint);
	oa_step_detail(step, "RPC Error: %x after %.0f ms, %.0f ms above an echo",
		refusal->number, refusal->seconds * 1000, evidence->delay * 1000);
	if (refusal->again_seconds > 0)
		oa_step_detail(step, "a second tunnel was refused after %.0f ms",
			refusal->again_seconds * 1000);
	oa_extended_describe(step, &refusal->eeinfo, refusal->eeinfo_trouble);
	if (evidence->open_ports[0])
		oa_step_detail(step, "open: %s", evidence->open_ports);
}
