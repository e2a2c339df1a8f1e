/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/referral.h"
#include "common/base/text.h"
#include "common/probe/attempttry.h"
#include "common/rpc/rfr.h"
#include "common/rpc/status.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* The longest DN and all other arguments. */
#define STUB_MAX 2048

/* The name server has this share of the time left, the proxy the rest. */
#define DNS_SHARE 0.4

/* Endpoints at which a name is tried: where an address book, where a store is. */
#define PORT_NSPI   6004
#define PORT_EMSMDB 6001

/* A name that was given as answer, and where it leads in words. */
struct referred {
	struct oa_rfr_name name;
	char way[100];
};

/* One question and its reply. */
struct question {
	const char *operation; /* for people */
	uint16_t opnum;
	int (*parse)(const void *stub, size_t len, struct oa_rfr_name *ret_name,
		struct oa_error *err);
};

static enum oa_rpc_result find(
	struct oa_course *course, const char *server, const char *reason)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "target", "%s", course->attempt->query);
	oa_facts_set(&facts, "server", "%s", server);
	oa_facts_set(&facts, "reason", "%s", reason);
	step = oa_report_find(oa_course_report(course), OA_CODE_REFERRAL_FAILED,
		course->attempt->subject, &facts);
	oa_step_detail(step, "answer of %s", course->phase);
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result judge_value(struct oa_course *course, uint32_t value)
{
	char reason[160], text[120];

	if (oa_course_wants_logon(course, value))
		return OA_RPC_WANTS_LOGON;
	oa_status_describe(OA_STATUS_STORE, value, text, sizeof(text));
	snprintf(reason, sizeof(reason), "%s returned %s", course->phase, text);
	return find(course, "nobody", reason);
}

static enum oa_rpc_result ask(struct oa_course *course, const struct question *question,
	const struct oa_writer *stub, struct oa_rfr_name *ret_name)
{
	const struct oa_reply *reply = &course->attempt->rpc.reply;
	struct oa_rpc_request request = {
		.name = question->operation, .opnum = question->opnum, .stub = stub};
	enum oa_rpc_result result = oa_course_call(course, &request);
	struct oa_error error = {0};

	if (result != OA_RPC_DONE)
		return result;
	if (question->parse(reply->stub, reply->len, ret_name, &error) < 0)
		return oa_course_break_reply(course, &error);
	if (ret_name->value)
		return judge_value(course, ret_name->value);
	oa_seen_add_name(&oa_course_report(course)->seen, ret_name->name,
		strlen(ret_name->name));
	return ret_name->name[0] ? OA_RPC_DONE
				 : find(course, "nobody", "the answer is empty");
}

static enum oa_rpc_result ask_address_book(
	struct oa_course *course, struct oa_rfr_name *ret_name)
{
	static const struct question question = {
		"RfrGetNewDSA", OA_RFR_GET_NEW_DSA, oa_rfr_parse_new_dsa};
	const char *mailbox_dn = course->plan->deep->mailbox_dn;
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));

	oa_rfr_write_new_dsa(&stub, mailbox_dn ? mailbox_dn : "");
	return ask(course, &question, &stub, ret_name);
}

static enum oa_rpc_result ask_server(
	struct oa_course *course, const char *server_dn, struct oa_rfr_name *ret_name)
{
	static const struct question question = {"RfrGetFQDNFromServerDN",
		OA_RFR_GET_FQDN_FROM_SERVER_DN, oa_rfr_parse_fqdn};
	uint8_t bytes[STUB_MAX];
	struct oa_writer stub = oa_writer(bytes, sizeof(bytes));

	oa_rfr_write_fqdn(&stub, server_dn);
	return ask(course, &question, &stub, ret_name);
}

/* Names of a mailbox (guid@domain) are known to the proxy alone, and behind a forward
 * proxy no name is looked up here. */
static bool resolves(
	const struct oa_course *course, struct referred *given, struct oa_error *err)
{
	const char *name = given->name.name;
	const struct oa_target *target = course->attempt->front->target;
	const struct oa_dns_query query = {.host = name,
		.family = AF_UNSPEC,
		.resolver = target->resolvers.item,
		.resolver_count = target->resolvers.count};
	struct oa_dns_answer answer;

	if (strchr(name, '@') || target->forward_proxy) {
		oa_fail(err, OA_LAYER_DNS, 0, "not looked up");
		return false;
	}
	if (oa_dns_resolve(&query, oa_deadline_share(course->until, DNS_SHARE), &answer,
		    err) < 0)
		return false;
	snprintf(given->way, sizeof(given->way), "%s in DNS", answer.address[0]);
	return true;
}

/* Returns true if a tunnel to the name opens; else puts the reason into buffer. */
static bool is_accepted(const struct oa_course *course, const char *name, uint16_t port,
	char *buffer, size_t size)
{
	struct oa_attempt *attempt = oa_attempt_try(
		course->attempt->front, name, port, course->until);
	bool is_open = attempt && attempt->reach == OA_REACH_OPEN;

	if (attempt && attempt->reach == OA_REACH_UNAVAILABLE)
		snprintf(buffer, size, "RPC Error %x", attempt->refusal);
	else
		snprintf(buffer, size, "no tunnel to port %u", port);
	oa_attempt_free(attempt);
	return is_open;
}

/* A client connects to the name itself or has the proxy do it. */
static enum oa_rpc_result follow(
	struct oa_course *course, struct referred *given, uint16_t port)
{
	const char *name = given->name.name;
	char reason[400], refusal[64];
	struct oa_error error = {0};

	snprintf(given->way, sizeof(given->way), "the same server");
	if (!strcasecmp(name, course->attempt->server) ||
		resolves(course, given, &error))
		return OA_RPC_DONE;
	snprintf(given->way, sizeof(given->way), "known to the proxy");
	if (is_accepted(course, name, port, refusal, sizeof(refusal)))
		return OA_RPC_DONE;
	snprintf(reason, sizeof(reason), "DNS: %s; proxy: %s", error.text, refusal);
	return find(course, name, reason);
}

static bool is_dn(const char *name)
{
	return !strncasecmp(name, "/o=", 3);
}

/* Asks for the name behind a DN, which takes the place of the DN. */
static enum oa_rpc_result translate(
	struct oa_course *course, const char *server_dn, struct referred *server)
{
	enum oa_rpc_result result = ask_server(course, server_dn, &server->name);

	return result == OA_RPC_DONE ? follow(course, server, PORT_EMSMDB) : result;
}

/* ", server: EX1.lab.test (10.0.0.5 in DNS)"; nothing for a name that is not there. */
static void tell(
	char *buffer, size_t size, const char *what, const struct referred *given)
{
	if (!given->name.name[0])
		return;
	oa_append(buffer, size, "%s%s: %s", buffer[0] ? ", " : "", what,
		given->name.name);
	if (given->way[0])
		oa_append(buffer, size, " (%s)", given->way);
}

static void describe(const struct oa_course *course, const struct referred *book,
	const struct referred *server, double seconds)
{
	struct oa_report *report = oa_course_report(course);
	const char *subject = course->attempt->subject;
	char text[480] = "";

	tell(text, sizeof(text), "address book", book);
	tell(text, sizeof(text), "server", server);
	oa_report_value(report, "referral_time", seconds);
	oa_report_ok(report, OA_HOP_BIND, subject, -1, "%s answered", course->phase);
	oa_report_ok(report, OA_HOP_MAILBOX, subject, seconds, "%s", text);
}

enum oa_rpc_result oa_referral_test(struct oa_course *course)
{
	const char *server_dn = course->plan->deep->server_dn;
	struct referred book = {0}, server = {0};
	int64_t start_us = oa_now_us();
	enum oa_rpc_result result = ask_address_book(course, &book.name);

	if (result != OA_RPC_DONE)
		return result;
	if (!server_dn && is_dn(book.name.name))
		server_dn = book.name.name;
	if (!is_dn(book.name.name))
		result = follow(course, &book, PORT_NSPI);
	if (result == OA_RPC_DONE && server_dn)
		result = translate(course, server_dn, &server);
	if (result == OA_RPC_DONE)
		describe(course, &book, &server, oa_seconds_since(start_us));
	return result;
}
