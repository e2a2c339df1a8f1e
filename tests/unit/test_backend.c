/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/wwwauth.h"
#include "common/probe/backendjudge.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *text;
	const char *host; /* NULL: refused */
	uint16_t port;
} places[] = {
	{"EX1", "EX1", 444},
	{"EX1.lab.test:4444", "EX1.lab.test", 4444},
	{"192.0.2.1", "192.0.2.1", 444},
	{"192.0.2.1:1", "192.0.2.1", 1},
	{"[2001:db8::1]:445", "2001:db8::1", 445},
	{"[2001:db8::1]", "2001:db8::1", 444},
	{"2001:db8::1", "2001:db8::1", 444},
	{"2001:db8::1:x", NULL, 0},
	{"[EX1]:444", NULL, 0},
	{"[2001:db8::1", NULL, 0},
	{"[2001:db8::1]x", NULL, 0},
	{"EX1:0", NULL, 0},
	{"EX1:65536", NULL, 0},
	{"EX1:", NULL, 0},
	{"EX1:444:1", NULL, 0},
	{":444", NULL, 0},
	{"https://EX1", NULL, 0},
	{"EX1/rpc", NULL, 0},
	{"a b", NULL, 0},
	{"", NULL, 0},
};

START_TEST(reads_places)
{
	for (size_t i = 0; i < OA_LENGTH(places); i++) {
		char host[256] = "";
		uint16_t port = 0;
		bool is_place = oa_backend_parse(places[i].text, host, &port);

		ck_assert_msg(
			is_place == (places[i].host != NULL), "%s", places[i].text);
		ck_assert_str_eq(host, places[i].host ? places[i].host : "");
		ck_assert_uint_eq(port, places[i].port);
	}
}
END_TEST

/* What was seen at a back end EX1.lab.test while 443 answers 200, and what it
 * means. */
static const struct judgement {
	enum oa_code code;       /* of the verdict; OA_CODE_OK for none */
	const char *text;        /* in the text of the last step */
	enum oa_code failure;    /* that stopped the look, or OA_CODE_OK */
	size_t record_count;     /* of TLS, seen then */
	int status;              /* of the answer */
	unsigned schemes;        /* offered */
	bool has_rpc_error;      /* the answer is one of the proxy */
	enum oa_speaker speaker; /* of the answer; NONE: not looked at */
	bool is_html;            /* it is a page */
	const char *names;       /* of the certificate, or NULL for the right ones */
	int problem;             /* X509_V_ERR_..., or 0 */
	bool takes_self_signed;
	const char *dns_name;       /* by NTLM, or NULL */
	enum oa_trial_result trial; /* echo with logon */
	enum oa_code trial_code;    /* of its finding */
	int front;                  /* status of 443, or 0 for 200; -1: none */
} judgements[] = {
	{OA_CODE_OK, "401 from IIS, 443 answers 200", .status = 401,
		.schemes = OA_SCHEME_NTLM},
	{OA_CODE_OK, "401 from IIS, 443 does not answer", .status = 401,
		.schemes = OA_SCHEME_NEGOTIATE, .front = -1},
	{OA_CODE_OK, "403", .status = 403},
	{OA_CODE_OK, "200", .status = 200},
	{OA_CODE_OK, "503", .status = 503, .has_rpc_error = true},
	{OA_CODE_BACKEND_SITE_DOWN, "200 from IIS with a page", .status = 200,
		.is_html = true},
	{OA_CODE_OK, "403", .status = 403, .is_html = true},
	{OA_CODE_BACKEND_SITE_DOWN, "not from Exchange", .status = 403,
		.speaker = OA_SPEAKER_DEVICE},
	{OA_CODE_BACKEND_SITE_DOWN, "not from Exchange", .status = 503,
		.speaker = OA_SPEAKER_DEVICE},
	{OA_CODE_OK, "401", .status = 401, .speaker = OA_SPEAKER_DEVICE,
		.schemes = OA_SCHEME_NEGOTIATE},
	{OA_CODE_BACKEND_POOL_STOPPED, "; 443 answers 200: broken behind it",
		.status = 503},
	{OA_CODE_BACKEND_POOL_STOPPED, "; 443 answers 500 because of it", .status = 503,
		.front = 500},
	{OA_CODE_BACKEND_POOL_STOPPED, "; 443 does not answer", .status = 503,
		.front = -1},
	{OA_CODE_BACKEND_SITE_DOWN, "404 from IIS", .status = 404},
	{OA_CODE_BACKEND_SITE_DOWN, "500 from IIS", .status = 500},
	{OA_CODE_BACKEND_LOGON_REFUSED, "(401)", .status = 401,
		.schemes = OA_SCHEME_BASIC},
	{OA_CODE_BACKEND_SITE_DOWN, "connection refused",
		.failure = OA_CODE_TCP_REFUSED},
	{OA_CODE_BACKEND_PORT_FILTERED, "filtered", .failure = OA_CODE_TCP_FILTERED},
	{OA_CODE_BACKEND_CERT_MISSING, "no certificate bound",
		.failure = OA_CODE_TLS_CLOSED},
	{OA_CODE_BACKEND_SITE_DOWN, "during TLS", .failure = OA_CODE_TLS_CLOSED,
		.record_count = 1},
	{OA_CODE_BACKEND_SITE_DOWN, "no answer to TLS", .failure = OA_CODE_TLS_TIMEOUT},
	{OA_CODE_BACKEND_SITE_DOWN, "does not speak TLS",
		.failure = OA_CODE_TLS_NOT_SPOKEN},
	{OA_CODE_BACKEND_SITE_DOWN, "no HTTP answer", .failure = OA_CODE_HTTP_TIMEOUT},
	{OA_CODE_BACKEND_SITE_DOWN, "after the request",
		.failure = OA_CODE_HTTP_NO_ANSWER},
	{OA_CODE_BACKEND_SITE_DOWN, "broken HTTP", .failure = OA_CODE_HTTP_MALFORMED},
	{OA_CODE_TLS_ALERT, "as it was", .failure = OA_CODE_TLS_ALERT},
	{OA_CODE_DNS_NO_RECORD, "as it was", .failure = OA_CODE_DNS_NO_RECORD},
	{OA_CODE_OK, "200", .status = 200, .names = "DNS:ex1.LAB.test"},
	{OA_CODE_OK, "200", .status = 200, .names = "DNS:EX1"},
	{OA_CODE_OK, "200", .status = 200, .names = "DNS:*.lab.test"},
	{OA_CODE_BACKEND_CERT_NAME_MISMATCH,
		"does not cover EX1.lab.test (has "
		"mail.lab.test)",
		.status = 200, .names = "DNS:mail.lab.test"},
	{OA_CODE_BACKEND_CERT_NAME_MISMATCH, "does not cover EX7.lab.test",
		.status = 200, .dns_name = "EX7.lab.test"},
	{OA_CODE_BACKEND_CERT_UNTRUSTED, "not trusted: self-signed certificate",
		.status = 200, .problem = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
	{OA_CODE_OK, "200", .status = 200, .takes_self_signed = true,
		.problem = X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
	{OA_CODE_BACKEND_CERT_UNTRUSTED, "has expired", .status = 200,
		.takes_self_signed = true, .problem = X509_V_ERR_CERT_HAS_EXPIRED},
	{OA_CODE_OK, "200", .status = 200, .problem = X509_V_ERR_EE_KEY_TOO_SMALL},
	{OA_CODE_OK, "401", .status = 401, .schemes = OA_SCHEME_NTLM,
		.trial = OA_TRIAL_ACCEPTED},
	{OA_CODE_OK, "401", .status = 401, .schemes = OA_SCHEME_NTLM,
		.trial = OA_TRIAL_REFUSED, .trial_code = OA_CODE_AUTH_REJECTED},
	{OA_CODE_OK, "401", .status = 401, .schemes = OA_SCHEME_NTLM,
		.trial = OA_TRIAL_BROKEN, .trial_code = OA_CODE_RPC_SERVER_UNAVAILABLE},
	{OA_CODE_BACKEND_SITE_DOWN, "behind the logon: as it was", .status = 401,
		.schemes = OA_SCHEME_NTLM, .trial = OA_TRIAL_BROKEN,
		.trial_code = OA_CODE_HTTP_UNEXPECTED_STATUS},
	{OA_CODE_BACKEND_POOL_STOPPED, "503", .status = 401, .schemes = OA_SCHEME_NTLM,
		.trial = OA_TRIAL_BROKEN, .trial_code = OA_CODE_HTTP_APP_POOL_STOPPED},
};

struct fixture {
	struct oa_target target;
	struct oa_report report;
	struct oa_front front;
	struct oa_connection connection;
	struct oa_backend_plan plan;
	struct oa_backend *backend;
	struct pki pki;
};

static void make_connection(struct fixture *f, const struct judgement *test)
{
	struct oa_tls_info *tls = &f->connection.tls;
	const struct pki_request request = {.common_name = "x",
		.alt_names = test->names ? test->names : "DNS:EX1, DNS:EX1.lab.test"};

	f->pki = pki_make(&request, NULL);
	f->connection = (struct oa_connection){
		.tls.leaf = f->pki.cert, .tls.record_count = test->record_count};
	if (test->problem)
		tls->problems[tls->problem_count++].error = test->problem;
	f->backend->first = &f->connection;
}

static void make_backend(struct fixture *f, const struct judgement *test)
{
	struct oa_backend *backend = oa_backend_new(&f->front, "EX1.lab.test");

	ck_assert_ptr_nonnull(backend);
	f->backend = backend;
	backend->failure.code = test->failure;
	snprintf(backend->failure.text, sizeof(backend->failure.text), "as it was");
	backend->failure.state = OA_STATE_CRITICAL;
	backend->look.status = test->status;
	snprintf(backend->look.who, sizeof(backend->look.who), "IIS");
	backend->schemes = test->schemes;
	backend->has_rpc_error = test->has_rpc_error;
	backend->look.speaker = test->speaker;
	backend->is_html = test->is_html;
	snprintf(backend->dns_name, sizeof(backend->dns_name), "%s",
		test->dns_name ? test->dns_name : "");
	backend->trial.result = test->trial;
	backend->trial.finding.code = test->trial_code;
	snprintf(backend->trial.finding.text, sizeof(backend->trial.finding.text),
		"as it was");
	make_connection(f, test);
}

static void judge(struct fixture *f, const struct judgement *test)
{
	const struct oa_step *verdict, *last;

	oa_report_init(&f->report);
	f->target = (struct oa_target){.host = "mail.lab.test", .now = PKI_NOW};
	f->front = (struct oa_front){.target = &f->target, .report = &f->report};
	if (test->front >= 0)
		f->front.looks.get.status = test->front ? test->front : 200;
	f->plan = (struct oa_backend_plan){
		.takes_self_signed = test->takes_self_signed};
	make_backend(f, test);
	oa_backend_judge(f->backend, &f->front, &f->plan);
	verdict = oa_report_verdict(&f->report);
	ck_assert_uint_gt(f->report.step_count, 0);
	last = verdict ? verdict : &f->report.steps[f->report.step_count - 1];
	ck_assert_msg(last->code == test->code && strstr(last->text, test->text),
		"wanted %s, %s: %s, %s", oa_diagnosis(test->code)->name, test->text,
		oa_diagnosis(last->code)->name, last->text);
	ck_assert_str_eq(last->subject, "EX1.lab.test:444");
	oa_backend_free(f->backend);
	pki_free(&f->pki);
	oa_report_free(&f->report);
}

START_TEST(judges_what_was_seen)
{
	for (size_t i = 0; i < OA_LENGTH(judgements); i++) {
		struct fixture f = {0};

		judge(&f, &judgements[i]);
	}
}
END_TEST

OA_TEST_MAIN("backend", reads_places, judges_what_was_seen)
