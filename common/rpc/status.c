/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/status.h"

#include <stdio.h>

#define OA_STATUS_ROW(TABLE, NUMBER, NAME, MEANING)                                    \
	{OA_STATUS_##TABLE, NUMBER, NAME, MEANING},

static const struct oa_status rows[] = {
#include "common/base/array.h"
#include "common/rpc/status.def"
};

static const struct oa_status *find_row(enum oa_status_table table, uint32_t number)
{
	for (size_t i = 0; i < OA_LENGTH(rows); i++) {
		if (rows[i].table == table && rows[i].number == number)
			return &rows[i];
	}
	return NULL;
}

/* Facility 2 with severity "error" and the runtime's own numbers. */
static bool is_private(enum oa_status_table table, uint32_t number)
{
	return table == OA_STATUS_RPC && number >> 12 == 0xc0021;
}

const struct oa_status *oa_status_find(enum oa_status_table table, uint32_t number)
{
	static const struct oa_status unknown[] = {
		[OA_STATUS_RPC] = {OA_STATUS_RPC, 0, "unknown status",
			"a number without a public name"},
		[OA_STATUS_BIND_RESULT] = {OA_STATUS_BIND_RESULT, 0, "unknown result",
			"not in the specification"},
		[OA_STATUS_BIND_REASON] = {OA_STATUS_BIND_REASON, 0, "unknown reason",
			"not in the specification"},
		[OA_STATUS_NAK_REASON] = {OA_STATUS_NAK_REASON, 0, "unknown reason",
			"not in the specification"},
		[OA_STATUS_STORE] = {OA_STATUS_STORE, 0, "unknown error",
			"a number without a public name"},
	};
	static const struct oa_status private_row = {OA_STATUS_RPC, 0,
		"RPC runtime private error",
		"a number of the server's RPC runtime that has no public name"};
	const struct oa_status *row = find_row(table, number);

	if (row)
		return row;
	return is_private(table, number) ? &private_row : &unknown[table];
}

void oa_status_describe(
	enum oa_status_table table, uint32_t number, char *buffer, size_t size)
{
	const struct oa_status *row = oa_status_find(table, number);
	bool is_coded = table == OA_STATUS_RPC || table == OA_STATUS_STORE;

	if (is_coded)
		snprintf(
			buffer, size, "%s (0x%x): %s", row->name, number, row->meaning);
	else
		snprintf(buffer, size, "%s (%u): %s", row->name, number, row->meaning);
}

bool oa_status_is_legal_fault(uint32_t number)
{
	/* Exceptions that a server's runtime must not let out. */
	static const uint32_t forbidden[] = {
		0x00000000, /* success */
		0x80000001, /* guard page violation */
		0x80000002, /* data type misalignment */
		0x80000003, /* breakpoint */
		0xc0000005, /* access violation */
		0xc0000006, /* error in page */
		0xc000001d, /* illegal instruction */
		0xc0000096, /* privileged instruction */
		0xc00000aa, /* instruction misalignment */
		0xc00000fd, /* stack overflow */
		0xc0000194, /* possible deadlock */
		0xc0000235, /* handle not closable */
		0xc0000409, /* stack buffer overrun */
		0xc0000420, /* assertion failure */
	};

	for (size_t i = 0; i < OA_LENGTH(forbidden); i++) {
		if (number == forbidden[i])
			return false;
	}
	return true;
}
