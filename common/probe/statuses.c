/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/statuses.h"
#include "common/base/array.h"

#include <ctype.h>
#include <string.h>

/* One number and its code. */
struct row {
	uint32_t number;
	enum oa_code code;
};

static enum oa_code find(
	const struct row *rows, size_t count, uint32_t number, enum oa_code other)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].number == number)
			return rows[i].code;
	return other;
}

#define FIND(rows, number, other) find(rows, OA_LENGTH(rows), number, other)

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	return tolower((unsigned char)digit) - 'a' + 10;
}

bool oa_rpc_error_in(const char *text, size_t len, uint32_t *ret_number)
{
	static const char token[] = "RPC Error:";
	const char *at = memmem(text, len, token, sizeof(token) - 1);
	const char *end = text + len;
	uint32_t number = 0;
	int digits = 0;

	if (!at)
		return false;
	at += sizeof(token) - 1;
	while (at < end && *at == ' ')
		at++;
	if (end - at > 2 && at[0] == '0' && (at[1] | 0x20) == 'x')
		at += 2;
	for (; at < end && isxdigit((unsigned char)*at) && digits < 8; at++, digits++)
		number = number << 4 | (uint32_t)hex_value(*at);
	if (!digits)
		return false;
	*ret_number = number;
	return true;
}

bool oa_status_is_unavailable(uint32_t number)
{
	return number == 0x6ba || number == 0xc0020017;
}

enum oa_code oa_code_of_rpc_error(uint32_t number)
{
	static const struct row rows[] = {
		{0x5, OA_CODE_RPC_PROXY_ACCESS_DENIED},
		{0x6c1, OA_CODE_RPC_PROXY_ACCESS_DENIED},
		{0x52e, OA_CODE_AUTH_REJECTED},
		{0x533, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x775, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x6ba, OA_CODE_RPC_SERVER_UNAVAILABLE},
		{0xc0020017, OA_CODE_RPC_SERVER_UNAVAILABLE},
		{0x6b9, OA_CODE_RPC_SERVER_BUSY},
		{0x6bb, OA_CODE_RPC_SERVER_BUSY},
	};

	return FIND(rows, number, OA_CODE_RPC_PROXY_ERROR);
}

enum oa_code oa_code_of_fault(uint32_t status)
{
	static const struct row rows[] = {
		{0x5, OA_CODE_RPC_LOGON_REFUSED},
		{0x52e, OA_CODE_RPC_LOGON_REFUSED},
		{0x6d5, OA_CODE_RPC_LOGON_REFUSED},
		{0x71e, OA_CODE_RPC_LOGON_REFUSED},
		{0x721, OA_CODE_RPC_LOGON_REFUSED},
		{0x6b5, OA_CODE_INTERFACE_NOT_REGISTERED},
		{0x1c010003, OA_CODE_INTERFACE_NOT_REGISTERED},
		{0x6bb, OA_CODE_RPC_SERVER_BUSY},
		{0x1c010014, OA_CODE_RPC_SERVER_BUSY},
		{0x71d, OA_CODE_RPC_ENCRYPTION_REQUIRED},
		{0x1c00001d, OA_CODE_RPC_ENCRYPTION_REQUIRED},
		{0x6d3, OA_CODE_BIND_REFUSED},
		{0x6a6, OA_CODE_RPC_CALL_UNSUPPORTED},
		{0x6d1, OA_CODE_RPC_CALL_UNSUPPORTED},
		{0x6d4, OA_CODE_RPC_CALL_UNSUPPORTED},
		{0x6f7, OA_CODE_RPC_CALL_UNSUPPORTED},
		{0x1c010002, OA_CODE_RPC_CALL_UNSUPPORTED},
		{0x1c00001c, OA_CODE_RPC_CALL_UNSUPPORTED},
	};

	return FIND(rows, status, OA_CODE_RPC_FAULT);
}

enum oa_code oa_code_of_nak(uint32_t reason)
{
	return reason == 1 || reason == 2 ? OA_CODE_RPC_SERVER_BUSY
					  : OA_CODE_BIND_REFUSED;
}

enum oa_code oa_code_of_rejection(uint32_t result, uint32_t reason)
{
	if (result == 2 && reason == 1)
		return OA_CODE_INTERFACE_NOT_REGISTERED;
	return reason == 3 ? OA_CODE_RPC_SERVER_BUSY : OA_CODE_BIND_REFUSED;
}

enum oa_code oa_code_of_store(uint32_t value)
{
	static const struct row rows[] = {
		{0x0, OA_CODE_OK},
		{0x3eb, OA_CODE_MAILBOX_UNKNOWN},
		{0x96c, OA_CODE_MAILBOX_UNKNOWN},
		{0x478, OA_CODE_MAILBOX_MOVED},
		{0x50c, OA_CODE_MAILBOX_MOVED},
		{0x4df, OA_CODE_CLIENT_VERSION_BLOCKED},
		{0x80040110, OA_CODE_CLIENT_VERSION_BLOCKED},
		{0x4e0, OA_CODE_OUTLOOK_ANYWHERE_BLOCKED},
		{0x4e1, OA_CODE_CACHED_MODE_REQUIRED},
		{0x7d8, OA_CODE_MAPI_DISABLED},
		{0x64c, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x64d, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x64e, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x64f, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x650, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
		{0x480, OA_CODE_RPC_SERVER_BUSY},
		{0x973, OA_CODE_RPC_SERVER_BUSY},
		{0x974, OA_CODE_RPC_SERVER_BUSY},
		{0x975, OA_CODE_RPC_SERVER_BUSY},
		{0x976, OA_CODE_RPC_SERVER_BUSY},
		{0x80040112, OA_CODE_RPC_SERVER_BUSY},
		{0x970, OA_CODE_RPC_ENCRYPTION_REQUIRED},
		{0x476, OA_CODE_STORE_UNAVAILABLE},
		{0x47f, OA_CODE_STORE_UNAVAILABLE},
		{0xa34, OA_CODE_STORE_UNAVAILABLE},
		{0xa35, OA_CODE_STORE_UNAVAILABLE},
		{0x977, OA_CODE_STORE_UNAVAILABLE},
		{0x96e, OA_CODE_STORE_UNAVAILABLE},
		{0x96f, OA_CODE_STORE_UNAVAILABLE},
		{0x80040115, OA_CODE_STORE_UNAVAILABLE},
	};

	return FIND(rows, value, OA_CODE_MAILBOX_LOGON_FAILED);
}

bool oa_store_wants_logon(uint32_t value)
{
	static const uint32_t values[] = {0x4bc, 0x4bd, 0x970, 0x8004011d, 0x80070005};

	for (size_t i = 0; i < OA_LENGTH(values); i++)
		if (values[i] == value)
			return true;
	return false;
}
