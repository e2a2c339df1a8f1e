/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/handler.h"

#include "snmp/cell.h"

#include <errno.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>
#include <string.h>
#include <time.h>

/* The row that was read last: the columns of one request are mostly of one row, and
 * then also of one moment. */
struct reader {
	const struct oa_handler *handler;
	struct oa_reading reading;
	uint32_t index[OA_INDEX_MAX];
	bool has_row;
	union {
		int64_t align;
		unsigned char bytes[OA_ROW_MAX];
	} row;
};

/* Which object a manager asks for. */
struct wanted {
	size_t column; /* position of the column; column_count behind the last one */
	uint32_t index[OA_INDEX_MAX];
	bool is_exact; /* the name was that of an object with this index */
};

void oa_handler_init(struct oa_handler *handler, const struct oa_table *table,
	const struct oa_oid *root, struct oa_store *store,
	const uint32_t *changed_ticks)
{
	size_t len = root->len;

	*handler = (struct oa_handler){
		.table = table, .store = store, .changed_ticks = changed_ticks};
	memcpy(handler->prefix, root->id, len * sizeof(root->id[0]));
	handler->prefix[len++] = 1;
	handler->prefix[len++] = table->number;
	if (table->name) {
		handler->prefix[len++] = 1;
		handler->prefix[len++] = 1;
	}
	handler->prefix_len = len;
}

/* Copies the first row at or above index; false if there is none.  A row that is at
 * hand is taken only if it is the very one. */
static bool read_row(struct reader *reader, uint32_t index[OA_INDEX_MAX], bool is_exact)
{
	const struct oa_table *table = reader->handler->table;
	struct oa_store *store = reader->handler->store;
	size_t size = table->index_count * sizeof(index[0]);
	uint32_t asked[OA_INDEX_MAX] = {index[0], index[1]};
	bool is_found;

	if (is_exact && reader->has_row && memcmp(reader->index, index, size) == 0)
		return true;
	pthread_mutex_lock(&store->lock);
	is_found = table->seek(store, index) &&
		   (!is_exact || memcmp(asked, index, size) == 0);
	if (is_found && (!reader->has_row || memcmp(reader->index, index, size) != 0)) {
		memset(&reader->row, 0, table->row_size);
		table->fill(store, index, &reader->reading, &reader->row);
		memcpy(reader->index, index, size);
		reader->has_row = true;
	}
	pthread_mutex_unlock(&store->lock);
	return is_found;
}

/* The first column whose number is at least `number'. */
static size_t column_from(const struct oa_table *table, oid number)
{
	size_t at = 0;

	while (at < table->column_count &&
		(table->columns[at].is_index || table->columns[at].number < number))
		at++;
	return at;
}

/* Compares a name with the prefix of the table: 0 if it lies below it. */
static int compare(const struct oa_handler *handler, const netsnmp_variable_list *var)
{
	for (size_t i = 0; i < handler->prefix_len; i++) {
		if (i == var->name_length || var->name[i] < handler->prefix[i])
			return -1;
		if (var->name[i] > handler->prefix[i])
			return 1;
	}
	return 0;
}

/* Splits what is behind the prefix of the table. */
static void parse(const struct oa_handler *handler, const netsnmp_variable_list *var,
	struct wanted *ret_wanted)
{
	const struct oa_table *table = handler->table;
	const oid *suffix = var->name + handler->prefix_len;
	int side = compare(handler, var);
	size_t len = side == 0 ? var->name_length - handler->prefix_len : 0;

	memset(ret_wanted, 0, sizeof(*ret_wanted));
	ret_wanted->column = side > 0 ? table->column_count
				      : column_from(table, len > 0 ? suffix[0] : 0);
	if (len == 0 || ret_wanted->column == table->column_count ||
		table->columns[ret_wanted->column].number != suffix[0])
		return;
	for (size_t i = 0; i < table->index_count && i + 1 < len; i++)
		ret_wanted->index[i] = (uint32_t)suffix[i + 1];
	ret_wanted->is_exact = len == table->index_count + 1;
	/* more numbers than an index has: the row itself lies before the name */
	if (len > table->index_count + 1 &&
		!oa_index_step(ret_wanted->index, table->index_count))
		ret_wanted->column++;
}

static int answer(netsnmp_variable_list *var, const struct oa_column *column,
	const struct reader *reader)
{
	struct oa_cell cell;
	const void *bytes;
	size_t len;
	long room;

	oa_column_read(column, &reader->row, &cell);
	bytes = oa_cell_bytes(&cell, &room, &len);
	return snmp_set_var_typed_value(var, oa_cell_asn(&cell), bytes, len);
}

static void get(struct reader *reader, netsnmp_agent_request_info *info,
	netsnmp_request_info *request)
{
	const struct oa_table *table = reader->handler->table;
	netsnmp_variable_list *var = request->requestvb;
	size_t at = reader->handler->prefix_len;
	struct wanted wanted;

	parse(reader->handler, var, &wanted);
	if (var->name_length <= at || wanted.column == table->column_count ||
		table->columns[wanted.column].number != var->name[at])
		netsnmp_set_request_error(info, request, SNMP_NOSUCHOBJECT);
	else if (!wanted.is_exact || !read_row(reader, wanted.index, true))
		netsnmp_set_request_error(info, request, SNMP_NOSUCHINSTANCE);
	else if (answer(var, &table->columns[wanted.column], reader) != 0)
		netsnmp_set_request_error(info, request, SNMP_ERR_GENERR);
}

static void put_name(const struct oa_handler *handler, netsnmp_variable_list *var,
	unsigned number, const uint32_t index[OA_INDEX_MAX])
{
	oid name[OA_OID_MAX];
	size_t len = 0;

	while (len < handler->prefix_len) {
		name[len] = handler->prefix[len];
		len++;
	}
	name[len++] = number;
	for (size_t i = 0; i < handler->table->index_count; i++)
		name[len++] = index[i];
	snmp_set_var_objid(var, name, len);
}

static void get_next(struct reader *reader, netsnmp_agent_request_info *info,
	netsnmp_request_info *request)
{
	const struct oa_table *table = reader->handler->table;
	netsnmp_variable_list *var = request->requestvb;
	struct wanted wanted;

	parse(reader->handler, var, &wanted);
	if (wanted.is_exact && !request->inclusive &&
		!oa_index_step(wanted.index, table->index_count))
		wanted.column++;
	while (wanted.column < table->column_count) {
		if (read_row(reader, wanted.index, false)) {
			const struct oa_column *column = &table->columns[wanted.column];

			put_name(reader->handler, var, column->number, wanted.index);
			if (answer(var, column, reader) != 0)
				netsnmp_set_request_error(
					info, request, SNMP_ERR_GENERR);
			return;
		}
		wanted.column++;
		memset(wanted.index, 0, sizeof(wanted.index));
	}
}

static int serve(netsnmp_mib_handler *own, netsnmp_handler_registration *registration,
	netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	const struct oa_handler *handler = registration->my_reg_void;
	struct reader reader = {.handler = handler,
		.reading = {.now = (int64_t)time(NULL),
			.changed_ticks = *handler->changed_ticks}};

	(void)own;
	for (; requests; requests = requests->next) {
		if (requests->processed)
			continue;
		if (info->mode == MODE_GET)
			get(&reader, info, requests);
		else if (info->mode == MODE_GETNEXT)
			get_next(&reader, info, requests);
	}
	return SNMP_ERR_NOERROR;
}

int oa_handler_register(struct oa_handler *handler, struct oa_error *err)
{
	const char *name = handler->table->branch;
	oid prefix[OA_OID_MAX];
	netsnmp_handler_registration *registration;

	for (size_t i = 0; i < handler->prefix_len; i++)
		prefix[i] = handler->prefix[i];
	registration = netsnmp_create_handler_registration(
		name, serve, prefix, handler->prefix_len, HANDLER_CAN_RONLY);
	if (!registration)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "no memory for %s", name);
	registration->my_reg_void = handler;
	if (netsnmp_register_handler(registration) != MIB_REGISTERED_OK)
		return oa_fail(
			err, OA_LAYER_SYSTEM, 0, "libnetsnmp does not take %s", name);
	return 0;
}
