/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/text.h"
#include "snmp/row.h"
#include "snmp/tables.h"

#include <arpa/inet.h>
#include <string.h>

struct endpoint_row {
	char descr[112];
	uint32_t type;
	struct oa_octets address;
	uint32_t port;
	uint32_t status;
	struct oa_row_code code;
	uint32_t ms;
};

#define AT(field) offsetof(struct endpoint_row, field)

static const struct oa_column columns[] = {
	{1, "oaEndpointIndex", OA_SYNTAX_UNSIGNED, 0, "(1..65535)", NULL, true,
		"Number of the address within its target, for as long as the name "
		"has that address."},
	{2, "oaEndpointDescr", OA_SYNTAX_TEXT, AT(descr), "(SIZE (1..111))", NULL,
		false,
		"oaTargetName, a slash, and the address as text; unique in this "
		"table."},
	{3, "oaEndpointAddrType", OA_SYNTAX_ADDRESS_TYPE, AT(type), NULL, NULL, false,
		"Type of oaEndpointAddr: ipv4(1) or ipv6(2)."},
	{4, "oaEndpointAddr", OA_SYNTAX_ADDRESS, AT(address), "(SIZE (4 | 16))", NULL,
		false, "The address."},
	{5, "oaEndpointPort", OA_SYNTAX_PORT, AT(port), NULL, NULL, false,
		"TCP port at the address."},
	{6, "oaEndpointStatus", OA_SYNTAX_STATUS, AT(status), NULL, NULL, false,
		"Whether this address took a connection; notTested(5) if the newest "
		"run had no need of it, because another one was faster."},
	{7, "oaEndpointCause", OA_SYNTAX_CODE, AT(code.code), NULL, NULL, false,
		"The diagnosis, for programs."},
	{8, "oaEndpointCode", OA_SYNTAX_TEXT, AT(code.name), "(SIZE (0..64))", NULL,
		false, "The same diagnosis by its name in the catalogue."},
	{9, "oaEndpointTime", OA_SYNTAX_MILLISECONDS, AT(ms), NULL, "milliseconds",
		false, "How long the connection took."},
};

static uint32_t next_address(const struct oa_record *record, uint32_t from)
{
	const struct oa_result *result = &record->course.result;

	for (size_t i = 0; i < result->address_count; i++)
		if (result->address[i].number != 0 && result->address[i].number >= from)
			return result->address[i].number;
	return 0;
}

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	return oa_row_seek(store, index, next_address);
}

static void fill_address(const char *text, struct endpoint_row *row)
{
	bool is_long = strchr(text, ':') != NULL;

	row->type = is_long ? 2 : 1;
	row->address.len = is_long ? 16 : 4;
	inet_pton(is_long ? AF_INET6 : AF_INET, text, row->address.octet);
}

static void fill(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into)
{
	const struct oa_record *record = oa_store_find(store, index[0]);
	const struct oa_address_result *address = record->course.result.address;
	struct endpoint_row *row = into;

	(void)reading;
	while (address->number != index[1])
		address++;
	row->descr[0] = '\0';
	oa_append(row->descr, sizeof(row->descr), "%s/%s", record->name, address->text);
	fill_address(address->text, row);
	row->port = record->port;
	row->status = address->status;
	oa_row_code(&row->code, address->code);
	row->ms = address->ms;
}

static const char *const indexes[] = {"oaTargetIndex", "oaEndpointIndex", NULL};

const struct oa_table oa_table_endpoint = {
	.branch = "oaEndpoints",
	.number = 6,
	.title = "Addresses behind the names",
	.name = "oaEndpoint",
	.text = "The addresses of the host name of each target.",
	.row_text = "One address of a target.",
	.group_text = "Addresses.",
	.columns = columns,
	.column_count = OA_LENGTH(columns),
	.indexes = indexes,
	.index_count = 2,
	.row_size = sizeof(struct endpoint_row),
	.seek = seek,
	.fill = fill,
};
