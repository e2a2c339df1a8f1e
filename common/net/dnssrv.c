/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dnssrv.h"
#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/net/dnsask.h"

#include <arpa/nameser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Aliases of aliases that are followed. */
#define ALIASES_MAX 8

#define HEAD_LEN 12

/* One question and what its callback leaves behind. */
struct question {
	int status;  /* of c-ares */
	size_t open; /* 1 until it is answered */
	struct oa_dns_services *services;
	char target[256]; /* of an alias */
};

static void copy_name(char *buffer, size_t size, const char *name)
{
	oa_clean(buffer, size, name, strlen(name));
}

static void take_services(
	struct oa_dns_services *services, const uint8_t *reply, int len)
{
	struct ares_srv_reply *first = NULL;

	if (ares_parse_srv_reply(reply, len, &first) != ARES_SUCCESS)
		return;
	for (const struct ares_srv_reply *at = first;
		at && services->count < OA_DNS_SERVICES_MAX; at = at->next) {
		struct oa_dns_service *item = &services->item[services->count++];

		*item = (struct oa_dns_service){.priority = at->priority,
			.weight = at->weight,
			.port = at->port};
		copy_name(item->target, sizeof(item->target), at->host);
	}
	ares_free_data(first);
}

static void on_services(
	void *data, int status, int timeouts, unsigned char *reply, int len)
{
	struct question *question = data;

	(void)timeouts;
	question->status = status;
	question->open = 0;
	if (status == ARES_SUCCESS)
		take_services(question->services, reply, len);
}

/* Passes over a name, or takes it if buffer is not NULL (RFC 1035, 4.1.4). */
static bool read_name(struct oa_reader *in, char *buffer, size_t size)
{
	char *name = NULL;
	long len = 0;

	if (in->bad || ares_expand_name(in->data + in->pos, in->data, (int)in->len,
			       &name, &len) != ARES_SUCCESS)
		return false;
	if (buffer)
		copy_name(buffer, size, name);
	ares_free_string(name);
	oa_read_skip(in, (size_t)len);
	return !in->bad;
}

/* Takes the target of the first CNAME record of an answer. */
static void take_alias(struct question *question, const uint8_t *reply, int len)
{
	struct oa_reader in = oa_reader(reply, (size_t)len);
	unsigned questions, answers, type, data_len;

	oa_read_skip(&in, 4);
	questions = oa_read_u16be(&in);
	answers = oa_read_u16be(&in);
	oa_read_skip(&in, HEAD_LEN - 8);
	for (; questions && read_name(&in, NULL, 0); questions--)
		oa_read_skip(&in, 4);
	for (; answers && read_name(&in, NULL, 0); answers--) {
		type = oa_read_u16be(&in);
		oa_read_skip(&in, 6);
		data_len = oa_read_u16be(&in);
		if (type == T_CNAME) {
			read_name(&in, question->target, sizeof(question->target));
			return;
		}
		oa_read_skip(&in, data_len);
	}
}

static void on_alias(
	void *data, int status, int timeouts, unsigned char *reply, int len)
{
	struct question *question = data;

	(void)timeouts;
	question->status = status;
	question->open = 0;
	if (status == ARES_SUCCESS)
		take_alias(question, reply, len);
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

static int explain(int status, struct oa_error *err)
{
	switch (status) {
	case ARES_ENOTFOUND:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_NAME, "no such name");
	case ARES_SUCCESS:
	case ARES_ENODATA:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_ADDRESS, "no SRV record");
	default:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_RESOLVER, "%s",
			oa_dns_status_text(status));
	}
}

int oa_dns_find_services(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_dns_services *ret_services, struct oa_error *err)
{
	struct oa_dns_services services = {.count = 0};
	struct question question = {.open = 1, .services = &services};
	ares_channel channel;

	if (oa_dns_open(query->resolver, query->resolver_count, 0, &channel, err) < 0)
		return -1;
	ares_query(channel, query->host, C_IN, T_SRV, on_services, &question);
	wait_for(channel, &question, until);
	ares_destroy(channel);
	if (!services.count)
		return explain(question.status, err);
	qsort(services.item, services.count, sizeof(services.item[0]), by_order);
	*ret_services = services;
	return 0;
}

void oa_dns_find_aliases(const struct oa_dns_query *query, struct oa_deadline until,
	char *buffer, size_t size)
{
	struct question question = {.open = 1};
	ares_channel channel;
	char name[256];

	buffer[0] = '\0';
	if (oa_dns_open(query->resolver, query->resolver_count, 0, &channel, NULL) < 0)
		return;
	copy_name(name, sizeof(name), query->host);
	for (int i = 0; i < ALIASES_MAX; i++) {
		question = (struct question){.open = 1};
		ares_query(channel, name, C_IN, T_CNAME, on_alias, &question);
		wait_for(channel, &question, until);
		if (!question.target[0])
			break;
		oa_append(buffer, size, " -> %s", question.target);
		memcpy(name, question.target, sizeof(name));
	}
	ares_destroy(channel);
}
