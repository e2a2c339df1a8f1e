/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/resolve.h"
#include "common/base/text.h"
#include "common/net/network.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static void find_failure(struct oa_report *report, const struct oa_error *error)
{
	static const enum oa_code codes[] = {
		[OA_DNS_NO_NAME] = OA_CODE_DNS_NO_RECORD,
		[OA_DNS_NO_ADDRESS] = OA_CODE_DNS_NO_ADDRESS,
		[OA_DNS_RESOLVER] = OA_CODE_DNS_RESOLVER_FAILED,
		[OA_DNS_ZONE] = OA_CODE_DNS_ZONE_BROKEN,
	};
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_facts_set(&facts, "n", "%s", error->text);
	oa_facts_set(&facts, "phase", "dns");
	if (error->layer == OA_LAYER_DNS)
		oa_report_find(report, codes[error->number], NULL, &facts);
	else if (error->layer == OA_LAYER_USAGE)
		oa_report_find(report, OA_CODE_BAD_USAGE, NULL, &facts);
	else
		oa_report_find(report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
}

static void describe(const struct oa_target *target, struct oa_report *report,
	const struct oa_dns_answer *answer, double seconds)
{
	char list[512] = "";
	struct oa_step *step;

	for (size_t i = 0; i < answer->count; i++)
		oa_append(
			list, sizeof(list), "%s%s", i ? ", " : "", answer->address[i]);
	oa_report_value(report, "dns_time", seconds);
	step = oa_report_ok(
		report, OA_HOP_DNS, NULL, seconds, "%s -> %s", target->host, list);
	if (answer->note[0])
		oa_step_detail(step, "%s", answer->note);
}

static bool is_listed(const struct oa_strings *blocks, const char *address)
{
	struct oa_network network;

	for (size_t i = 0; i < blocks->count; i++)
		if (oa_network_parse(blocks->item[i], &network) &&
			oa_network_has(&network, address))
			return true;
	return false;
}

/* An address that is named may be private or public as it likes. */
static const char *objection(const struct oa_target *target, const char *address)
{
	bool is_private = oa_address_is_private(address);

	if (target->expected.count)
		return is_listed(&target->expected, address)
			       ? NULL
			       : "not what --expect-address says";
	if (target->is_inside && !is_private)
		return "public, where --inside expects a private one";
	if (target->is_outside && is_private)
		return "private, where --outside expects a public one";
	return NULL;
}

void oa_resolve_judge(const struct oa_target *target, const char *name,
	struct oa_report *report, const struct oa_dns_answer *answer)
{
	char list[200] = "";
	struct oa_facts facts = {0};
	struct oa_step *step;

	for (size_t i = 0; i < answer->count; i++)
		if (objection(target, answer->address[i]))
			oa_append(list, sizeof(list), "%s%s", list[0] ? ", " : "",
				answer->address[i]);
	if (!list[0])
		return;
	oa_facts_set(&facts, "ip", "%s", list);
	if (name)
		oa_facts_set(&facts, "host", "%s", name);
	step = oa_report_find(report, OA_CODE_DNS_ADDRESS_UNEXPECTED, name, &facts);
	for (size_t i = 0; i < answer->count; i++)
		if (objection(target, answer->address[i]))
			oa_step_detail(step, "%s: %s", answer->address[i],
				objection(target, answer->address[i]));
}

static int ask(const struct oa_target *target, struct oa_deadline until,
	struct oa_dns_answer *ret_answer, struct oa_error *err)
{
	struct oa_dns_query query = {
		.host = target->address ? target->address : target->host,
		.family = target->only_ipv4   ? AF_INET
			  : target->only_ipv6 ? AF_INET6
					      : AF_UNSPEC,
		.resolver = target->resolvers.item,
		.resolver_count = target->resolvers.count};

	return oa_dns_resolve(&query, until, ret_answer, err);
}

static void keep_one(struct oa_dns_answer *answer, const char *address)
{
	*answer = (struct oa_dns_answer){.count = 1, .is_literal = true};
	snprintf(answer->address[0], sizeof(answer->address[0]), "%s", address);
}

int oa_resolve(const struct oa_target *target, struct oa_report *report,
	struct oa_deadline until, struct oa_dns_answer *ret_answer)
{
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	*ret_answer = (struct oa_dns_answer){.count = 0};
	if (target->forward_proxy)
		return 0;
	oa_report_wait(report, "the address of %s", target->host);
	if (target->answer) {
		*ret_answer = *target->answer;
		describe(target, report, ret_answer, target->answer_seconds);
	} else if (ask(target, until, ret_answer, &error) < 0) {
		find_failure(report, &error);
		return -1;
	} else {
		describe(target, report, ret_answer, oa_seconds_since(start_us));
	}
	if (target->answer || !target->address)
		oa_resolve_judge(target, NULL, report, ret_answer);
	if (target->address)
		keep_one(ret_answer, target->address);
	return 0;
}
