/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/ndr.h"

#include "common/base/text.h"

#include <string.h>

/* Referent ids as Windows numbers them; any number but 0 would do. */
#define REFERENT_BASE 0x00020000

uint16_t oa_ndr_read_u16(struct oa_reader *in)
{
	oa_read_align(in, 2);
	return oa_read_u16(in);
}

uint32_t oa_ndr_read_u32(struct oa_reader *in)
{
	oa_read_align(in, 4);
	return oa_read_u32(in);
}

bool oa_ndr_read_pointer(struct oa_reader *in)
{
	return oa_ndr_read_u32(in) != 0;
}

struct oa_ndr_handle oa_ndr_read_handle(struct oa_reader *in)
{
	struct oa_ndr_handle handle;

	oa_read_align(in, 4);
	oa_read_copy(in, handle.bytes, sizeof(handle.bytes));
	return handle;
}

void oa_ndr_read_string(struct oa_reader *in, char *buffer, size_t size)
{
	uint32_t max = oa_ndr_read_u32(in);
	uint32_t offset = oa_ndr_read_u32(in);
	uint32_t actual = oa_ndr_read_u32(in);
	const char *text;

	/* A part of an array that reaches beyond the array. */
	if (offset > max || actual > max - offset)
		in->bad = true;
	text = (const char *)oa_read_bytes(in, actual);
	oa_clean(buffer, size, text, text ? strnlen(text, actual) : 0);
}

int oa_ndr_read_result(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	uint32_t value;

	if (len < 4 || len % 4)
		return oa_fail(err, OA_LAYER_RPC, 0, "reply of %zu bytes", len);
	oa_read_skip(&in, len - 4);
	value = oa_read_u32(&in);
	*ret_value = value;
	return 0;
}

void oa_ndr_write_u16(struct oa_writer *out, uint16_t value)
{
	oa_write_align(out, 2);
	oa_write_u16(out, value);
}

void oa_ndr_write_u32(struct oa_writer *out, uint32_t value)
{
	oa_write_align(out, 4);
	oa_write_u32(out, value);
}

void oa_ndr_write_pointer(struct oa_writer *out, bool is_null, uint32_t index)
{
	oa_ndr_write_u32(out, is_null ? 0 : REFERENT_BASE + 4 * index);
}

void oa_ndr_write_handle(struct oa_writer *out, const struct oa_ndr_handle *handle)
{
	oa_write_align(out, 4);
	oa_write_bytes(out, handle->bytes, sizeof(handle->bytes));
}

void oa_ndr_write_string(struct oa_writer *out, const char *text)
{
	size_t len = strlen(text) + 1;

	oa_ndr_write_u32(out, (uint32_t)len);
	oa_ndr_write_u32(out, 0);
	oa_ndr_write_u32(out, (uint32_t)len);
	oa_write_bytes(out, text, len);
}

bool oa_ndr_handle_is_null(const struct oa_ndr_handle *handle)
{
	static const struct oa_ndr_handle null;

	return !memcmp(handle->bytes, null.bytes, sizeof(null.bytes));
}
