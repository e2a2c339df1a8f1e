/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"

#include <string.h>

struct oa_reader oa_reader(const void *data, size_t len)
{
	return (struct oa_reader){.data = data, .len = len};
}

size_t oa_read_left(const struct oa_reader *in)
{
	return in->bad ? 0 : in->len - in->pos;
}

const uint8_t *oa_read_bytes(struct oa_reader *in, size_t len)
{
	const uint8_t *bytes;

	if (in->bad || len > in->len - in->pos) {
		in->bad = true;
		return NULL;
	}
	bytes = in->data + in->pos;
	in->pos += len;
	return bytes;
}

void oa_read_copy(struct oa_reader *in, void *ret_bytes, size_t len)
{
	const uint8_t *bytes = oa_read_bytes(in, len);

	if (bytes && len)
		memcpy(ret_bytes, bytes, len);
	else
		memset(ret_bytes, 0, len);
}

void oa_read_skip(struct oa_reader *in, size_t len)
{
	(void)oa_read_bytes(in, len);
}

void oa_read_align(struct oa_reader *in, size_t unit)
{
	oa_read_skip(in, -in->pos & (unit - 1));
}

struct oa_reader oa_read_part(struct oa_reader *in, size_t len)
{
	const uint8_t *bytes = oa_read_bytes(in, len);
	struct oa_reader part = oa_reader(bytes, bytes ? len : 0);

	part.bad = !bytes && in->bad;
	return part;
}

static uint64_t read_number(struct oa_reader *in, size_t len)
{
	const uint8_t *bytes = oa_read_bytes(in, len);
	uint64_t value = 0;

	for (size_t i = len; bytes && i-- > 0;)
		value = value << 8 | bytes[i];
	return value;
}

uint8_t oa_read_u8(struct oa_reader *in)
{
	return (uint8_t)read_number(in, 1);
}

uint16_t oa_read_u16(struct oa_reader *in)
{
	return (uint16_t)read_number(in, 2);
}

uint32_t oa_read_u32(struct oa_reader *in)
{
	return (uint32_t)read_number(in, 4);
}

uint64_t oa_read_u64(struct oa_reader *in)
{
	return read_number(in, 8);
}

uint16_t oa_read_u16be(struct oa_reader *in)
{
	return __builtin_bswap16(oa_read_u16(in));
}

struct oa_writer oa_writer(void *data, size_t cap)
{
	return (struct oa_writer){.data = data, .cap = cap};
}

void oa_write_bytes(struct oa_writer *out, const void *bytes, size_t len)
{
	if (out->bad || len > out->cap - out->len) {
		out->bad = true;
		return;
	}
	if (len)
		memcpy(out->data + out->len, bytes, len);
	out->len += len;
}

void oa_write_zeros(struct oa_writer *out, size_t len)
{
	if (out->bad || len > out->cap - out->len) {
		out->bad = true;
		return;
	}
	memset(out->data + out->len, 0, len);
	out->len += len;
}

void oa_write_align(struct oa_writer *out, size_t unit)
{
	oa_write_zeros(out, -out->len & (unit - 1));
}

static void put_number(uint8_t *bytes, uint64_t value, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
}

static void write_number(struct oa_writer *out, uint64_t value, size_t len)
{
	uint8_t bytes[8];

	put_number(bytes, value, len);
	oa_write_bytes(out, bytes, len);
}

void oa_write_u8(struct oa_writer *out, uint8_t value)
{
	write_number(out, value, 1);
}

void oa_write_u16(struct oa_writer *out, uint16_t value)
{
	write_number(out, value, 2);
}

void oa_write_u32(struct oa_writer *out, uint32_t value)
{
	write_number(out, value, 4);
}

void oa_write_u64(struct oa_writer *out, uint64_t value)
{
	write_number(out, value, 8);
}

static void write_number_at(
	struct oa_writer *out, size_t pos, uint64_t value, size_t len)
{
	if (out->bad || pos > out->len || len > out->len - pos) {
		out->bad = true;
		return;
	}
	put_number(out->data + pos, value, len);
}

void oa_write_u16_at(struct oa_writer *out, size_t pos, uint16_t value)
{
	write_number_at(out, pos, value, 2);
}
