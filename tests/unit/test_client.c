/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/client.h"
#include "common/net/ntlm.h"
#include "common/net/ntlmcrypt.h"
#include "common/rpc/emsmdb.h"
#include "tests/unit/hex.h"
#include "tests/unit/memtunnel.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

/* clang-format off */

/* A challenge of EX1.lab.test that grants everything and has a time stamp. */
#define CHALLENGE \
	"4e544c4d5353500002000000060006003800000035828ae20123456789abcdef" \
	"0000000000000000540054003e0000000a007c4f0000000f4c00410042000200" \
	"06004c004100420001000600450058003100040010006c00610062002e007400" \
	"650073007400030018004500580031002e006c00610062002e00740065007300" \
	"7400070008000080209bcb82d80100000000"

/* The same without signing, sealing and key exchange. */
#define CHALLENGE_WEAK \
	"4e544c4d5353500002000000060006003800000005028aa20123456789abcdef" \
	"0000000000000000540054003e0000000a007c4f0000000f4c00410042000200" \
	"06004c004100420001000600450058003100040010006c00610062002e007400" \
	"650073007400030018004500580031002e006c00610062002e00740065007300" \
	"7400070008000080209bcb82d80100000000"

#define FAULT_TO_BIND \
	"0500032310000000200000000100000020000000000000000500000000000000"

#define ALTER_ACK \
	"05000f03100000003c00000002000000f80ff80f785634120500363030310000" \
	"0100000000000000045d888aeb1cc9119fe808002b10486002000000"

#define ALTER_ACK_NO_INTERFACE \
	"05000f03100000003800000002000000f80ff80f785634120100000001000000" \
	"020001000000000000000000000000000000000000000000"

#define BIND_ACK_SHORT_FRAGMENTS \
	"05000c03100000003c00000001000000f80f9805785634120500363030310000" \
	"0100000000000000045d888aeb1cc9119fe808002b10486002000000"

#define RESPONSE_PARTS \
	"05000201100000001c00000002000000080000000000000070090000" \
	"05000202100000001c00000002000000040000000000000011223344"

#define RESPONSE_3 \
	"05000203100000001c00000003000000040000000000000000000000"

/* clang-format on */

static const struct oa_rpc_logon anonymous = {.type = OA_RPCAUTH_NONE};

/* A client on an open virtual connection. */
struct fixture {
	struct memtunnel *tunnel;
	struct oa_rpc rpc;
};

/* What the server says after the opening, in hex. */
static struct fixture *fixture_new(struct flow *flow, const char *pdus)
{
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	*flow = flow_of(OK_HEAD, OPENING, "");
	flow_hex(flow, pdus);
	f->tunnel = memtunnel_opened(flow);
	oa_rpc_init(&f->rpc, &f->tunnel->vconn);
	return f;
}

static void fixture_free(struct fixture *f)
{
	oa_rpc_free(&f->rpc);
	memtunnel_free(f->tunnel);
	free(f);
}

static int bind_emsmdb(struct fixture *f, const struct oa_rpc_logon *logon,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	return oa_rpc_bind(&f->rpc, oa_iface_get(OA_IFACE_EMSMDB), logon,
		oa_deadline_in(5), ret_outcome, err);
}

static int call_dummy(
	struct fixture *f, struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	return oa_rpc_call(&f->rpc, OA_EMSMDB_DUMMY_RPC, NULL, 0, oa_deadline_in(5),
		ret_outcome, err);
}

static const struct bind_case {
	const char *answer;
	int result;
	enum oa_rpc_answer kind;
	uint32_t number;
	uint32_t reason;
	const char *text; /* of the error */
} binds[] = {
	{VECTOR_BIND_ACK, 0, OA_RPC_ACCEPTED, 0, 0, ""},
	{VECTOR_BIND_ACK_FEATURES, 0, OA_RPC_ACCEPTED, 0, 0, ""},
	{VECTOR_BIND_ACK_NO_ADDRESS, 0, OA_RPC_ACCEPTED, 0, 0, ""},
	{VECTOR_PING VECTOR_BIND_ACK, 0, OA_RPC_ACCEPTED, 0, 0, ""},
	{VECTOR_BIND_ACK_NO_INTERFACE, 0, OA_RPC_REJECTED, 2, 1, ""},
	{VECTOR_BIND_NAK, 0, OA_RPC_NAK, 8, 0, ""},
	{FAULT_TO_BIND, 0, OA_RPC_FAULT, 5, 0, ""},
	{VECTOR_FAULT, -1, 0, 0, 0, "answer to call 2 instead of 1"},
	{ALTER_ACK, -1, 0, 0, 0, "answer to call 2 instead of 1"},
	{VECTOR_BIND_EMSMDB, -1, 0, 0, 0, "bind in answer to bind"},
	{"05000203 10000000 1800 0000 01000000 00000000 0000 0000", -1, 0, 0, 0,
		"response in answer to bind"},
	{"05000c03 10000000 1800 0000 01000000 f80ff80f 78563412", -1, 0, 0, 0, ""},
	{"05000d03 10000000 1000 0000 01000000", -1, 0, 0, 0, ""},
	{"05000303 10000000 1000 0000 01000000", -1, 0, 0, 0, ""},
};

START_TEST(binds_without_authentication)
{
	for (size_t i = 0; i < OA_LENGTH(binds); i++) {
		const struct bind_case *test = &binds[i];
		struct oa_rpc_outcome outcome = {0};
		struct oa_error err = {0};
		struct flow flow;
		struct fixture *f = fixture_new(&flow, test->answer);

		ck_assert_int_eq(
			bind_emsmdb(f, &anonymous, &outcome, &err), test->result);
		ck_assert_hex(f->tunnel->in.memory.sent, f->tunnel->in.memory.sent_len,
			VECTOR_BIND_EMSMDB);
		ck_assert_msg(strstr(err.text, test->text) != NULL, "%s", err.text);
		ck_assert_int_eq(
			err.layer, test->result ? OA_LAYER_RPC : OA_LAYER_NONE);
		ck_assert_int_eq(outcome.answer, test->kind);
		ck_assert_uint_eq(outcome.number, test->number);
		ck_assert_uint_eq(outcome.reason, test->reason);
		/* the tunnel itself is whole */
		ck_assert_int_eq(f->tunnel->vconn.end, OA_VCONN_GOES_ON);
		fixture_free(f);
	}
}
END_TEST

START_TEST(keeps_what_the_ack_says)
{
	struct oa_rpc_outcome outcome;
	uint8_t stub[2000] = {0};
	struct oa_error err = {0};
	struct flow flow;
	struct fixture *f = fixture_new(&flow, BIND_ACK_SHORT_FRAGMENTS);

	ck_assert_int_eq(bind_emsmdb(f, &anonymous, &outcome, NULL), 0);
	ck_assert_str_eq(f->rpc.address, "6001");
	ck_assert_uint_eq(f->rpc.frag_max, 1432);
	ck_assert_int_eq(oa_rpc_call(&f->rpc, 1, stub, sizeof(stub), oa_deadline_in(5),
				 &outcome, &err),
		-1);
	ck_assert_int_eq(err.layer, OA_LAYER_RPC);
	ck_assert_str_eq(err.text, "PDU longer than 1432 bytes");
	fixture_free(f);
}
END_TEST

static const struct call_case {
	const char *answer;
	int result;
	enum oa_rpc_answer kind;
	uint32_t number;
	const char *stub;
	const char *text; /* of the error */
} calls[] = {
	{VECTOR_RESPONSE_DUMMY, 0, OA_RPC_ACCEPTED, 0, "00000000", ""},
	{VECTOR_PING VECTOR_FLOW_ACK_TO_CLIENT VECTOR_RESPONSE_DUMMY, 0,
		OA_RPC_ACCEPTED, 0, "00000000", ""},
	{RESPONSE_PARTS, 0, OA_RPC_ACCEPTED, 0, "7009000011223344", ""},
	{VECTOR_FAULT, 0, OA_RPC_FAULT, 0x1c010002, "", ""},
	{RESPONSE_3, -1, 0, 0, "", "answer to call 3 instead of 2"},
	{VECTOR_BIND_ACK, -1, 0, 0, "", "answer to call 1 instead of 2"},
	{ALTER_ACK, -1, 0, 0, "", ""},
	{"05000202 10000000 1c00 0000 02000000 04000000 0000 0000 70090000", -1, 0, 0,
		"", ""},
};

START_TEST(calls_without_authentication)
{
	for (size_t i = 0; i < OA_LENGTH(calls); i++) {
		const struct call_case *test = &calls[i];
		struct oa_rpc_outcome outcome = {0};
		struct oa_error err = {0};
		struct flow flow;
		struct fixture *f = fixture_new(&flow, VECTOR_BIND_ACK);

		flow_hex(&flow, test->answer);
		f->tunnel->out.memory.len = flow.len;
		ck_assert_int_eq(bind_emsmdb(f, &anonymous, &outcome, NULL), 0);
		f->tunnel->in.memory.sent_len = 0;
		ck_assert_int_eq(call_dummy(f, &outcome, &err), test->result);
		ck_assert_hex(f->tunnel->in.memory.sent, f->tunnel->in.memory.sent_len,
			VECTOR_REQUEST_DUMMY);
		ck_assert_msg(strstr(err.text, test->text) != NULL, "%s", err.text);
		ck_assert_int_eq(
			err.layer, test->result ? OA_LAYER_RPC : OA_LAYER_NONE);
		if (test->result == 0) {
			ck_assert_int_eq(outcome.answer, test->kind);
			ck_assert_uint_eq(outcome.number, test->number);
			ck_assert_hex(f->rpc.reply.stub, f->rpc.reply.len, test->stub);
		}
		fixture_free(f);
	}
}
END_TEST

START_TEST(ends_of_the_tunnel_come_through)
{
	struct oa_rpc_outcome outcome;
	struct oa_error err = {0};
	struct flow flow;
	struct fixture *f = fixture_new(&flow, VECTOR_BIND_ACK);

	f->tunnel->out.memory.end = MEMSTREAM_RESET;
	ck_assert_int_eq(bind_emsmdb(f, &anonymous, &outcome, NULL), 0);
	ck_assert_int_eq(call_dummy(f, &outcome, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_CLOSED);
	ck_assert_int_eq(f->tunnel->vconn.end, OA_VCONN_OUT_CLOSED);
	fixture_free(f);
}
END_TEST

static const struct alter_case {
	const char *answer;
	enum oa_rpc_answer kind;
	uint16_t context_id; /* of the calls afterwards */
} alters[] = {
	{ALTER_ACK, OA_RPC_ACCEPTED, 1},
	{ALTER_ACK_NO_INTERFACE, OA_RPC_REJECTED, 0},
	{VECTOR_FAULT, OA_RPC_FAULT, 0},
};

START_TEST(alters_to_another_interface)
{
	for (size_t i = 0; i < OA_LENGTH(alters); i++) {
		struct oa_rpc_outcome outcome = {0};
		struct flow flow;
		struct fixture *f = fixture_new(&flow, VECTOR_BIND_ACK);
		const struct memstream *in = &f->tunnel->in.memory;

		flow_hex(&flow, alters[i].answer);
		flow_hex(&flow, RESPONSE_3);
		f->tunnel->out.memory.len = flow.len;
		ck_assert_int_eq(bind_emsmdb(f, &anonymous, &outcome, NULL), 0);
		ck_assert_int_eq(oa_rpc_alter(&f->rpc, oa_iface_get(OA_IFACE_MGMT),
					 oa_deadline_in(5), &outcome, NULL),
			0);
		ck_assert_int_eq(outcome.answer, alters[i].kind);
		ck_assert_uint_eq(f->rpc.context_id, alters[i].context_id);
		ck_assert_int_eq(call_dummy(f, &outcome, NULL), 0);
		ck_assert_uint_eq(in->sent[in->sent_len - 4], alters[i].context_id);
		fixture_free(f);
	}
}
END_TEST

/* NTLM at RPC level.  The server's side is put together from the codecs. */

static struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};

static struct oa_rpc_logon logon_at(enum oa_rpcauth_level level)
{
	return (struct oa_rpc_logon){.type = OA_RPCAUTH_NTLM,
		.level = level,
		.user = "LAB\\alice",
		.password = &password,
		.spn = "exchangeMDB/EX1.lab.test"};
}

/* A bind_ack with the server's token. */
static void flow_bind_ack(
	struct flow *flow, const char *challenge, enum oa_rpcauth_level level)
{
	struct oa_writer out = oa_writer(
		flow->bytes + flow->len, sizeof(flow->bytes) - flow->len);
	struct hex ack = hex(VECTOR_BIND_ACK);
	struct hex token = hex(challenge);
	struct oa_verifier verifier = {.type = OA_RPCAUTH_NTLM,
		.level = (uint8_t)level,
		.value = token.bytes,
		.value_len = token.len};

	oa_write_bytes(&out, ack.bytes, ack.len);
	oa_pdu_end_verified(&out, 0, 4, &verifier);
	ck_assert(!out.bad);
	flow->len += out.len;
}

/* Takes the PDU at *at out of what the client has sent. */
static struct oa_pdu sent_pdu(const struct memstream *in, size_t *at)
{
	struct oa_pdu_header header;
	struct oa_pdu pdu;

	ck_assert_int_eq(
		oa_pdu_peek(in->sent + *at, in->sent_len - *at, &header, NULL), 0);
	ck_assert_int_eq(oa_pdu_parse(in->sent + *at, header.frag_len, &pdu, NULL), 0);
	*at += header.frag_len;
	return pdu;
}

/* Returns the bytes that the length and offset at `field` of a message name. */
static struct oa_reader part(const struct oa_verifier *token, size_t field)
{
	struct oa_reader in = oa_reader(token->value, token->value_len);
	struct oa_reader all = in;
	uint16_t len;

	oa_read_skip(&in, field);
	len = oa_read_u16(&in);
	oa_read_skip(&in, 2);
	oa_read_skip(&all, oa_read_u32(&in));
	all = oa_read_part(&all, len);
	ck_assert(!in.bad && !all.bad);
	return all;
}

/* Verifies the client's proof as a server does and returns the session key. */
static void session_key(const struct oa_verifier *token, uint8_t ret_key[16])
{
	struct oa_ntlm_login login = {.user = "LAB\\alice", .password = &password};
	struct oa_reader nt = part(token, 20);
	struct oa_reader encrypted = part(token, 52);
	struct hex challenge = hex("0123456789abcdef");
	struct oa_ntlm_piece blob = {nt.data + 16, nt.len - 16};
	struct oa_ntlm_names names;
	struct oa_utf16 secret;
	uint8_t hash[16], key[16], proof[16], base_key[16];

	ck_assert_int_eq(oa_ntlm_names_make(&login, &names, NULL), 0);
	ck_assert_int_eq(
		oa_utf16_from_utf8(password.bytes, password.len, &secret, NULL), 0);
	oa_ntlm_nt_hash(&secret, hash);
	oa_ntlm_v2_key(hash, &names.upper_user, &names.domain, key);
	oa_ntlm_v2_proof(key, challenge.bytes, &blob, proof, base_key);
	ck_assert_mem_eq(nt.data, proof, 16);
	if (encrypted.len == 16)
		oa_ntlm_rc4_once(base_key, encrypted.data, ret_key);
	else
		memset(ret_key, 0, 16);
	oa_utf16_free(&secret);
	oa_ntlm_names_free(&names);
}

/* The server's security context: the client's with the directions exchanged. */
static void server_auth(
	struct oa_rpcauth *auth, enum oa_rpcauth_level level, const uint8_t key[16])
{
	struct oa_ntlm_direction client;

	oa_rpcauth_init_ntlm(auth, level, 0, key);
	client = auth->state.ntlm.client;
	auth->state.ntlm.client = auth->state.ntlm.server;
	auth->state.ntlm.server = client;
}

/* Appends the response to call 2 as the server protects it. */
static void flow_response(struct flow *flow, struct oa_rpcauth *server)
{
	struct oa_writer out = oa_writer(
		flow->bytes + flow->len, sizeof(flow->bytes) - flow->len);
	struct hex response = hex(VECTOR_RESPONSE_DUMMY);

	oa_write_bytes(&out, response.bytes, response.len);
	ck_assert_int_eq(oa_rpcauth_protect(server, &out, NULL), 0);
	flow->len += out.len;
}

/* Verifies a protected request as the server does; its stub is in clear then. */
static void check_request(
	struct oa_rpcauth *server, const struct oa_pdu *pdu, const char *stub)
{
	uint8_t *bytes = (uint8_t *)(uintptr_t)pdu->bytes;
	size_t signed_len = pdu->header.frag_len - pdu->verifier.value_len;
	struct oa_rpcauth_parts parts = {.pdu = bytes,
		.signed_len = signed_len,
		.stub = bytes + 24,
		.stub_len = signed_len - 8 - 24,
		.is_sealed = server->level == OA_RPCAUTH_LEVEL_PRIVACY,
		.signature = bytes + signed_len,
		.signature_len = pdu->verifier.value_len};

	if (oa_rpcauth_protects(server))
		ck_assert_int_eq(server->mech->verify(server, &parts, NULL), 0);
	else
		ck_assert_ptr_null(pdu->verifier.value);
	ck_assert_hex(bytes + 24, pdu->body_end - 24, stub);
}

static const struct level_case {
	enum oa_rpcauth_level level;
	enum oa_ntlm_use use;
} levels[] = {
	{OA_RPCAUTH_LEVEL_CONNECT, OA_NTLM_FOR_CONNECT},
	{OA_RPCAUTH_LEVEL_INTEGRITY, OA_NTLM_FOR_SIGNING},
	{OA_RPCAUTH_LEVEL_PRIVACY, OA_NTLM_FOR_SEALING},
};

/* Binds at a level and makes the server's context out of what was sent; the next
 * PDU of the client lies at ret_at. */
static void bind_at(struct fixture *f, const struct level_case *test,
	struct oa_rpcauth *server, size_t *ret_at)
{
	struct oa_rpc_logon logon = logon_at(test->level);
	uint8_t negotiate[OA_NTLM_NEGOTIATE_LEN];
	struct oa_rpc_outcome outcome = {0};
	struct oa_pdu pdu;
	uint8_t key[16];

	*ret_at = 0;
	ck_assert_int_eq(bind_emsmdb(f, &logon, &outcome, NULL), 0);
	ck_assert_int_eq(outcome.answer, OA_RPC_ACCEPTED);
	pdu = sent_pdu(&f->tunnel->in.memory, ret_at);
	ck_assert_int_eq(pdu.header.type, OA_PDU_BIND);
	ck_assert_int_eq(pdu.verifier.type, OA_RPCAUTH_NTLM);
	ck_assert_int_eq(pdu.verifier.level, test->level);
	oa_ntlm_negotiate(test->use, negotiate);
	ck_assert_uint_eq(pdu.verifier.value_len, sizeof(negotiate));
	ck_assert_mem_eq(pdu.verifier.value, negotiate, sizeof(negotiate));
	pdu = sent_pdu(&f->tunnel->in.memory, ret_at);
	ck_assert_int_eq(pdu.header.type, OA_PDU_AUTH3);
	ck_assert_uint_eq(pdu.header.call_id, 1);
	ck_assert_int_eq(pdu.verifier.level, test->level);
	session_key(&pdu.verifier, key);
	server_auth(server, test->level, key);
}

START_TEST(logs_on_at_every_level)
{
	for (size_t i = 0; i < OA_LENGTH(levels); i++) {
		struct oa_rpc_outcome outcome = {0};
		struct hex stub = hex("0102030405");
		struct oa_rpcauth server;
		struct flow flow;
		struct fixture *f = fixture_new(&flow, "");
		struct oa_pdu pdu;
		size_t at;

		flow_bind_ack(&flow, CHALLENGE, levels[i].level);
		f->tunnel->out.memory.len = flow.len;
		bind_at(f, &levels[i], &server, &at);
		flow_response(&flow, &server);
		f->tunnel->out.memory.len = flow.len;
		ck_assert_int_eq(oa_rpc_call(&f->rpc, 6, stub.bytes, stub.len,
					 oa_deadline_in(5), &outcome, NULL),
			0);
		ck_assert_int_eq(outcome.answer, OA_RPC_ACCEPTED);
		ck_assert_hex(f->rpc.reply.stub, f->rpc.reply.len, "00000000");
		pdu = sent_pdu(&f->tunnel->in.memory, &at);
		check_request(&server, &pdu, "0102030405");
		ck_assert_uint_eq(at, f->tunnel->in.memory.sent_len);
		oa_rpcauth_free(&server);
		fixture_free(f);
	}
}
END_TEST

START_TEST(spoilt_and_bare_responses_are_refused)
{
	for (int is_bare = 0; is_bare < 2; is_bare++) {
		struct oa_rpc_outcome outcome = {0};
		struct oa_error err = {0};
		struct oa_rpcauth server;
		struct flow flow;
		struct fixture *f = fixture_new(&flow, "");
		size_t at;

		flow_bind_ack(&flow, CHALLENGE, OA_RPCAUTH_LEVEL_PRIVACY);
		f->tunnel->out.memory.len = flow.len;
		bind_at(f, &levels[2], &server, &at);
		if (is_bare) {
			flow_hex(&flow, VECTOR_RESPONSE_DUMMY);
		} else {
			flow_response(&flow, &server);
			flow.bytes[f->tunnel->out.memory.len + 24] ^= 1;
		}
		f->tunnel->out.memory.len = flow.len;
		ck_assert_int_eq(call_dummy(f, &outcome, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
		ck_assert_str_eq(err.text, is_bare ? "response without a signature"
						   : "wrong NTLM signature");
		oa_rpcauth_free(&server);
		fixture_free(f);
	}
}
END_TEST

static const struct refused_case {
	const char *challenge; /* NULL: no token in the bind_ack */
	enum oa_rpcauth_level level;
	enum oa_layer layer;
	const char *text;
} refused[] = {
	{NULL, OA_RPCAUTH_LEVEL_PRIVACY, OA_LAYER_RPC,
		"bind_ack without NTLM challenge"},
	{"0102030405060708", OA_RPCAUTH_LEVEL_PRIVACY, OA_LAYER_AUTH, "NTLMSSP"},
	{CHALLENGE_WEAK, OA_RPCAUTH_LEVEL_PRIVACY, OA_LAYER_AUTH, "no NTLM keys"},
	{CHALLENGE_WEAK, OA_RPCAUTH_LEVEL_INTEGRITY, OA_LAYER_AUTH, "no NTLM keys"},
	{CHALLENGE_WEAK, OA_RPCAUTH_LEVEL_CONNECT, OA_LAYER_NONE, ""},
};

START_TEST(challenges_that_cannot_be_answered)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_rpc_logon logon = logon_at(refused[i].level);
		struct oa_rpc_outcome outcome = {0};
		struct oa_error err = {0};
		struct flow flow;
		struct fixture *f = fixture_new(
			&flow, refused[i].challenge ? "" : VECTOR_BIND_ACK);
		int wanted = refused[i].layer == OA_LAYER_NONE ? 0 : -1;

		if (refused[i].challenge)
			flow_bind_ack(&flow, refused[i].challenge, refused[i].level);
		f->tunnel->out.memory.len = flow.len;
		ck_assert_int_eq(bind_emsmdb(f, &logon, &outcome, &err), wanted);
		ck_assert_int_eq(err.layer, refused[i].layer);
		ck_assert_msg(
			strstr(err.text, refused[i].text) != NULL, "%s", err.text);
		fixture_free(f);
	}
}
END_TEST

/* A server that refuses the interface sends no token, and none is answered. */
START_TEST(rejection_needs_no_token)
{
	struct oa_rpc_logon logon = logon_at(OA_RPCAUTH_LEVEL_PRIVACY);
	struct oa_rpc_outcome outcome = {0};
	struct flow flow;
	struct fixture *f = fixture_new(&flow, VECTOR_BIND_ACK_NO_INTERFACE);
	size_t at = 0;

	ck_assert_int_eq(bind_emsmdb(f, &logon, &outcome, NULL), 0);
	ck_assert_int_eq(outcome.answer, OA_RPC_REJECTED);
	sent_pdu(&f->tunnel->in.memory, &at);
	ck_assert_uint_eq(at, f->tunnel->in.memory.sent_len);
	fixture_free(f);
}
END_TEST

OA_TEST_MAIN("client", binds_without_authentication, keeps_what_the_ack_says,
	calls_without_authentication, ends_of_the_tunnel_come_through,
	alters_to_another_interface, logs_on_at_every_level,
	spoilt_and_bare_responses_are_refused, challenges_that_cannot_be_answered,
	rejection_needs_no_token)
