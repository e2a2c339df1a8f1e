/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dnssrv.h"
#include "common/base/text.h"
#include "common/net/dnsask.h"
#include "common/net/dnsfail.h"
#include "common/net/dnsreply.h"

#include <arpa/nameser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Aliases of aliases that are followed. */
#define ALIASES_MAX 8

/* One question and what its callback leaves behind. */
struct question {
	int status;  /* of c-ares */
	size_t open; /* 1 until it is answered */
	struct oa_dns_services *services;
	char target[256]; /* of an alias */
};

/* Notes that the question is answered; returns true if there is a reply to read. */
static bool has_reply(struct question *question, int status)
{
	question->status = status;
	question->open = 0;
	return status == ARES_SUCCESS;
}

static void on_services(
	void *data, int status, int timeouts, unsigned char *reply, int len)
{
	struct question *question = data;

	(void)timeouts;
	if (has_reply(question, status))
		oa_dns_reply_services(reply, (size_t)len, question->services);
}

static void on_alias(
	void *data, int status, int timeouts, unsigned char *reply, int len)
{
	struct question *question = data;

	(void)timeouts;
	if (has_reply(question, status))
		(void)oa_dns_reply_alias(reply, (size_t)len, question->target);
}

static void wait_for(
	ares_channel channel, struct question *question, struct oa_deadline until)
{
	oa_dns_wait(channel, &question->open, &until);
	if (!question->open)
		return;
	ares_cancel(channel);
	question->status = ARES_ETIMEOUT;
}

static int by_order(const void *a, const void *b)
{
	const struct oa_dns_service *one = a, *other = b;

	if (one->priority != other->priority)
		return one->priority < other->priority ? -1 : 1;
	return (int)other->weight - (int)one->weight;
}

static int explain(ares_channel channel, const struct oa_dns_query *query,
	const struct question *question, struct oa_deadline until, struct oa_error *err)
{
	switch (question->status) {
	case ARES_ENOTFOUND:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_NAME, "no such name");
	case ARES_SUCCESS:
	case ARES_ENODATA:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_ADDRESS, "%s",
			question->services->is_refused
				? "SRV target \".\", which says that there is no "
				  "such service"
				: "no SRV record");
	default:
		return oa_dns_explain_resolver(
			channel, query, T_SRV, question->status, NULL, until, err);
	}
}

int oa_dns_find_services(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_dns_services *ret_services, struct oa_error *err)
{
	struct oa_dns_services services = {.count = 0};
	struct question question = {.open = 1, .services = &services};
	ares_channel channel;
	int result = 0;

	if (oa_dns_open(query->resolver, query->resolver_count, 0, &channel, err) < 0)
		return -1;
	ares_query(channel, query->host, C_IN, T_SRV, on_services, &question);
	wait_for(channel, &question, until);
	if (!services.count)
		result = explain(channel, query, &question, until, err);
	ares_destroy(channel);
	if (result < 0)
		return -1;
	qsort(services.item, services.count, sizeof(services.item[0]), by_order);
	*ret_services = services;
	return 0;
}

bool oa_dns_find_aliases(const struct oa_dns_query *query, struct oa_deadline until,
	char *buffer, size_t size)
{
	struct question question = {.open = 1};
	ares_channel channel;
	bool is_endless = true;
	char name[256];

	buffer[0] = '\0';
	if (oa_dns_open(query->resolver, query->resolver_count, 0, &channel, NULL) < 0)
		return false;
	oa_clean(name, sizeof(name), query->host, strlen(query->host));
	for (int i = 0; i < ALIASES_MAX; i++) {
		question = (struct question){.open = 1};
		ares_query(channel, name, C_IN, T_CNAME, on_alias, &question);
		wait_for(channel, &question, until);
		is_endless = question.target[0];
		if (!is_endless)
			break;
		oa_append(buffer, size, " -> %s", question.target);
		if (!strcasecmp(question.target, query->host))
			break;
		memcpy(name, question.target, sizeof(name));
	}
	ares_destroy(channel);
	return is_endless;
}
