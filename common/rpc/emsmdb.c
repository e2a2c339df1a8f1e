/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/emsmdb.h"

/* What an English Windows sends. */
#define CODE_PAGE_LATIN 1252
#define LOCALE_ENGLISH  1033

/* There is no session to link the new one with. */
#define NO_LINK 0xffffffff

/* The most auxiliary data that a server may be asked for. */
#define AUX_OUT_MAX 0x1008

/* The auxiliary buffer with one block in it: RPC_HEADER_EXT ([MS-OXCRPC] 2.2.2.1),
 * AUX_HEADER (2.2.2.2) and AUX_PERF_CLIENTINFO (2.2.2.2.4). */
#define AUX_EXT_LEN    8
#define AUX_CLIENT_LEN 32
#define AUX_LEN        (AUX_EXT_LEN + AUX_CLIENT_LEN)
#define AUX_EXT_LAST   0x0004
#define AUX_VERSION_1  1
#define AUX_CLIENTINFO 2
#define MODE_CACHED    2

int oa_emsmdb_parse_dummy(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	uint32_t value = oa_read_u32(&in);

	if (in.bad || oa_read_left(&in))
		return oa_fail(
			err, OA_LAYER_RPC, 0, "EcDummyRpc: reply of %zu bytes", len);
	*ret_value = value;
	return 0;
}

/* Names, addresses and adapters are none of a server's business: their offsets and
 * sizes stay zero, which means that they are not given. */
static void write_client_info(struct oa_writer *out)
{
	oa_write_u16(out, 0); /* version of the header */
	oa_write_u16(out, AUX_EXT_LAST);
	oa_write_u16(out, AUX_CLIENT_LEN);
	oa_write_u16(out, AUX_CLIENT_LEN); /* the same, as nothing is compressed */
	oa_write_u16(out, AUX_CLIENT_LEN);
	oa_write_u8(out, AUX_VERSION_1);
	oa_write_u8(out, AUX_CLIENTINFO);
	oa_write_zeros(out, AUX_CLIENT_LEN - 4 - 4);
	oa_write_u16(out, MODE_CACHED);
	oa_write_u16(out, 0);
}

static void write_aux(struct oa_writer *out, bool is_cached)
{
	uint32_t len = is_cached ? AUX_LEN : 0;

	oa_ndr_write_u32(out, len); /* elements of the array */
	if (is_cached)
		write_client_info(out);
	oa_ndr_write_u32(out, len);
}

void oa_emsmdb_write_connect(
	struct oa_writer *out, const struct oa_emsmdb_connect *connect)
{
	oa_ndr_write_string(out, connect->user_dn);
	oa_ndr_write_u32(out, 0); /* flags: an ordinary user */
	oa_ndr_write_u32(out, 0); /* hash to spread connections by */
	oa_ndr_write_u32(out, 0); /* limit, always 0 */
	oa_ndr_write_u32(out, CODE_PAGE_LATIN);
	oa_ndr_write_u32(out, LOCALE_ENGLISH);
	oa_ndr_write_u32(out, LOCALE_ENGLISH);
	oa_ndr_write_u32(out, NO_LINK);
	oa_ndr_write_u16(out, 1); /* code pages can be converted */
	for (size_t i = 0; i < 3; i++)
		oa_ndr_write_u16(out, connect->version.word[i]);
	oa_ndr_write_u32(out, 0); /* time stamp of the session to link with */
	write_aux(out, connect->is_cached);
	oa_ndr_write_u32(out, AUX_OUT_MAX);
}

static struct oa_mapi_version read_version(struct oa_reader *in)
{
	struct oa_mapi_version version;

	for (size_t i = 0; i < 3; i++)
		version.word[i] = oa_ndr_read_u16(in);
	return version;
}

/* Passes over an array of bytes of which a part is sent. */
static void skip_bytes(struct oa_reader *in)
{
	uint32_t max = oa_ndr_read_u32(in);
	uint32_t offset = oa_ndr_read_u32(in);
	uint32_t actual = oa_ndr_read_u32(in);

	if (offset > max || actual > max - offset)
		in->bad = true;
	oa_read_skip(in, actual);
}

static void read_optional_string(struct oa_reader *in, char *buffer, size_t size)
{
	buffer[0] = '\0';
	if (oa_ndr_read_pointer(in))
		oa_ndr_read_string(in, buffer, size);
}

static void read_session(struct oa_reader *in, struct oa_emsmdb_session *session)
{
	char prefix[4];

	session->handle = oa_ndr_read_handle(in);
	oa_read_skip(in, 12); /* polling interval, retries, their delay */
	(void)oa_ndr_read_u16(in);
	read_optional_string(in, prefix, sizeof(prefix));
	read_optional_string(in, session->user_name, sizeof(session->user_name));
	session->server = read_version(in);
	(void)read_version(in); /* the best version, for very old clients */
	(void)oa_ndr_read_u32(in);
	skip_bytes(in);
	(void)oa_ndr_read_u32(in); /* bytes of auxiliary data, once more */
	session->value = oa_ndr_read_u32(in);
}

int oa_emsmdb_parse_connect(const void *stub, size_t len,
	struct oa_emsmdb_session *ret_session, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_emsmdb_session session = {0};
	uint32_t value;

	if (oa_ndr_read_result(stub, len, &value, err) < 0)
		return oa_fail_context(err, "EcDoConnectEx");
	if (value) {
		*ret_session = (struct oa_emsmdb_session){.value = value};
		return 0;
	}
	read_session(&in, &session);
	if (in.bad || oa_read_left(&in))
		return oa_fail(err, OA_LAYER_RPC, 0,
			"EcDoConnectEx: malformed reply of %zu bytes", len);
	if (oa_ndr_handle_is_null(&session.handle))
		return oa_fail(err, OA_LAYER_RPC, 0,
			"EcDoConnectEx: success without a session");
	*ret_session = session;
	return 0;
}

void oa_emsmdb_write_disconnect(
	struct oa_writer *out, const struct oa_ndr_handle *handle)
{
	oa_ndr_write_handle(out, handle);
}

int oa_emsmdb_parse_disconnect(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err)
{
	if (len != OA_NDR_HANDLE_LEN + 4)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"EcDoDisconnect: reply of %zu bytes", len);
	return oa_ndr_read_result(stub, len, ret_value, err);
}
