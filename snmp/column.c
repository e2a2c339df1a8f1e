/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/column.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "snmp/events.h"

#include <string.h>
#include <time.h>

/* How a field lies in its row. */
enum storage { AS_TEXT, AS_UINT, AS_INT, AS_DATE, AS_BOOL, AS_OCTETS };

struct syntax {
	const char *name;
	enum oa_cell_type type;
	enum storage storage;
};

static const struct syntax syntaxes[OA_SYNTAXES] = {
	[OA_SYNTAX_TEXT] = {"SnmpAdminString", OA_CELL_OCTETS, AS_TEXT},
	[OA_SYNTAX_GAUGE] = {"Gauge32", OA_CELL_GAUGE, AS_UINT},
	[OA_SYNTAX_COUNTER] = {"Counter32", OA_CELL_COUNTER, AS_UINT},
	[OA_SYNTAX_UNSIGNED] = {"Unsigned32", OA_CELL_GAUGE, AS_UINT},
	[OA_SYNTAX_INTEGER] = {"Integer32", OA_CELL_INTEGER, AS_INT},
	[OA_SYNTAX_MILLISECONDS] = {"OaMilliseconds", OA_CELL_GAUGE, AS_UINT},
	[OA_SYNTAX_TICKS] = {"TimeStamp", OA_CELL_TICKS, AS_UINT},
	[OA_SYNTAX_DATE] = {"DateAndTime", OA_CELL_OCTETS, AS_DATE},
	[OA_SYNTAX_TRUTH] = {"TruthValue", OA_CELL_INTEGER, AS_BOOL},
	[OA_SYNTAX_STATUS] = {"OaStatus", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_KIND] = {"OaProbeType", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_KIND_OR_NONE] = {"OaProbeTypeOrNone", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_CODE] = {"OaCode", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_ROLE] = {"OaServiceRole", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_EVENT] = {"OaChange", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_PORT] = {"InetPortNumber", OA_CELL_GAUGE, AS_UINT},
	[OA_SYNTAX_ADDRESS_TYPE] = {"InetAddressType", OA_CELL_INTEGER, AS_UINT},
	[OA_SYNTAX_ADDRESS] = {"InetAddress", OA_CELL_OCTETS, AS_OCTETS},
};

/* DateAndTime of RFC 2579 in UTC; eight zero octets say that there is none. */
static void read_date(int64_t moment, struct oa_cell *cell)
{
	time_t seconds = (time_t)moment;
	struct tm tm;

	memset(cell->buffer, 0, sizeof(cell->buffer));
	cell->octets = cell->buffer;
	cell->len = 8;
	if (moment == 0 || !gmtime_r(&seconds, &tm) || tm.tm_year > 63635)
		return;
	cell->buffer[0] = (uint8_t)((tm.tm_year + 1900) >> 8);
	cell->buffer[1] = (uint8_t)((tm.tm_year + 1900) & 0xff);
	cell->buffer[2] = (uint8_t)(tm.tm_mon + 1);
	cell->buffer[3] = (uint8_t)tm.tm_mday;
	cell->buffer[4] = (uint8_t)tm.tm_hour;
	cell->buffer[5] = (uint8_t)tm.tm_min;
	cell->buffer[6] = (uint8_t)tm.tm_sec;
	cell->buffer[8] = '+';
	cell->len = 11;
}

static uint32_t field_uint(const void *field)
{
	uint32_t value;

	memcpy(&value, field, sizeof(value));
	return value;
}

static int64_t field_moment(const void *field)
{
	int64_t value;

	memcpy(&value, field, sizeof(value));
	return value;
}

static int64_t number_served(enum oa_syntax syntax, uint32_t value)
{
	if (syntax == OA_SYNTAX_CODE)
		return oa_diagnosis((enum oa_code)value)->number;
	return value;
}

void oa_column_read(
	const struct oa_column *column, const void *row, struct oa_cell *ret_cell)
{
	const struct syntax *syntax = &syntaxes[column->syntax];
	const uint8_t *field = (const uint8_t *)row + column->offset;
	const struct oa_octets *octets = (const struct oa_octets *)(const void *)field;

	ret_cell->type = syntax->type;
	switch (syntax->storage) {
	case AS_TEXT:
		ret_cell->octets = field;
		ret_cell->len = strlen((const char *)field);
		break;
	case AS_OCTETS:
		ret_cell->octets = octets->octet;
		ret_cell->len = octets->len;
		break;
	case AS_DATE:
		read_date(field_moment(field), ret_cell);
		break;
	case AS_BOOL:
		ret_cell->number = *(const bool *)field ? 1 : 2;
		break;
	case AS_INT:
		ret_cell->number = (int32_t)field_uint(field);
		break;
	case AS_UINT:
		ret_cell->number = number_served(column->syntax, field_uint(field));
		break;
	}
}

const char *oa_syntax_name(enum oa_syntax syntax)
{
	return syntaxes[syntax].name;
}

static const char *event_label(int64_t type)
{
	static const char *const labels[] = {
		[OA_CHANGE_TARGET] = "target",
		[OA_CHANGE_PROBE] = "probe",
		[OA_CHANGE_FLAP_START] = "flappingStart",
		[OA_CHANGE_FLAP_STOP] = "flappingStop",
		[OA_CHANGE_CERT] = "certChanged",
		[OA_CHANGE_EXPIRY] = "certExpiry",
		[OA_CHANGE_AGENT] = "agent",
	};
	size_t count = OA_LENGTH(labels);

	return type > 0 && type < (int64_t)count ? labels[type] : NULL;
}

static void code_label(int64_t number, char buffer[OA_SYNTAX_LABEL])
{
	for (size_t code = 0; code < OA_CODES; code++)
		if (oa_diagnosis((enum oa_code)code)->number == number)
			oa_code_label((enum oa_code)code, buffer, OA_SYNTAX_LABEL);
}

static const char *label_of(enum oa_syntax syntax, int64_t number)
{
	switch (syntax) {
	case OA_SYNTAX_STATUS:
		return number > 0 && number <= OA_STATUS_DISABLED
			       ? oa_status_label((enum oa_status)number)
			       : NULL;
	case OA_SYNTAX_KIND:
	case OA_SYNTAX_KIND_OR_NONE:
		if (number == OA_KIND_NONE)
			return syntax == OA_SYNTAX_KIND ? NULL : "none";
		return number < OA_KINDS ? oa_kind_label((enum oa_kind)number) : NULL;
	case OA_SYNTAX_ROLE:
		return number > 0 && number <= OA_ROLES
			       ? oa_role_label((enum oa_role)number)
			       : NULL;
	case OA_SYNTAX_EVENT:
		return event_label(number);
	case OA_SYNTAX_TRUTH:
		return number == 1 ? "true" : "false";
	case OA_SYNTAX_ADDRESS_TYPE:
		return number == 1 ? "ipv4" : number == 2 ? "ipv6" : "unknown";
	default:
		return NULL;
	}
}

void oa_syntax_label(
	enum oa_syntax syntax, int64_t number, char buffer[OA_SYNTAX_LABEL])
{
	const char *label = label_of(syntax, number);

	buffer[0] = '\0';
	if (syntax == OA_SYNTAX_CODE)
		code_label(number, buffer);
	else if (label)
		oa_append(buffer, OA_SYNTAX_LABEL, "%s", label);
}
