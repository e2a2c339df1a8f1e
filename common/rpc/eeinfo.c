/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/eeinfo.h"
#include "common/base/bytes.h"
#include "common/net/base64.h"
#include "common/base/text.h"
#include "common/net/utf16.h"
#include "common/rpc/ndr.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The only serialisation that is used: version 1, little-endian, 8 bytes of header. */
#define SERIAL_VERSION 1
#define SERIAL_LITTLE  0x10
#define SERIAL_LEN     8

/* Discriminants of [MS-EERR] 2.2.1.4 and 2.2.1.6. */
enum param_type {
	PARAM_ANSI = 1,
	PARAM_UNICODE = 2,
	PARAM_LONG = 3,
	PARAM_SHORT = 4,
	PARAM_POINTER = 5,
	PARAM_NONE = 6,
	PARAM_BINARY = 7,
};
enum name_type { NAME_PRESENT = 1, NAME_ABSENT = 2 };

/* An array that a pointer announces; it comes behind the records ([C706] 14.3.12). */
struct deferred {
	uint16_t count;       /* elements */
	bool is_to_come;      /* the pointer is not null */
	char *text;           /* where its text goes */
	size_t size;          /* bytes there */
	enum param_type type; /* kind of elements */
};

/* What one record has announced: its computer's name, then its parameters. */
struct announced {
	struct deferred item[1 + OA_EEINFO_PARAMS_MAX];
	size_t count;
};

static uint64_t read_u64(struct oa_reader *in)
{
	oa_read_align(in, 8);
	return oa_read_u64(in);
}

/* A structure of length and pointer; the discriminant stands before it. */
static void read_counted(struct oa_reader *in, struct announced *announced,
	enum param_type type, char *text, size_t size)
{
	struct deferred *item = &announced->item[announced->count++];

	oa_read_align(in, 4);
	*item = (struct deferred){.type = type, .text = text, .size = size};
	item->count = oa_ndr_read_u16(in);
	item->is_to_come = oa_ndr_read_pointer(in);
}

/* An enumeration of 16 bits, repeated as the discriminant of the union behind it. */
static uint16_t read_discriminant(struct oa_reader *in)
{
	uint16_t type = oa_ndr_read_u16(in);

	if (oa_ndr_read_u16(in) != type)
		in->bad = true;
	return type;
}

static void read_name(struct oa_reader *in, struct oa_eeinfo_record *record,
	struct announced *announced)
{
	oa_read_align(in, 4);
	switch (read_discriminant(in)) {
	case NAME_PRESENT:
		read_counted(in, announced, PARAM_UNICODE, record->computer,
			sizeof(record->computer));
		break;
	case NAME_ABSENT:
		break;
	default:
		in->bad = true;
	}
}

static void read_param(
	struct oa_reader *in, struct announced *announced, char *text, size_t size)
{
	uint16_t type;

	/* it may hold 64 bits, and all of its kind are aligned like that one */
	oa_read_align(in, 8);
	type = read_discriminant(in);
	switch (type) {
	case PARAM_ANSI:
	case PARAM_UNICODE:
	case PARAM_BINARY:
		read_counted(in, announced, (enum param_type)type, text, size);
		break;
	case PARAM_LONG:
		snprintf(text, size, "%d", (int32_t)oa_ndr_read_u32(in));
		break;
	case PARAM_SHORT:
		snprintf(text, size, "%d", (int16_t)oa_ndr_read_u16(in));
		break;
	case PARAM_POINTER:
		snprintf(text, size, "0x%llx", (unsigned long long)read_u64(in));
		break;
	case PARAM_NONE:
		break;
	default:
		in->bad = true;
	}
}

/* The part of a record that has a fixed place; returns true if another follows. */
static bool read_record(struct oa_reader *in, struct oa_eeinfo_record *record,
	struct announced *announced)
{
	uint32_t capacity = oa_ndr_read_u32(in);
	bool has_next;

	oa_read_align(in, 8);
	has_next = oa_ndr_read_pointer(in);
	read_name(in, record, announced);
	record->process_id = oa_ndr_read_u32(in);
	record->timestamp = read_u64(in);
	record->component = oa_ndr_read_u32(in);
	record->status = oa_ndr_read_u32(in);
	record->location = oa_ndr_read_u16(in);
	record->flags = oa_ndr_read_u16(in);
	record->param_count = oa_ndr_read_u16(in);
	if (record->param_count != capacity ||
		record->param_count > OA_EEINFO_PARAMS_MAX) {
		in->bad = true;
		record->param_count = 0;
	}
	for (size_t i = 0; i < record->param_count; i++)
		read_param(in, announced, record->params[i], sizeof(record->params[i]));
	return has_next && !in->bad;
}

static void show_binary(const struct deferred *item, const uint8_t *bytes)
{
	item->text[0] = '\0';
	for (size_t i = 0; i < item->count; i++)
		if (!oa_append(item->text, item->size, "%02x", bytes[i]))
			return;
}

/* Strings end with a NUL, which is counted. */
static void show(const struct deferred *item, const uint8_t *bytes, size_t len)
{
	if (item->type == PARAM_BINARY) {
		show_binary(item, bytes);
	} else if (item->type == PARAM_UNICODE) {
		if (len >= 2 && !bytes[len - 1] && !bytes[len - 2])
			len -= 2;
		oa_utf16_to_text(bytes, len, item->text, item->size);
	} else {
		oa_clean(item->text, item->size, (const char *)bytes,
			strnlen((const char *)bytes, len));
	}
}

static void read_deferred(struct oa_reader *in, const struct deferred *item)
{
	size_t width = item->type == PARAM_UNICODE ? 2 : 1;
	const uint8_t *bytes;

	if (!item->is_to_come)
		return;
	if (oa_ndr_read_u32(in) != item->count || item->count > INT16_MAX)
		in->bad = true;
	bytes = oa_read_bytes(in, item->count * width);
	if (bytes && !in->bad)
		show(item, bytes, item->count * width);
}

/* Pointers are followed in depth, and `Next` comes first: so all records come one
 * after the other, and then their strings, those of the innermost first. */
static void read_chain(struct oa_reader *in, struct oa_eeinfo *info)
{
	struct announced announced[OA_EEINFO_RECORDS_MAX] = {0};
	bool goes_on = oa_ndr_read_pointer(in);

	if (!goes_on)
		in->bad = true;
	while (goes_on && !in->bad) {
		if (info->count == OA_EEINFO_RECORDS_MAX) {
			in->bad = true;
			return;
		}
		goes_on = read_record(
			in, &info->record[info->count], &announced[info->count]);
		info->count++;
	}
	for (size_t i = info->count; i-- > 0 && !in->bad;)
		for (size_t j = 0; j < announced[i].count; j++)
			read_deferred(in, &announced[i].item[j]);
}

int oa_eeinfo_parse(
	const void *bytes, size_t len, struct oa_eeinfo *ret_info, struct oa_error *err)
{
	struct oa_reader in = oa_reader(bytes, len);
	struct oa_eeinfo info = {0};
	struct oa_reader body;

	if (len > OA_EEINFO_LEN_MAX)
		return oa_fail(err, OA_LAYER_RPC, 0, "EEInfo of %zu bytes", len);
	if (oa_read_u8(&in) != SERIAL_VERSION || oa_read_u8(&in) != SERIAL_LITTLE ||
		oa_read_u16(&in) != SERIAL_LEN)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"EEInfo is no type serialisation of version 1");
	oa_read_skip(&in, 4);
	len = oa_read_u32(&in);
	oa_read_skip(&in, 4);
	body = oa_read_part(&in, len);
	read_chain(&body, &info);
	if (body.bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "EEInfo breaks off in record %zu",
			info.count);
	*ret_info = info;
	return 0;
}

static bool is_base64(char c)
{
	return isalnum((unsigned char)c) || c == '+' || c == '/' || c == '=';
}

int oa_eeinfo_find(
	const char *text, size_t len, struct oa_eeinfo *ret_info, struct oa_error *err)
{
	static const char token[] = "EEInfo:";
	const char *at = memmem(text, len, token, sizeof(token) - 1);
	const char *end = text + len;
	uint8_t bytes[OA_EEINFO_LEN_MAX];
	size_t digits = 0, bytes_len;

	if (!at)
		return 0;
	at += sizeof(token) - 1;
	while (at < end && *at == ' ')
		at++;
	while (at + digits < end && is_base64(at[digits]))
		digits++;
	if (oa_base64_decode(at, digits, bytes, sizeof(bytes), &bytes_len) < 0)
		return oa_fail(err, OA_LAYER_RPC, 0, "EEInfo is not base64");
	return oa_eeinfo_parse(bytes, bytes_len, ret_info, err) < 0 ? -1 : 1;
}
