/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dnsreply.h"
#include "common/base/bytes.h"
#include "common/base/text.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <limits.h>
#include <string.h>

#define HEAD_LEN 12

static void copy_name(char *buffer, size_t size, const char *name)
{
	oa_clean(buffer, size, name, strlen(name));
}

/* The root as target says "decidedly not available" (RFC 2782). */
static bool is_refusal(const char *target)
{
	return !target[0] || !strcmp(target, ".");
}

static void add_service(
	struct oa_dns_services *services, const struct ares_srv_reply *record)
{
	struct oa_dns_service *item = &services->item[services->count];

	if (is_refusal(record->host)) {
		services->is_refused = true;
		return;
	}
	*item = (struct oa_dns_service){.priority = record->priority,
		.weight = record->weight,
		.port = record->port};
	copy_name(item->target, sizeof(item->target), record->host);
	services->count++;
}

void oa_dns_reply_services(
	const uint8_t *reply, size_t len, struct oa_dns_services *services)
{
	struct ares_srv_reply *first = NULL;

	if (len > INT_MAX ||
		ares_parse_srv_reply(reply, (int)len, &first) != ARES_SUCCESS)
		return;
	for (const struct ares_srv_reply *at = first;
		at && services->count < OA_DNS_SERVICES_MAX; at = at->next)
		add_service(services, at);
	ares_free_data(first);
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

bool oa_dns_reply_alias(const uint8_t *reply, size_t len, char ret_target[256])
{
	struct oa_reader in = oa_reader(reply, len);
	unsigned questions, answers, type, data_len;
	char target[256];

	if (len < HEAD_LEN || len > INT_MAX)
		return false;
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
		if (type != T_CNAME) {
			oa_read_skip(&in, data_len);
			continue;
		}
		if (!read_name(&in, target, sizeof(target)))
			return false;
		memcpy(ret_target, target, strlen(target) + 1);
		return true;
	}
	return false;
}
