/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/logon.h"
#include "common/net/base64.h"
#include "common/net/ntlm.h"
#include "tests/unit/hex.h"
#include "tests/unit/memsession.h"
#include "tests/unit/runner.h"

/* clang-format off */

/* A challenge of EX1.lab.test with a time stamp. */
#define CHALLENGE \
	"TlRMTVNTUAACAAAABgAGADgAAAA1goriASNFZ4mrze8AAAAAAAAAAFQAVAA+AAAA" \
	"CgB8TwAAAA9MAEEAQgACAAYATABBAEIAAQAGAEUAWAAxAAQAEABsAGEAYgAuAHQA" \
	"ZQBzAHQAAwAYAEUAWAAxAC4AbABhAGIALgB0AGUAcwB0AAcACAAAgCCby4LYAQAA" \
	"AAA="

/* clang-format on */

#define NO "HTTP/1.1 401 No\r\nContent-Length: 0\r\n"

static const struct oa_http_request request = {.method = "RPC_IN_DATA",
	.target = "/rpc/rpcproxy.dll?EX1.lab.test:6001",
	.host = "mail.lab.test",
	.port = 443,
	.is_tls = true,
	.is_rpc = true,
	.content_length = OA_HTTP_IN_LENGTH};

static struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};

static struct oa_logon logon_by(unsigned scheme)
{
	return (struct oa_logon){.scheme = scheme,
		.user = "LAB\\alice",
		.password = &password,
		.spn = "HTTP/mail.lab.test"};
}

static void open_session(
	struct memsession *memory, struct oa_report *report, const char *text)
{
	oa_report_init(report);
	memsession_open(memory, report, "IN", text, strlen(text), MEMSTREAM_EOF, -1);
}

static void close_session(struct memsession *memory, struct oa_report *report)
{
	oa_session_free(&memory->session);
	oa_report_free(report);
}

/* Copies the line of the sent head that begins so, without that beginning, to
 * buffer; false if there is none. */
static bool sent_line(
	struct memsession *memory, const char *name, char *buffer, size_t size)
{
	struct memstream *stream = &memory->memory;
	const char *at;
	size_t len;

	ck_assert_uint_lt(stream->sent_len, sizeof(stream->sent));
	stream->sent[stream->sent_len] = '\0';
	at = strstr((char *)stream->sent, name);
	if (!at)
		return false;
	at += strlen(name);
	len = strcspn(at, "\r");
	ck_assert_uint_lt(len, size);
	memcpy(buffer, at, len);
	buffer[len] = '\0';
	return true;
}

START_TEST(first_leg_announces_nothing)
{
	uint8_t wanted[OA_NTLM_NEGOTIATE_LEN];
	struct memsession memory;
	struct oa_report report;
	char text[2048];
	uint8_t bytes[1024];
	size_t len = 0;

	open_session(&memory, &report, "");
	ck_assert_int_eq(oa_logon_ask(&memory.session, OA_SCHEME_NTLM, &request,
				 oa_deadline_in(5), NULL),
		0);
	ck_assert_int_gt(memory.session.challenged_us, 0);
	ck_assert(sent_line(&memory, "Content-Length: ", text, sizeof(text)));
	ck_assert_str_eq(text, "0");
	ck_assert(sent_line(&memory, "Authorization: NTLM ", text, sizeof(text)));
	oa_ntlm_negotiate(OA_NTLM_FOR_SIGNING, wanted);
	ck_assert_int_eq(
		oa_base64_decode(text, strlen(text), bytes, sizeof(bytes), &len), 0);
	ck_assert_uint_eq(len, sizeof(wanted));
	ck_assert_mem_eq(bytes, wanted, len);
	close_session(&memory, &report);
}
END_TEST

static const struct hear_case {
	const char *answer;
	int result; /* enum oa_logon_answer or -1 */
} hears[] = {
	{NO "WWW-Authenticate: NTLM " CHALLENGE "\r\n\r\n", OA_LOGON_CHALLENGED},
	{NO "WWW-Authenticate: Negotiate " CHALLENGE "\r\n\r\n", OA_LOGON_CHALLENGED},
	{NO "WWW-Authenticate: NTLM\r\n\r\n", OA_LOGON_ANSWERED},
	{NO "WWW-Authenticate: Basic realm=\"x\"\r\n\r\n", OA_LOGON_ANSWERED},
	{NO "Connection: close\r\nWWW-Authenticate: NTLM " CHALLENGE "\r\n\r\n",
		OA_LOGON_ANSWERED},
	{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
	 "WWW-Authenticate: NTLM " CHALLENGE "\r\n\r\n",
		OA_LOGON_ANSWERED},
	{"HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno", OA_LOGON_ANSWERED},
	{NO "WWW-Authenticate: NTLM ====\r\n\r\n", -1},
	{"HTTP/1.1 401 No\r\nContent-Length: 9\r\n\r\nno", -1},
	{"", -1},
};

START_TEST(hears_the_challenge)
{
	for (size_t i = 0; i < OA_LENGTH(hears); i++) {
		struct oa_ntlm_challenge challenge = {0};
		struct memsession memory;
		struct oa_report report;
		struct oa_error err = {0};
		bool is_challenged = hears[i].result == OA_LOGON_CHALLENGED;

		open_session(&memory, &report, hears[i].answer);
		ck_assert_msg(oa_logon_hear(&memory.session, "RPC_IN_DATA",
				      oa_deadline_in(5), &err) == hears[i].result,
			"%s: %s", hears[i].answer, err.text);
		ck_assert(oa_logon_challenge(&memory.session, &challenge) ==
			  is_challenged);
		if (is_challenged)
			ck_assert_str_eq(challenge.nb_computer, "EX1");
		close_session(&memory, &report);
	}
}
END_TEST

/* A second challenge takes the place of the first. */
START_TEST(hears_again)
{
	static const char text[] = NO "WWW-Authenticate: NTLM " CHALLENGE "\r\n\r\n" NO
				      "WWW-Authenticate: NTLM " CHALLENGE "\r\n\r\n";
	struct memsession memory;
	struct oa_report report;

	open_session(&memory, &report, text);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(oa_logon_hear(&memory.session, "RPC_IN_DATA",
					 oa_deadline_in(5), NULL),
			OA_LOGON_CHALLENGED);
	close_session(&memory, &report);
}
END_TEST

static bool holds(const uint8_t *bytes, size_t len, const void *part, size_t part_len)
{
	return memmem(bytes, len, part, part_len);
}

static const struct binding_case {
	bool has_tls;
	bool no_channel_binding;
	bool is_bound;
} bindings[] = {
	{true, false, true},
	{true, true, false},
	{false, false, false},
};

/* The attribute MsvAvChannelBindings, or zeros in its place. */
static void check_binding(const uint8_t *bytes, size_t len, bool is_bound)
{
	uint8_t attribute[4 + 16] = {0x0a, 0, 16, 0};

	if (is_bound)
		oa_ntlm_channel_binding("tls-server-end-point:xyz", 24, attribute + 4);
	ck_assert(holds(bytes, len, attribute, sizeof(attribute)));
}

START_TEST(proves_with_ntlm)
{
	for (size_t i = 0; i < OA_LENGTH(bindings); i++) {
		struct oa_logon logon = logon_by(OA_SCHEME_NTLM);
		struct oa_tls_info *tls;
		struct memsession memory;
		struct oa_report report;
		char text[2048];
		uint8_t bytes[1024];
		size_t len = 0;

		open_session(&memory, &report,
			NO "WWW-Authenticate: NTLM " CHALLENGE "\r\n\r\n");
		tls = &memory.connection.tls;
		tls->binding_len = bindings[i].has_tls ? 24 : 0;
		memcpy(tls->binding, "tls-server-end-point:xyz", 24);
		logon.no_channel_binding = bindings[i].no_channel_binding;
		ck_assert_int_eq(oa_logon_hear(&memory.session, "RPC_IN_DATA",
					 oa_deadline_in(5), NULL),
			OA_LOGON_CHALLENGED);
		ck_assert_int_eq(oa_logon_send(&memory.session, &logon, &request,
					 "body", 4, oa_deadline_in(5), NULL),
			0);
		ck_assert(sent_line(&memory, "Content-Length: ", text, sizeof(text)));
		ck_assert_str_eq(text, "1073741824");
		ck_assert(
			sent_line(&memory, "Authorization: NTLM ", text, sizeof(text)));
		ck_assert_int_eq(oa_base64_decode(text, strlen(text), bytes,
					 sizeof(bytes), &len),
			0);
		ck_assert_mem_eq(bytes, "NTLMSSP\0\3\0\0\0", 12);
		check_binding(bytes, len, bindings[i].is_bound);
		ck_assert(holds(bytes, len, "a\0l\0i\0c\0e\0", 10));
		ck_assert(holds(bytes, len, "H\0T\0T\0P\0/\0m\0a\0i\0l\0", 18));
		close_session(&memory, &report);
	}
}
END_TEST

/* Raw NTLM under the other name, in both legs. */
START_TEST(ntlm_goes_under_negotiate)
{
	struct oa_logon logon = logon_by(OA_SCHEME_NEGOTIATE);
	struct memsession memory;
	struct oa_report report;
	char text[2048];

	open_session(&memory, &report,
		NO "WWW-Authenticate: Negotiate " CHALLENGE "\r\n\r\n");
	ck_assert_int_eq(oa_logon_ask(&memory.session, OA_SCHEME_NEGOTIATE, &request,
				 oa_deadline_in(5), NULL),
		0);
	ck_assert(sent_line(&memory, "Authorization: Negotiate ", text, sizeof(text)));
	ck_assert_mem_eq(text, "TlRMTVNTUAAB", 12);
	ck_assert_int_eq(
		oa_logon_hear(&memory.session, "RPC_IN_DATA", oa_deadline_in(5), NULL),
		OA_LOGON_CHALLENGED);
	memory.memory.sent_len = 0;
	ck_assert_int_eq(oa_logon_send(&memory.session, &logon, &request, "body", 4,
				 oa_deadline_in(5), NULL),
		0);
	ck_assert(sent_line(&memory, "Authorization: Negotiate ", text, sizeof(text)));
	ck_assert_mem_eq(text, "TlRMTVNTUAAD", 12);
	close_session(&memory, &report);
}
END_TEST

START_TEST(proves_with_basic_or_nothing)
{
	static const struct {
		unsigned scheme;
		const char *value; /* NULL: no such header */
	} cases[] = {
		{OA_SCHEME_BASIC, "Basic TEFCXGFsaWNlOlBhc3N3b3Jk"},
		{0, NULL},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_logon logon = logon_by(cases[i].scheme);
		struct memsession memory;
		struct oa_report report;
		char text[256];
		bool is_there;

		open_session(&memory, &report, "");
		ck_assert_int_eq(oa_logon_send(&memory.session, &logon, &request,
					 "body", 4, oa_deadline_in(5), NULL),
			0);
		is_there = sent_line(&memory, "Authorization: ", text, sizeof(text));
		ck_assert(is_there == (cases[i].value != NULL));
		if (is_there)
			ck_assert_str_eq(text, cases[i].value);
		ck_assert_mem_eq(
			memory.memory.sent + memory.memory.sent_len - 4, "body", 4);
		close_session(&memory, &report);
	}
}
END_TEST

/* Nothing is sent when the challenge cannot be answered. */
START_TEST(no_challenge_no_proof)
{
	struct oa_logon logon = logon_by(OA_SCHEME_NTLM);
	struct memsession memory;
	struct oa_report report;
	struct oa_error err = {0};

	open_session(&memory, &report, "");
	ck_assert_int_eq(oa_logon_send(&memory.session, &logon, &request, "body", 4,
				 oa_deadline_in(5), &err),
		-1);
	ck_assert_int_eq(err.layer, OA_LAYER_AUTH);
	ck_assert_uint_eq(memory.memory.sent_len, 0);
	close_session(&memory, &report);
}
END_TEST

OA_TEST_MAIN("logon", first_leg_announces_nothing, hears_the_challenge, hears_again,
	proves_with_ntlm, ntlm_goes_under_negotiate, proves_with_basic_or_nothing,
	no_challenge_no_proof)
