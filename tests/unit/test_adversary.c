/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/client.h"
#include "common/rpc/emsmdb.h"
#include "tests/unit/hex.h"
#include "tests/unit/memtunnel.h"
#include "tests/unit/runner.h"

/*
 * A conversation from CONN/A3 to the answer of EcDummyRpc, spoilt byte by byte.  It
 * must never pass for good, but where a byte provably does not matter.
 */

/* The PDUs of the conversation. */
enum { A3, C2, BIND_ACK, RESPONSE, PDUS };

static const char *const vectors[PDUS] = {
	VECTOR_CONN_A3, VECTOR_CONN_C2, VECTOR_BIND_ACK, VECTOR_RESPONSE_DUMMY};

/* Bytes of a PDU, from `at` on, of which no change matters beyond the bits kept. */
static const struct harmless {
	int pdu;
	size_t at;
	size_t len;
	uint8_t kept; /* bits that do matter */
} harmless[] = {
	{A3, 24, 4, 0},       /* ConnectionTimeout: reported only */
	{C2, 32, 4, 0},       /* ReceiveWindowSize: enough is left, unless all is 0 */
	{C2, 40, 4, 0},       /* ConnectionTimeout */
	{BIND_ACK, 3, 1, 3},  /* flags but first and last */
	{BIND_ACK, 16, 2, 0}, /* longest fragment sent: judged as it comes */
	{BIND_ACK, 18, 1, 0}, /* longest fragment taken, low byte */
	{BIND_ACK, 19, 1, 0}, /* high byte: 248 bytes are enough for a request */
	{BIND_ACK, 20, 4, 0}, /* association group: never used again */
	{BIND_ACK, 24, 1, 0}, /* length of the address, as long as padding hides it */
	{BIND_ACK, 26, 6, 0}, /* the address, its NUL, and padding */
	{BIND_ACK, 33, 3, 0}, /* reserved */
	{BIND_ACK, 38, 2, 0}, /* reason of a refusal that is none */
	{RESPONSE, 3, 1, 3},  /* flags but first and last */
	{RESPONSE, 16, 4, 0}, /* allocation hint */
	{RESPONSE, 20, 4, 0}, /* context, cancels, reserved: the call id tells */
};

static bool is_harmless(int pdu, size_t at, uint8_t changed)
{
	for (size_t i = 0; i < OA_LENGTH(harmless); i++) {
		const struct harmless *row = &harmless[i];

		if (row->pdu == pdu && at >= row->at && at < row->at + row->len &&
			!(changed & row->kept))
			return true;
	}
	return false;
}

/* Returns true if everything seems to be well to the end. */
static bool passes(const struct flow *flow)
{
	static const struct oa_rpc_logon anonymous = {.type = OA_RPCAUTH_NONE};
	struct memtunnel *f = memtunnel_new(flow);
	struct oa_deadline until = oa_deadline_in(10);
	struct oa_rpc_outcome outcome = {0};
	struct oa_error err = {0};
	struct oa_rpc rpc;
	uint32_t value = 1;
	bool is_good;

	f->out.memory.end = MEMSTREAM_EOF;
	oa_rpc_init(&rpc, &f->vconn);
	is_good = oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, until, &err) == 0 &&
		  oa_rpc_bind(&rpc, oa_iface_get(OA_IFACE_EMSMDB), &anonymous, until,
			  &outcome, &err) == 0 &&
		  outcome.answer == OA_RPC_ACCEPTED &&
		  oa_rpc_call(&rpc, OA_EMSMDB_DUMMY_RPC, NULL, 0, until, &outcome,
			  &err) == 0 &&
		  outcome.answer == OA_RPC_ACCEPTED &&
		  oa_emsmdb_parse_dummy(rpc.reply.stub, rpc.reply.len, &value, &err) ==
			  0 &&
		  value == 0;
	/* what fails must say what it was, and how the tunnel is */
	ck_assert(is_good || err.text[0] || outcome.answer != OA_RPC_ACCEPTED || value);
	ck_assert_int_ne(f->vconn.end, OA_VCONN_TIMEOUT);
	oa_rpc_free(&rpc);
	memtunnel_free(f);
	return is_good;
}

/* The conversation; ret_at says where each PDU begins. */
static struct flow conversation(size_t ret_at[PDUS + 1])
{
	struct flow flow = flow_of(OK_HEAD, "", "");

	for (int i = 0; i < PDUS; i++) {
		ret_at[i] = flow.len;
		flow_hex(&flow, vectors[i]);
	}
	ret_at[PDUS] = flow.len;
	return flow;
}

/* Says what passes although something that matters is wrong. */
static void judge(const struct flow *good, const size_t at[PDUS + 1],
	const struct flow *spoilt, const char *how, size_t where)
{
	if (!passes(spoilt))
		return;
	for (int pdu = 0; pdu < PDUS; pdu++)
		for (size_t i = at[pdu]; i < at[pdu + 1]; i++) {
			uint8_t changed = good->bytes[i] ^ spoilt->bytes[i];

			if (changed && !is_harmless(pdu, i - at[pdu], changed))
				ck_abort_msg("%s %zu: PDU %d, byte %zu, 0x%02x passes",
					how, where, pdu, i - at[pdu], spoilt->bytes[i]);
		}
}

START_TEST(healthy_passes)
{
	size_t at[PDUS + 1];
	struct flow flow = conversation(at);

	ck_assert(passes(&flow));
}
END_TEST

static void spoil(const struct flow *flow, const size_t at[PDUS + 1], size_t where,
	uint8_t change)
{
	struct flow spoilt = *flow;

	spoilt.bytes[where] ^= change;
	judge(flow, at, &spoilt, "change of", where);
}

/* Every bit of every byte, and the ways to its edges. */
START_TEST(spoilt_bytes_do_not_pass)
{
	static const uint8_t changes[] = {
		1, 2, 4, 8, 16, 32, 64, 128, 3, 7, 15, 31, 63, 127, 255};
	size_t at[PDUS + 1];
	struct flow flow = conversation(at);

	for (size_t i = at[0]; i < at[PDUS]; i++)
		for (size_t k = 0; k < OA_LENGTH(changes); k++)
			spoil(&flow, at, i, changes[k]);
}
END_TEST

/* Every other version, type and set of flags. */
START_TEST(other_kinds_do_not_pass)
{
	size_t at[PDUS + 1];
	struct flow flow = conversation(at);

	for (int pdu = 0; pdu < PDUS; pdu++)
		for (size_t i = at[pdu]; i < at[pdu] + 4; i++)
			for (unsigned change = 1; change <= 0xff; change++)
				spoil(&flow, at, i, (uint8_t)change);
}
END_TEST

START_TEST(cut_streams_do_not_pass)
{
	size_t at[PDUS + 1];
	struct flow flow = conversation(at);

	for (size_t len = 0; len < at[PDUS]; len++) {
		struct flow cut = flow;

		cut.len = len;
		ck_assert_msg(!passes(&cut), "cut after %zu bytes", len);
	}
}
END_TEST

/* A byte that is missing or too many shifts all that follows. */
START_TEST(shifted_streams_do_not_pass)
{
	size_t at[PDUS + 1];
	struct flow flow = conversation(at);

	for (size_t i = at[0]; i < at[PDUS]; i++) {
		struct flow less = flow, more = flow;

		memmove(less.bytes + i, less.bytes + i + 1, flow.len - i - 1);
		less.len--;
		judge(&flow, at, &less, "without", i);
		memmove(more.bytes + i + 1, more.bytes + i, flow.len - i);
		more.bytes[i] ^= 0x55;
		more.len++;
		judge(&flow, at, &more, "one more at", i);
	}
}
END_TEST

/* Whole PDUs in another order, twice, or left out. */
START_TEST(disordered_pdus_do_not_pass)
{
	static const char *const wrong[] = {
		VECTOR_CONN_C2 VECTOR_CONN_A3 VECTOR_BIND_ACK VECTOR_RESPONSE_DUMMY,
		VECTOR_CONN_A3 VECTOR_CONN_A3 VECTOR_CONN_C2 VECTOR_BIND_ACK,
		VECTOR_CONN_A3 VECTOR_BIND_ACK VECTOR_CONN_C2 VECTOR_RESPONSE_DUMMY,
		OPENING VECTOR_RESPONSE_DUMMY VECTOR_BIND_ACK,
		OPENING VECTOR_BIND_ACK VECTOR_BIND_ACK VECTOR_RESPONSE_DUMMY,
		OPENING VECTOR_BIND_ACK, OPENING VECTOR_RESPONSE_DUMMY, OPENING,
		OPENING VECTOR_BIND_ACK VECTOR_BIND_NAK,
		OPENING VECTOR_BIND_NAK VECTOR_RESPONSE_DUMMY,
		OPENING VECTOR_BIND_ACK VECTOR_FAULT,
		OPENING VECTOR_BIND_ACK VECTOR_REQUEST_DUMMY,
		OPENING VECTOR_BIND_EMSMDB VECTOR_RESPONSE_DUMMY};

	for (size_t i = 0; i < OA_LENGTH(wrong); i++) {
		struct flow flow = flow_of(OK_HEAD, wrong[i], "");

		ck_assert_msg(!passes(&flow), "order %zu", i);
	}
}
END_TEST

OA_TEST_MAIN("adversary", healthy_passes, spoilt_bytes_do_not_pass,
	other_kinds_do_not_pass, cut_streams_do_not_pass, shifted_streams_do_not_pass,
	disordered_pdus_do_not_pass)
