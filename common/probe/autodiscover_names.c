/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_names.h"
#include "common/base/text.h"
#include "common/probe/resolve.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* A connect to one address of several. */
#define ALIVE_SECONDS_MIN 0.3
#define ALIVE_SECONDS_MAX 1.5

#define LOOKUPS 4

static struct oa_dns_query query_for(const struct oa_front *front, const char *host)
{
	const struct oa_target *target = front->target;

	return (struct oa_dns_query){.host = host,
		.family = target->only_ipv4   ? AF_INET
			  : target->only_ipv6 ? AF_INET6
					      : AF_UNSPEC,
		.resolver = target->resolvers.item,
		.resolver_count = target->resolvers.count};
}

static void list_addresses(const struct oa_dns_answer *dns, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (size_t i = 0; i < dns->count; i++)
		oa_append(buffer, size, "%s%s", i ? ", " : "", dns->address[i]);
}

static void describe(
	struct oa_front *front, const struct oa_adname *name, double seconds)
{
	char list[400];
	struct oa_step *step;

	list_addresses(&name->dns, list, sizeof(list));
	if (name->error.layer != OA_LAYER_NONE) {
		oa_report_ok(front->report, OA_HOP_DNS, name->host, seconds, "%s%s: %s",
			name->host, name->aliases, name->error.text);
		return;
	}
	step = oa_report_ok(front->report, OA_HOP_DNS, name->host, seconds,
		"%s%s -> %s", name->host, name->aliases, list);
	if (name->dns.note[0])
		oa_step_detail(step, "%s", name->dns.note);
}

/* Resolvers answer to aliases that lead in a circle as each of them likes. */
static void find_aliases(const struct oa_dns_query *query, struct oa_adname *name,
	struct oa_deadline until)
{
	bool is_endless = oa_dns_find_aliases(
		query, until, name->aliases, sizeof(name->aliases));

	if (is_endless && name->error.layer != OA_LAYER_NONE)
		oa_fail(&name->error, OA_LAYER_DNS, OA_DNS_NO_ADDRESS,
			"its CNAME leads in a circle");
}

static void find_name(
	struct oa_front *front, struct oa_adname *name, struct oa_deadline until)
{
	struct oa_dns_query query = query_for(front, name->host);
	int64_t start_us = oa_now_us();

	if (front->target->forward_proxy)
		return;
	if (!strcasecmp(name->host, front->target->host) && front->dns.count) {
		name->dns = front->dns;
		return;
	}
	oa_dns_resolve(&query, until, &name->dns, &name->error);
	find_aliases(&query, name, oa_deadline_step(until, 1.0));
	describe(front, name, oa_seconds_since(start_us));
}

static void find_services(
	struct oa_front *front, struct oa_adnames *names, struct oa_deadline until)
{
	const char *host = names->services_host;
	struct oa_dns_query query = query_for(front, host);
	char list[400] = "";
	int64_t start_us = oa_now_us();
	struct oa_step *step;

	oa_dns_find_services(&query, until, &names->services, &names->services_error);
	for (size_t i = 0; i < names->services.count; i++)
		oa_append(list, sizeof(list), "%s%s:%u", i ? ", " : "",
			names->services.item[i].target, names->services.item[i].port);
	step = oa_report_ok(front->report, OA_HOP_DNS, "SRV",
		oa_seconds_since(start_us), "%s%s%s", host,
		names->services.count ? " -> " : ": ",
		names->services.count ? list : names->services_error.text);
	for (size_t i = 0; i < names->services.count; i++)
		oa_step_detail(step, "priority %u, weight %u, %s:%u",
			names->services.item[i].priority,
			names->services.item[i].weight, names->services.item[i].target,
			names->services.item[i].port);
}

static bool has_address(const struct oa_dns_answer *dns, const char *address)
{
	for (size_t i = 0; i < dns->count; i++)
		if (!strcmp(dns->address[i], address))
			return true;
	return false;
}

/* Both names are one server: what only one of them resolves to is odd. */
static void judge_same(struct oa_front *front, const struct oa_adname *name)
{
	char list[200] = "", wanted[400];
	struct oa_facts facts = {0};

	for (size_t i = 0; i < name->dns.count; i++)
		if (!has_address(&front->dns, name->dns.address[i]))
			oa_append(list, sizeof(list), "%s%s", list[0] ? ", " : "",
				name->dns.address[i]);
	if (!list[0] || !front->dns.count)
		return;
	list_addresses(&front->dns, wanted, sizeof(wanted));
	oa_facts_set(&facts, "host", "%s", name->host);
	oa_facts_set(&facts, "ip", "%s", list);
	oa_step_detail(oa_report_find(front->report, OA_CODE_DNS_ADDRESS_UNEXPECTED,
			       name->host, &facts),
		"%s is at %s", front->target->host, wanted);
}

static bool is_alive(struct oa_front *front, const char *address, uint16_t port,
	struct oa_deadline until)
{
	struct oa_connect how = {.host = address,
		.port = port,
		.address = &address,
		.address_count = 1,
		.no_tls = true};
	struct oa_connections group = {0};
	const struct oa_connection *connection = NULL;
	double seconds = oa_front_patience(
		front, "tcp_time", ALIVE_SECONDS_MIN, ALIVE_SECONDS_MAX);
	bool is_open;

	if (oa_connections_init(&group, NULL) == 0)
		connection = oa_connections_open(
			&group, 1, &how, oa_deadline_step(until, seconds), NULL);
	is_open = !connection || connection->phase == OA_PHASE_OPEN;
	oa_connections_free(&group);
	return is_open;
}

/* One dead address among several costs clients a wait; if all are dead the methods
 * will tell. */
static void judge_alive(struct oa_front *front, const struct oa_adname *name,
	uint16_t port, struct oa_deadline until)
{
	struct oa_facts facts = {0};
	char list[200] = "";
	size_t dead = 0;

	if (name->dns.count < 2 || front->target->forward_proxy)
		return;
	for (size_t i = 0; i < name->dns.count; i++)
		if (!is_alive(front, name->dns.address[i], port, until)) {
			oa_append(list, sizeof(list), "%s%s", dead ? ", " : "",
				name->dns.address[i]);
			dead++;
		}
	if (!dead || dead == name->dns.count)
		return;
	oa_facts_set(&facts, "host", "%s", name->host);
	oa_facts_set(&facts, "n", "%zu", dead);
	oa_facts_set(&facts, "m", "%zu", name->dns.count);
	oa_facts_set(&facts, "list", "%s", list);
	oa_report_find(front->report, OA_CODE_TCP_ADDRESS_DEAD, name->host, &facts);
}

void oa_adnames_find(struct oa_front *front, const struct oa_autodiscover_plan *plan,
	const char *domain, struct oa_deadline until, struct oa_adnames *ret_names)
{
	struct oa_adnames *names = ret_names;
	struct oa_deadline part = oa_deadline_share(until, 1.0 / LOOKUPS);

	*names = (struct oa_adnames){.services_error.layer = OA_LAYER_NONE};
	snprintf(names->domain, sizeof(names->domain), "%s", domain);
	snprintf(names->root.host, sizeof(names->root.host), "%s", domain);
	snprintf(names->host.host, sizeof(names->host.host), "autodiscover.%.240s",
		domain);
	snprintf(names->services_host, sizeof(names->services_host),
		"_autodiscover._tcp.%s", domain);
	find_name(front, &names->host, part);
	find_services(front, names, oa_deadline_share(until, 1.0 / LOOKUPS));
	find_name(front, &names->root, oa_deadline_share(until, 1.0 / LOOKUPS));
	oa_resolve_judge(
		front->target, names->host.host, front->report, &names->host.dns);
	if (plan->wants_same_address)
		judge_same(front, &names->host);
	judge_alive(front, &names->host, plan->https_port, until);
}

bool oa_adnames_is_open(const struct oa_error *error)
{
	return error->layer != OA_LAYER_NONE &&
	       (error->layer != OA_LAYER_DNS || error->number == OA_DNS_RESOLVER ||
		       error->number == OA_DNS_ZONE);
}

void oa_adnames_blame_resolver(
	struct oa_front *front, const char *host, const struct oa_error *error)
{
	bool is_zone = error->layer == OA_LAYER_DNS && error->number == OA_DNS_ZONE;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "host", "%s", host);
	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_facts_set(&facts, "n", "%s", error->text);
	oa_report_find(front->report,
		is_zone ? OA_CODE_DNS_ZONE_BROKEN : OA_CODE_DNS_RESOLVER_FAILED, host,
		&facts);
}
