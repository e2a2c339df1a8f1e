/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/judge_tls.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <errno.h>
#include <openssl/x509_vfy.h>

/* A front end with a connection that nobody made. */
struct fixture {
	struct oa_target target;
	struct oa_report report;
	struct oa_front front;
	struct oa_connection connection;
};

static struct fixture *fixture_new(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	oa_report_init(&f->report);
	f->target = (struct oa_target){
		.host = "mail.lab.test", .port = 443, .now = PKI_NOW};
	f->front = (struct oa_front){.target = &f->target, .report = &f->report};
	f->connection.tls.alert = -1;
	f->connection.tls.sent_alert = -1;
	f->connection.started_us = oa_now_us() - 1000000;
	return f;
}

static void fixture_free(struct fixture *f)
{
	oa_tls_info_free(&f->connection.tls);
	oa_report_free(&f->report);
	free(f);
}

static const struct failed_case {
	enum oa_phase phase;
	enum oa_layer layer;
	long number;
	int alert;         /* received, 0: none */
	int sent_alert;    /* sent, 0: none */
	const char *first; /* bytes of the first record, or NULL */
	bool is_asked;     /* for a client certificate */
	enum oa_code code;
} faileds[] = {
	{OA_PHASE_TCP, OA_LAYER_TCP, ECONNREFUSED, 0, 0, NULL, false,
		OA_CODE_TCP_REFUSED},
	{OA_PHASE_TCP, OA_LAYER_TCP, ETIMEDOUT, 0, 0, NULL, false,
		OA_CODE_TCP_FILTERED},
	{OA_PHASE_TCP, OA_LAYER_TCP, EHOSTUNREACH, 0, 0, NULL, false,
		OA_CODE_TCP_FILTERED},
	{OA_PHASE_TCP, OA_LAYER_TCP, ECONNRESET, 0, 0, NULL, false, OA_CODE_TLS_CLOSED},
	{OA_PHASE_TCP, OA_LAYER_TCP, EMFILE, 0, 0, NULL, false, OA_CODE_INTERNAL_ERROR},
	{OA_PHASE_TCP, OA_LAYER_SYSTEM, 0, 0, 0, NULL, false, OA_CODE_INTERNAL_ERROR},
	{OA_PHASE_PROXY, OA_LAYER_PROXY, 407, 0, 0, NULL, false,
		OA_CODE_MONITOR_PROXY_REFUSED},
	{OA_PHASE_TLS, OA_LAYER_FEATURE, 0, 0, 0, NULL, false, OA_CODE_FEATURE_MISSING},
	{OA_PHASE_TLS, OA_LAYER_TIMEOUT, 0, 0, 0, NULL, false, OA_CODE_TLS_TIMEOUT},
	{OA_PHASE_TLS, OA_LAYER_TLS, 0, 0, 0, NULL, false, OA_CODE_TLS_CLOSED},
	{OA_PHASE_TLS, OA_LAYER_TLS, 0, 0, 0, "\x16\x03\x03\0\x50", false,
		OA_CODE_TLS_CLOSED},
	{OA_PHASE_TLS, OA_LAYER_TLS, 0, 0, 0, "HTTP/", false, OA_CODE_TLS_NOT_SPOKEN},
	{OA_PHASE_TLS, OA_LAYER_TLS, 0, 0, 50, "\x16\x03\x03\0\x50", false,
		OA_CODE_TLS_NOT_SPOKEN},
	{OA_PHASE_TLS, OA_LAYER_TLS, 0, 0, 70, "\x16\x03\x01\0\x50", false,
		OA_CODE_TLS_ALERT},
	{OA_PHASE_TLS, OA_LAYER_TLS, 40, 40, 0, NULL, false, OA_CODE_TLS_ALERT},
	{OA_PHASE_TLS, OA_LAYER_TLS, 40, 40, 0, NULL, true,
		OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{OA_PHASE_TLS, OA_LAYER_TLS, 116, 116, 0, NULL, false,
		OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{OA_PHASE_TLS, OA_LAYER_TLS, 120, 120, 0, NULL, false, OA_CODE_TLS_H2_ONLY},
	{OA_PHASE_TLS, OA_LAYER_TLS, 112, 112, 0, NULL, false, OA_CODE_TLS_ALERT},
};

START_TEST(judges_connections_that_failed)
{
	for (size_t i = 0; i < OA_LENGTH(faileds); i++) {
		const struct failed_case *test = &faileds[i];
		struct fixture *f = fixture_new();
		struct oa_tls_info *tls = &f->connection.tls;

		f->target.forward_proxy = "http://alice:secret@proxy.lab.test:3128";
		f->connection.phase = test->phase;
		oa_fail(&f->connection.error, test->layer, test->number, "because");
		tls->alert = test->alert ? test->alert : -1;
		tls->sent_alert = test->sent_alert ? test->sent_alert : -1;
		tls->is_client_cert_asked = test->is_asked;
		tls->record_count = test->first != NULL;
		if (test->first)
			memcpy(tls->first_bytes, test->first, 5);
		oa_judge_connection(&f->front, &f->connection);
		ck_assert_uint_eq(f->report.step_count, 1);
		ck_assert_msg(f->report.steps[0].code == test->code, "%zu: %s", i,
			oa_diagnosis(f->report.steps[0].code)->name);
		ck_assert_ptr_null(strstr(f->report.steps[0].text, "secret"));
		fixture_free(f);
	}
}
END_TEST

/* The kernel had no time to hear anybody. */
START_TEST(a_wait_of_nothing_filters_nothing)
{
	struct fixture *f = fixture_new();

	f->connection.phase = OA_PHASE_TCP;
	f->connection.started_us = oa_now_us();
	oa_fail(&f->connection.error, OA_LAYER_TCP, ETIMEDOUT, "because");
	oa_judge_connection(&f->front, &f->connection);
	ck_assert_int_eq(f->report.steps[0].code, OA_CODE_DEADLINE_EXCEEDED);
	fixture_free(f);
}
END_TEST

/* One problem of the path and one certificate, and what they mean. */
static const struct cert_case {
	const char *alt_names;
	int64_t not_before, not_after; /* from PKI_NOW, 0: pki.h's own */
	int problem;                   /* X509_V_ERR_..., 0: none */
	bool is_insecure;
	enum oa_code code;
	const char *text; /* part of it */
	bool is_bad;      /* no password may follow */
} certs[] = {
	{"DNS:mail.lab.test", 0, 30 * PKI_DAY, 0, false, OA_CODE_OK,
		"certificate good, 30 days left", false},
	{"DNS:*.lab.test", 0, 0, 0, false, OA_CODE_OK, "certificate good", false},
	{"DNS:a.lab.test, DNS:b.lab.test", 0, 0, 0, false, OA_CODE_CERT_NAME_MISMATCH,
		"a.lab.test, b.lab.test", true},
	{"DNS:mail.lab.test", -PKI_YEAR, -3 * PKI_DAY, X509_V_ERR_CERT_HAS_EXPIRED,
		false, OA_CODE_CERT_EXPIRED, "3 days", true},
	{"DNS:mail.lab.test", PKI_DAY, 0, X509_V_ERR_CERT_NOT_YET_VALID, false,
		OA_CODE_CERT_NOT_YET_VALID, "2026-06-02 12:00:00Z", true},
	{"DNS:mail.lab.test", 0, 0, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, false,
		OA_CODE_CERT_UNTRUSTED, "self", true},
	{"DNS:mail.lab.test", 0, 0, X509_V_ERR_CA_MD_TOO_WEAK, false, OA_CODE_OK,
		"good", false},
	{"DNS:mail.lab.test", 0, 0, X509_V_ERR_EE_KEY_TOO_SMALL, false, OA_CODE_OK,
		"good", false},
	{"DNS:a.lab.test", 0, 0, X509_V_ERR_CERT_HAS_EXPIRED, true, OA_CODE_OK,
		"certificate not verified", false},
};

static struct pki make_cert(const struct cert_case *test)
{
	struct pki_request request = {.common_name = "Lab",
		.alt_names = test->alt_names,
		.not_before = test->not_before ? PKI_NOW + test->not_before : 0,
		.not_after = test->not_after ? PKI_NOW + test->not_after : 0};

	return pki_make(&request, NULL);
}

START_TEST(judges_certificates)
{
	for (size_t i = 0; i < OA_LENGTH(certs); i++) {
		struct fixture *f = fixture_new();
		struct oa_tls_info *tls = &f->connection.tls;
		struct pki pki = make_cert(&certs[i]);
		const struct oa_step *step = &f->report.steps[0];
		double seconds = 0;

		f->target.tls.is_insecure = certs[i].is_insecure;
		f->connection.tls_seconds = 0.25;
		tls->leaf = pki.cert;
		X509_up_ref(pki.cert);
		tls->problem_count = certs[i].problem != 0;
		tls->problems[0].error = certs[i].problem;
		snprintf(tls->version, sizeof(tls->version), "TLSv1.3");
		oa_judge_tls(&f->front, &f->connection);
		ck_assert_uint_eq(f->report.step_count, 1);
		ck_assert_msg(step->code == certs[i].code, "%zu: %s", i,
			oa_diagnosis(step->code)->name);
		ck_assert_msg(strstr(step->text, certs[i].text) != NULL, "%zu: %s", i,
			step->text);
		ck_assert(f->front.has_bad_certificate == certs[i].is_bad);
		ck_assert(oa_report_value_get(&f->report, "tls_time", &seconds));
		ck_assert_double_eq(seconds, 0.25);
		pki_free(&pki);
		fixture_free(f);
	}
}
END_TEST

START_TEST(judges_missing_certificate_and_http2)
{
	struct fixture *f = fixture_new();

	oa_judge_tls(&f->front, &f->connection);
	ck_assert_int_eq(f->report.steps[0].code, OA_CODE_CERT_UNTRUSTED);
	ck_assert(f->front.has_bad_certificate);
	fixture_free(f);
	f = fixture_new();
	snprintf(f->connection.tls.alpn, sizeof(f->connection.tls.alpn), "h2");
	oa_judge_tls(&f->front, &f->connection);
	ck_assert_int_eq(f->report.steps[0].code, OA_CODE_TLS_H2_ONLY);
	ck_assert(f->front.is_unusable);
	fixture_free(f);
}
END_TEST

/* A connection behind a first one whose certificate was good. */
static const struct later_case {
	const char *alt_names; /* NULL: no certificate at all */
	int problem;           /* X509_V_ERR_..., 0: none */
	bool is_same;          /* the certificate of the first one */
	bool is_insecure;
	bool is_good;
} laters[] = {
	{"DNS:mail.lab.test", 0, true, false, true},
	/* what another judgement has completed is complete */
	{"DNS:mail.lab.test", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, true, false,
		true},
	{"DNS:mail.lab.test", 0, false, false, true},
	{"DNS:mail.lab.test", X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, false, false,
		false},
	{"DNS:mail.lab.test", X509_V_ERR_CERT_HAS_EXPIRED, false, false, false},
	{"DNS:other.lab.test", 0, false, false, false},
	{"DNS:other.lab.test", 0, false, true, true},
	{NULL, 0, false, false, false},
};

static void show(struct oa_tls_info *tls, X509 *cert)
{
	X509_free(tls->leaf);
	tls->leaf = cert;
	tls->binding_len = cert ? oa_tls_binding(cert, tls->binding) : 0;
	if (cert)
		X509_up_ref(cert);
}

START_TEST(judges_later_certificates)
{
	for (size_t i = 0; i < OA_LENGTH(laters); i++) {
		struct fixture *f = fixture_new();
		struct oa_tls_info *tls = &f->connection.tls;
		struct pki_request request = {
			.common_name = "Lab", .alt_names = "DNS:mail.lab.test"};
		struct pki first = pki_make(&request, NULL), later;

		show(tls, first.cert);
		oa_judge_tls(&f->front, &f->connection);
		ck_assert(!f->front.has_bad_certificate);
		request.alt_names = laters[i].alt_names ? laters[i].alt_names
							: "DNS:mail.lab.test";
		later = pki_make(&request, NULL);
		f->target.tls.is_insecure = laters[i].is_insecure;
		show(tls, !laters[i].alt_names ? NULL
			  : laters[i].is_same  ? first.cert
					       : later.cert);
		tls->problem_count = laters[i].problem != 0;
		tls->problems[0].error = laters[i].problem;
		ck_assert_msg(oa_judge_tls_again(&f->front, &f->connection) ==
				      laters[i].is_good,
			"%zu", i);
		ck_assert(f->front.has_bad_certificate != laters[i].is_good);
		ck_assert_uint_eq(f->report.step_count, laters[i].is_good ? 1 : 2);
		pki_free(&first);
		pki_free(&later);
		fixture_free(f);
	}
}
END_TEST

START_TEST(judges_late_alerts)
{
	struct fixture *f = fixture_new();

	f->connection.tls.alert = 116;
	oa_judge_alert(&f->front, &f->connection);
	ck_assert_int_eq(f->report.steps[0].code, OA_CODE_TLS_CLIENT_CERT_REQUIRED);
	fixture_free(f);
}
END_TEST

OA_TEST_MAIN("judge_tls", judges_connections_that_failed,
	a_wait_of_nothing_filters_nothing, judges_certificates,
	judges_missing_certificate_and_http2, judges_later_certificates,
	judges_late_alerts)
