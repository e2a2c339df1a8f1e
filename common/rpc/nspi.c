/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/nspi.h"

#include "common/net/utf16.h"

#include <string.h>

/* What an English Windows sends; Unicode is refused here ([MS-OXNSPI] 2.2.8). */
#define CODE_PAGE_LATIN 1252
#define LOCALE_ENGLISH  1033

/* The only column asked for: PidTagDisplayName ([MS-OXPROPS]). */
#define TAG_DISPLAY_NAME 0x3001001f

/* STAT with a position at the beginning of the global address list ([MS-OXNSPI]
 * 2.2.8). */
static void write_stat(struct oa_writer *out)
{
	oa_write_align(out, 4);
	oa_write_zeros(out, 24); /* order, container 0, place, step, rows */
	oa_ndr_write_u32(out, CODE_PAGE_LATIN);
	oa_ndr_write_u32(out, LOCALE_ENGLISH);
	oa_ndr_write_u32(out, LOCALE_ENGLISH);
}

void oa_nspi_write_bind(struct oa_writer *out)
{
	oa_ndr_write_u32(out, 0); /* flags: not anonymous */
	write_stat(out);
	oa_ndr_write_pointer(out, true, 0); /* the server's GUID is not wanted */
}

int oa_nspi_parse_bind(const void *stub, size_t len,
	struct oa_nspi_session *ret_session, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_nspi_session session = {0};

	if (oa_ndr_read_result(stub, len, &session.value, err) < 0)
		return oa_fail_context(err, "NspiBind");
	if (oa_ndr_read_pointer(&in))
		oa_read_skip(&in, 16);
	session.handle = oa_ndr_read_handle(&in);
	(void)oa_ndr_read_u32(&in);
	if (!session.value && (in.bad || oa_read_left(&in)))
		return oa_fail(err, OA_LAYER_RPC, 0,
			"NspiBind: malformed reply of %zu bytes", len);
	if (!session.value && oa_ndr_handle_is_null(&session.handle))
		return oa_fail(
			err, OA_LAYER_RPC, 0, "NspiBind: success without a session");
	*ret_session = session;
	return 0;
}

void oa_nspi_write_unbind(struct oa_writer *out, const struct oa_ndr_handle *handle)
{
	oa_ndr_write_handle(out, handle);
	oa_ndr_write_u32(out, 0); /* reserved */
}

int oa_nspi_parse_unbind(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err)
{
	if (len != OA_NDR_HANDLE_LEN + 4)
		return oa_fail(
			err, OA_LAYER_RPC, 0, "NspiUnbind: reply of %zu bytes", len);
	return oa_ndr_read_result(stub, len, ret_value, err);
}

/* PropertyTagArray_r with one tag; it has room for one more ([MS-OXNSPI] 2.2.2.1). */
static void write_tags(struct oa_writer *out)
{
	oa_ndr_write_u32(out, 2);
	oa_ndr_write_u32(out, 1); /* tags */
	oa_ndr_write_u32(out, 0);
	oa_ndr_write_u32(out, 1);
	oa_ndr_write_u32(out, TAG_DISPLAY_NAME);
}

/* WStringsArray_r with one string ([MS-OXNSPI] 2.2.6.2). */
static void write_strings(struct oa_writer *out, const struct oa_utf16 *text)
{
	uint32_t units = (uint32_t)(text->len / 2) + 1;

	oa_ndr_write_u32(out, 1);
	oa_ndr_write_u32(out, 1);
	oa_ndr_write_pointer(out, false, 1);
	oa_ndr_write_u32(out, units);
	oa_ndr_write_u32(out, 0);
	oa_ndr_write_u32(out, units);
	if (text->len)
		oa_write_bytes(out, text->bytes, text->len);
	oa_write_u16(out, 0);
}

int oa_nspi_write_resolve(struct oa_writer *out, const struct oa_ndr_handle *handle,
	const char *name, struct oa_error *err)
{
	struct oa_utf16 text;
	size_t len = strlen(name);

	if (len > OA_NSPI_NAME_MAX)
		return oa_fail(err, OA_LAYER_USAGE, 0, "name longer than %d bytes",
			OA_NSPI_NAME_MAX);
	if (oa_utf16_from_utf8(name, len, &text, err) < 0)
		return -1;
	oa_ndr_write_handle(out, handle);
	oa_ndr_write_u32(out, 0); /* reserved */
	write_stat(out);
	oa_ndr_write_pointer(out, false, 0);
	write_tags(out);
	write_strings(out, &text);
	oa_utf16_free(&text);
	return 0;
}

/* PropertyTagArray_r behind a pointer, with one element for the one name; the rows
 * behind it say nothing more that is wanted here. */
static uint32_t read_match(struct oa_reader *in)
{
	uint32_t max, count, offset, actual;

	if (!oa_ndr_read_pointer(in)) {
		in->bad = true;
		return 0;
	}
	max = oa_ndr_read_u32(in);
	count = oa_ndr_read_u32(in);
	offset = oa_ndr_read_u32(in);
	actual = oa_ndr_read_u32(in);
	if (count != 1 || actual != 1 || offset || !max)
		in->bad = true;
	return oa_ndr_read_u32(in);
}

int oa_nspi_parse_resolve(const void *stub, size_t len,
	struct oa_nspi_resolved *ret_resolved, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_nspi_resolved resolved = {0};
	uint32_t match = OA_NSPI_NOBODY;

	if (oa_ndr_read_result(stub, len, &resolved.value, err) < 0)
		return oa_fail_context(err, "NspiResolveNamesW");
	if (!resolved.value || resolved.value == OA_NSPI_ERRORS_RETURNED)
		match = read_match(&in);
	if (in.bad || match > OA_NSPI_ONE)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"NspiResolveNamesW: malformed reply of %zu bytes", len);
	resolved.match = (enum oa_nspi_match)match;
	*ret_resolved = resolved;
	return 0;
}

void oa_nspi_write_update(struct oa_writer *out, const struct oa_ndr_handle *handle)
{
	oa_ndr_write_handle(out, handle);
	oa_ndr_write_u32(out, 0); /* reserved */
	write_stat(out);
	oa_ndr_write_pointer(out, true, 0); /* the distance moved is not wanted */
}

int oa_nspi_parse_update(const void *stub, size_t len, struct oa_nspi_size *ret_size,
	struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_nspi_size size = {0};

	if (oa_ndr_read_result(stub, len, &size.value, err) < 0)
		return oa_fail_context(err, "NspiUpdateStat");
	oa_read_skip(&in, 20); /* STAT up to its number of rows */
	size.entries = oa_ndr_read_u32(&in);
	oa_read_skip(&in, 12);
	if (oa_ndr_read_pointer(&in))
		(void)oa_ndr_read_u32(&in);
	(void)oa_ndr_read_u32(&in);
	if (!size.value && (in.bad || oa_read_left(&in)))
		return oa_fail(err, OA_LAYER_RPC, 0,
			"NspiUpdateStat: malformed reply of %zu bytes", len);
	*ret_size = size;
	return 0;
}
