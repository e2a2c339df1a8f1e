/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/bind.h"
#include "common/rpc/call.h"
#include "common/rpc/eeinfo.h"
#include "common/rpc/emsmdb.h"
#include "common/rpc/mgmt.h"
#include "common/rpc/ndr.h"
#include "common/rpc/rpcauth.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void read_extended(const uint8_t *bytes, size_t len)
{
	struct oa_eeinfo info;

	(void)oa_eeinfo_parse(bytes, len, &info, NULL);
}

static void parse_answer(const uint8_t *data, size_t len)
{
	struct oa_pdu pdu;
	struct oa_bind_ack ack;
	struct oa_bind_nak nak;
	struct oa_fault fault;

	if (oa_pdu_parse(data, len, &pdu, NULL))
		return;
	(void)oa_bind_ack_parse(&pdu, &ack, NULL);
	if (oa_bind_nak_parse(&pdu, &nak, NULL) == 0)
		read_extended(nak.extended, nak.extended_len);
	if (oa_fault_parse(&pdu, &fault, NULL) == 0)
		read_extended(fault.extended, fault.extended_len);
}

/* Cuts the input into PDUs as they come from a stream. */
static void parse_stream(const uint8_t *data, size_t len)
{
	static struct oa_reply reply;
	struct oa_pdu_header header;
	struct oa_pdu pdu;

	oa_reply_init(&reply, 2);
	while (!oa_pdu_peek(data, len, &header, NULL) && header.frag_len <= len) {
		if (oa_pdu_parse(data, header.frag_len, &pdu, NULL) ||
			oa_reply_add(&reply, &pdu, NULL))
			return;
		data += header.frag_len;
		len -= header.frag_len;
	}
}

static void parse_listening(const uint8_t *data, size_t len)
{
	struct oa_mgmt_listening listening;

	(void)oa_mgmt_parse_listening(data, len, &listening, NULL);
}

static void parse_stub(const uint8_t *data, size_t len)
{
	struct oa_reader in = oa_reader(data, len);
	char text[64];
	uint32_t value;

	(void)oa_emsmdb_parse_dummy(data, len, &value, NULL);
	while (oa_read_left(&in)) {
		if (oa_ndr_read_pointer(&in))
			oa_ndr_read_string(&in, text, sizeof(text));
		(void)oa_ndr_read_handle(&in);
		(void)oa_ndr_read_u16(&in);
	}
}

static void unprotect(const uint8_t *data, size_t len, enum oa_rpcauth_level level)
{
	static uint8_t copy[65536];
	struct oa_rpcauth auth;
	uint8_t key[16];

	if (len > sizeof(copy))
		return;
	if (len)
		memcpy(copy, data, len);
	memset(key, 0x55, sizeof(key)); /* the corpus is signed with it */
	oa_rpcauth_init_ntlm(&auth, level, 0, key);
	(void)oa_rpcauth_unprotect(&auth, copy, len, NULL);
	oa_rpcauth_free(&auth);
}

/* The first byte chooses the decoder. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t choice = len ? *data++ : 0;

	len -= len ? 1 : 0;
	switch (choice) {
	case 'a':
		parse_answer(data, len);
		break;
	case 's':
		parse_stream(data, len);
		break;
	case 'l':
		parse_listening(data, len);
		break;
	case 'n':
		parse_stub(data, len);
		break;
	case '5':
		unprotect(data, len, OA_RPCAUTH_LEVEL_INTEGRITY);
		break;
	case '6':
		unprotect(data, len, OA_RPCAUTH_LEVEL_PRIVACY);
		break;
	default:
		break;
	}
	return 0;
}
