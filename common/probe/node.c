/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/node.h"
#include "common/base/text.h"
#include "common/net/network.h"
#include "common/probe/frontopen.h"

#include <stdlib.h>
#include <string.h>

bool oa_node_parse(const char *text, char ret_address[46], uint16_t *ret_port)
{
	bool has_brackets = text[0] == '[';
	const char *start = text + has_brackets;
	size_t len = strcspn(start, has_brackets ? "]" : ":");
	const char *rest = start + len;
	char address[46] = "";
	long port = 0;

	/* more than one colon without brackets: all of it is the address */
	if (!has_brackets && strchr(text, ':') != strrchr(text, ':')) {
		len = strlen(text);
		rest = text + len;
	}
	if (len >= sizeof(address) || (has_brackets && *rest++ != ']'))
		return false;
	memcpy(address, start, len);
	if (!oa_address_is_literal(address))
		return false;
	if (*rest && (*rest != ':' || !oa_parse_long(rest + 1, 1, 65535, &port)))
		return false;
	memcpy(ret_address, address, sizeof(address));
	*ret_port = (uint16_t)port;
	return true;
}

struct oa_node *oa_node_ask(const struct oa_front *front, const char *text,
	const char *query, struct oa_deadline until)
{
	struct oa_node *node = calloc(1, sizeof(*node));
	uint16_t port = 0;

	if (!node)
		return NULL;
	node->name = text;
	node->target = *front->target;
	oa_report_init(&node->report);
	node->report.facts = front->report->facts;
	if (!oa_node_parse(text, node->address, &port))
		return node;
	node->target.address = node->address;
	node->target.forward_proxy = NULL;
	if (port)
		node->target.port = port;
	if (oa_front_init(&node->front, &node->target, &node->report, until) == 0)
		node->is_answered = oa_offers_ask(&node->front, query, until,
					    &node->offers) == 0 &&
				    oa_offers_any(&node->offers);
	return node;
}

void oa_node_free(struct oa_node *node)
{
	if (!node)
		return;
	oa_front_free(&node->front);
	oa_report_free(&node->report);
	free(node);
}
