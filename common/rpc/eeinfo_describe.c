/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/rpc/eeinfo.h"
#include "common/rpc/status.h"

#include <stdio.h>

/* A number and what it is called. */
struct word {
	uint32_t number;
	const char *text;
};

/* The one pair that [MS-EERR] 2.2.3 knows: the proxy's connect to the server. */
#define COMPONENT_HTTP_PROXY 14
#define LOCATION_HTTP_PROXY  1440

/* From the public list of detection locations. */
#define LOCATION_CONNECT_FIRST 311
#define LOCATION_CONNECT_LAST  318
#define LOCATION_RESOLVE       320
#define LOCATION_RESOLVE_NAME  322

static const struct word components[] = {
	{1, "application"},
	{2, "RPC runtime"},
	{3, "security provider"},
	{4, "named pipes"},
	{5, "redirector"},
	{6, "named pipe provider"},
	{7, "I/O system"},
	{8, "Winsock"},
	{9, "Authz"},
	{10, "LPC"},
	{COMPONENT_HTTP_PROXY, "RPC over HTTP"},
};

static const struct word statuses[] = {
	{10013, "access to the socket denied"},
	{10050, "network down"},
	{10051, "network unreachable"},
	{10053, "connection aborted"},
	{10054, "connection reset"},
	{10060, "no answer"},
	{10061, "connection refused"},
	{10064, "host down"},
	{10065, "host unreachable"},
	{11001, "host not found"},
	{11002, "name server failed"},
	{11003, "name server refused"},
	{11004, "no address for the name"},
};

static const char *word_of(const struct word *words, size_t count, uint32_t number)
{
	for (size_t i = 0; i < count; i++)
		if (words[i].number == number)
			return words[i].text;
	return NULL;
}

#define WORD(words, number) word_of(words, OA_LENGTH(words), number)

static bool is_connect(const struct oa_eeinfo_record *record)
{
	return (record->component == COMPONENT_HTTP_PROXY &&
		       record->location == LOCATION_HTTP_PROXY) ||
	       (record->location >= LOCATION_CONNECT_FIRST &&
		       record->location <= LOCATION_CONNECT_LAST);
}

static bool is_resolution(const struct oa_eeinfo_record *record)
{
	return record->location == LOCATION_RESOLVE ||
	       record->location == LOCATION_RESOLVE_NAME;
}

/* The innermost record is the nearest to the cause; a name that was not resolved
 * makes an outer record of a failed connect, too. */
enum oa_eeinfo_cause oa_eeinfo_cause(
	const struct oa_eeinfo *info, const struct oa_eeinfo_record **ret_record)
{
	const struct oa_eeinfo_record *connect = NULL;

	for (size_t i = info->count; i-- > 0;) {
		if (is_resolution(&info->record[i])) {
			*ret_record = &info->record[i];
			return OA_EEINFO_UNRESOLVED;
		}
		if (!connect && is_connect(&info->record[i]))
			connect = &info->record[i];
	}
	*ret_record = connect;
	return connect ? OA_EEINFO_UNREACHED : OA_EEINFO_SILENT;
}

const char *oa_eeinfo_status_text(uint32_t status)
{
	const char *text = WORD(statuses, status);

	return text ? text : "error";
}

static const char *place_of(const struct oa_eeinfo_record *record)
{
	if (is_resolution(record))
		return "name resolution";
	return is_connect(record) ? "connect" : "at";
}

static void append_status(uint32_t status, char *buffer, size_t size)
{
	const char *text = WORD(statuses, status);
	char known[160];

	if (text) {
		oa_append(buffer, size, "%u %s", status, text);
		return;
	}
	oa_status_describe(OA_STATUS_RPC, status, known, sizeof(known));
	oa_append(buffer, size, "%s", known);
}

void oa_eeinfo_describe(
	const struct oa_eeinfo_record *record, char *buffer, size_t size)
{
	const char *component = WORD(components, record->component);

	snprintf(buffer, size, "%s%sprocess %u: %s ", record->computer,
		record->computer[0] ? " " : "", record->process_id, place_of(record));
	if (component)
		oa_append(buffer, size, "(%s, ", component);
	else
		oa_append(buffer, size, "(component %u, ", record->component);
	oa_append(buffer, size, "location %u): ", record->location);
	append_status(record->status, buffer, size);
	for (size_t i = 0; i < record->param_count; i++)
		if (record->params[i][0])
			oa_append(buffer, size, "%s%s", i ? ", " : "; ",
				record->params[i]);
}
