/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dnsfail.h"
#include "common/base/text.h"

#include <arpa/nameser.h>
#include <stdbool.h>
#include <sys/socket.h>

/* What a resolver that is in order needs at most for one more question. */
#define PROOF_SECONDS 1.0

/* One question whose answer is worth its status alone. */
struct question {
	size_t open;
	int status;
};

static void on_status(
	void *data, int status, int timeouts, unsigned char *reply, int len)
{
	struct question *question = data;

	(void)timeouts;
	(void)reply;
	(void)len;
	question->status = status;
	question->open = 0;
}

static int ask(
	ares_channel channel, const char *name, int type, struct oa_deadline until)
{
	struct question question = {.open = 1};

	ares_query(channel, name, C_IN, type, on_status, &question);
	oa_dns_wait(channel, &question.open, &until);
	if (!question.open)
		return question.status;
	ares_cancel(channel);
	return ARES_ETIMEOUT;
}

/* As ask() over a channel of its own, to which an answer that reports an error is
 * one: c-ares goes on to the next resolver otherwise, and then calls it a refused
 * connection. */
static int ask_plainly(const char *const *resolver, size_t count, const char *name,
	int type, struct oa_deadline until)
{
	ares_channel channel;
	int status;

	if (oa_dns_open(resolver, count, ARES_FLAG_NOCHECKRESP, &channel, NULL) < 0)
		return ARES_ENOMEM;
	status = ask(channel, name, type, until);
	ares_destroy(channel);
	return status;
}

const char *oa_dns_type_name(int family)
{
	return family == AF_INET ? "A" : "AAAA";
}

static int type_of(int family)
{
	return family == AF_INET ? T_A : T_AAAA;
}

static enum oa_dns_failure failure_of(int status)
{
	switch (status) {
	case ARES_ENOTFOUND:
		return OA_DNS_NO_NAME;
	case ARES_ENODATA:
	case ARES_SUCCESS:
		return OA_DNS_NO_ADDRESS;
	default:
		return OA_DNS_RESOLVER;
	}
}

/* What counts is the failure that leaves most open; of two broken answers the one
 * that says more than silence does. */
static const struct oa_dns_outcome *decisive(
	const struct oa_dns_outcome *outcomes, size_t count)
{
	const struct oa_dns_outcome *most = &outcomes[0];

	for (size_t i = 1; i < count; i++) {
		enum oa_dns_failure failure = failure_of(outcomes[i].status);

		if (failure > failure_of(most->status) ||
			(failure == OA_DNS_RESOLVER && most->status == ARES_ETIMEOUT))
			most = &outcomes[i];
	}
	return most;
}

static int explain_no_address(const struct oa_dns_query *query, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_ADDRESS, "no %s record",
		query->family == AF_UNSPEC ? "A or AAAA"
					   : oa_dns_type_name(query->family));
}

/* An alias makes rcode 3 speak of its target. */
static int explain_no_name(ares_channel channel, const struct oa_dns_query *query,
	struct oa_deadline until, struct oa_error *err)
{
	if (ask(channel, query->host, T_CNAME, until) == ARES_SUCCESS)
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_ADDRESS,
			"its CNAME leads to a name that does not exist");
	return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_NAME, "no such name");
}

/* Counts the resolvers that fail for the name and know the root zone: what they
 * have in common is the zone of the name. */
static size_t count_witnesses(const struct oa_dns_resolver *resolvers, size_t count,
	const struct oa_dns_query *query, int type, struct oa_deadline until)
{
	size_t witnesses = 0;

	for (size_t i = 0; i < count; i++) {
		const char *resolver = resolvers[i].text;
		struct oa_deadline step = oa_deadline_step(until, PROOF_SECONDS);

		if (ask_plainly(&resolver, 1, query->host, type, step) ==
				ARES_ESERVFAIL &&
			ask_plainly(&resolver, 1, ".", T_NS,
				oa_deadline_step(until, PROOF_SECONDS)) == ARES_SUCCESS)
			witnesses++;
	}
	return witnesses;
}

static void append_resolvers(
	char *text, size_t size, const struct oa_dns_resolver *resolvers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		oa_append(text, size, "%s%s", i ? ", " : " from ", resolvers[i].text);
}

int oa_dns_explain_resolver(ares_channel channel, const struct oa_dns_query *query,
	int type, int status, const char *alone, struct oa_deadline until,
	struct oa_error *err)
{
	struct oa_dns_resolver resolvers[OA_DNS_RESOLVERS_MAX];
	size_t count = oa_dns_resolvers(channel, resolvers), witnesses = 0;
	char text[300] = "";

	if (status == ARES_ECONNREFUSED)
		status = ask_plainly(query->resolver, query->resolver_count,
			query->host, type, until);
	if (status == ARES_ESERVFAIL && count > 1)
		witnesses = count_witnesses(resolvers, count, query, type, until);
	if (witnesses > 1)
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_ZONE, "%zu", witnesses);
	oa_append(text, sizeof(text), "%s", oa_dns_status_text(status));
	append_resolvers(text, sizeof(text), resolvers, count);
	if (alone)
		oa_append(text, sizeof(text), " for %s alone", alone);
	return oa_fail(err, OA_LAYER_DNS, OA_DNS_RESOLVER, "%s", text);
}

int oa_dns_explain(ares_channel channel, const struct oa_dns_query *query,
	const struct oa_dns_outcome *outcomes, size_t count, struct oa_deadline until,
	struct oa_error *err)
{
	const struct oa_dns_outcome *outcome = decisive(outcomes, count);
	bool is_alone = false;

	switch (failure_of(outcome->status)) {
	case OA_DNS_NO_NAME:
		return explain_no_name(channel, query, until, err);
	case OA_DNS_NO_ADDRESS:
		return explain_no_address(query, err);
	default:
		break;
	}
	for (size_t i = 0; i < count; i++)
		if (failure_of(outcomes[i].status) != OA_DNS_RESOLVER)
			is_alone = true;
	return oa_dns_explain_resolver(channel, query, type_of(outcome->family),
		outcome->status, is_alone ? oa_dns_type_name(outcome->family) : NULL,
		until, err);
}
