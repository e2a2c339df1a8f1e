/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/logon.h"
#include "common/net/cookies.h"
#include "common/probe/autodiscover_reply.h"
#include "common/probe/clock.h"
#include "common/probe/headers.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/memstream.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What one run needs. */
struct run {
	struct oa_report report;
	struct memstream memory;
	struct oa_connection connection;
	struct oa_session session;
	bool was_refused;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* What is kept of an answer, and passed on, is one clean line or bounded. */
static void check_answer(const struct oa_session *session)
{
	static const char *const names[] = {
		"server", "location", "x-feserver", "request-id", "date", "via"};
	char text[300];

	for (size_t i = 0; i < OA_LENGTH(names); i++) {
		oa_session_field(session, names[i], text, sizeof(text));
		require(!strpbrk(text, "\r\n|\t"));
	}
	require(session->page_len <= OA_SESSION_PAGE_MAX);
	require(!session->has_head || (oa_session_status(session) >= 100 &&
					      oa_session_status(session) <= 999));
	(void)oa_session_page_has(session, "Outlook");
}

/* What people are told of an answer. */
static void describe(struct run *run)
{
	const struct oa_target target = {.host = "mail.lab.test", .now = 1795257600};
	struct oa_front front = {.target = &target, .report = &run->report};
	struct oa_step *step = oa_report_ok(
		&run->report, OA_HOP_HTTP, NULL, -1, "answered");
	struct oa_cookies cookies = {0};
	struct oa_clock clock = {.is_known = false};

	oa_describe_answer(step, &run->session);
	(void)oa_headers_build(&run->session);
	oa_clock_note_answer(&clock, &front, &run->session);
	oa_clock_judge(&front, &clock, NULL);
	if (run->session.has_head)
		oa_cookies_take(&cookies, &run->session.head);
	require(!strpbrk(cookies.text, "\r\n,"));
	for (const char *at = step->details; at && *at; at++)
		require(*at == '\n' || (unsigned char)*at >= ' ');
}

/* A request with a logon, from its first leg to the body of the last answer. */
static void log_on(struct run *run, unsigned scheme, struct oa_deadline until)
{
	const struct oa_http_request request = {.method = "GET",
		.target = "/rpc/rpcproxy.dll",
		.host = "mail.lab.test"};
	struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};
	const struct oa_logon logon = {.scheme = scheme,
		.user = "LAB\\alice",
		.password = &password,
		.spn = "HTTP/mail.lab.test",
		.was_refused = &run->was_refused};
	struct oa_session *session = &run->session;
	struct oa_error err = {0};
	bool asks = scheme == OA_SCHEME_NTLM || scheme == OA_SCHEME_NEGOTIATE;

	if (asks && (oa_logon_ask(session, (enum oa_scheme)scheme, &request, until,
			     &err) < 0 ||
			    oa_logon_hear(session, "GET", until, &err) !=
				    OA_LOGON_CHALLENGED))
		return;
	if (oa_logon_send(session, &logon, &request, NULL, 0, until, &err) < 0)
		return;
	while (oa_session_read_head(session, until, &err) == 0) {
		check_answer(session);
		if (oa_session_status(session) == 401 && scheme)
			require(run->was_refused);
		if (oa_session_read_body(session, "GET", until, &err) < 0)
			break;
		check_answer(session);
		if (!session->can_reuse)
			break;
	}
	describe(run);
}

/* A reply of autodiscover. */
static void discover(struct run *run, struct oa_deadline until)
{
	static char bytes[OA_POX_MAX];
	struct oa_adanswer *answer = calloc(1, sizeof(*answer));
	struct oa_adreply reply = {
		.session = &run->session, .answer = answer, .bytes = bytes};
	struct oa_error err = {0};

	if (!answer)
		return;
	if (oa_adreply_read(&reply, until, &err) == 0) {
		require(reply.len <= OA_POX_MAX);
		(void)oa_adreply_judge(&reply, true, &err);
		require(!strpbrk(answer->text, "\r\n|"));
	}
	check_answer(&run->session);
	free(answer);
}

/* The first byte chooses what is asked and how the others arrive. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const unsigned schemes[] = {
		0, OA_SCHEME_BASIC, OA_SCHEME_NTLM, OA_SCHEME_NEGOTIATE};
	struct run *run = calloc(1, sizeof(*run));
	int fd = memstream_ready_fd();
	uint8_t choice = len ? *data : 0;

	if (!run || fd < 0)
		abort();
	run->memory.bytes = data + (len ? 1 : 0);
	run->memory.len = len ? len - 1 : 0;
	run->memory.piece = choice & 7;
	run->memory.hesitates = choice & 8;
	run->connection = (struct oa_connection){
		.phase = OA_PHASE_OPEN, .tls.alert = -1, .tls.sent_alert = -1};
	run->connection.stream = memstream_open(&run->memory, fd);
	oa_report_init(&run->report);
	run->report.is_tracing = true;
	oa_session_init(&run->session, &run->connection, &run->report, "GET");
	if (choice & 64)
		discover(run, oa_deadline_in(5));
	else
		log_on(run, schemes[choice >> 4 & 3], oa_deadline_in(5));
	oa_session_free(&run->session);
	oa_report_free(&run->report);
	close(fd);
	free(run);
	return 0;
}
