/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certfacts.h"
#include "common/net/certload.h"
#include "common/net/fetch.h"
#include "common/net/ocsp.h"
#include "common/probe/certsides.h"
#include "common/probe/tlsproblem.h"
#include "common/report/unreadable.h"

#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <time.h>

/* The fetches of lists share this; what does not come is a note. */
#define FETCH_SECONDS 5.0
#define FETCH_BYTES   (16 * 1024 * 1024)
#define FETCHES_MAX   3

#define RESPONSE_BYTES 65536

static void find_revoked(struct oa_certcase *given, int depth, int64_t when)
{
	struct oa_facts facts = {0};
	char date[32], element[160];

	oa_cert_moment(when, date, sizeof(date));
	oa_facts_set(&facts, "date", "%s", date);
	oa_certcase_element(given, depth, element, sizeof(element));
	if (element[0])
		oa_facts_set(
			&facts, "host", "%s (%s)", given->front->target->host, element);
	oa_certcase_find(given, OA_CODE_CERT_REVOKED, OA_STATE_CRITICAL, &facts);
}

static void judge_response(
	struct oa_certcase *given, const char *name, const uint8_t *bytes, size_t len)
{
	const struct oa_ocsp_question question = {.bytes = bytes,
		.len = len,
		.path = given->found.path,
		.trust = given->front->trust,
		.now = given->now};
	int64_t when = 0;
	char reason[128];

	switch (oa_ocsp_read(&question, &when, reason, sizeof(reason))) {
	case OA_OCSP_REVOKED:
		find_revoked(given, 0, when);
		break;
	case OA_OCSP_GOOD:
		oa_certcase_note(given, "%s: good", name);
		break;
	case OA_OCSP_STALE:
		oa_certcase_note(given, "%s: out of date", name);
		break;
	case OA_OCSP_UNUSABLE:
		oa_certcase_note(given, "%s: %s", name, reason);
		break;
	}
}

/* Asks the responder that the certificate names about the server's certificate. */
static void ask_responder(struct oa_certcase *given)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(given->front->until, 0.5), FETCH_SECONDS);
	X509 *issuer = sk_X509_value(given->found.path, 1);
	char url[256];
	struct oa_fetch fetch = {.url = url,
		.forward_proxy = given->front->target->forward_proxy,
		.max = RESPONSE_BYTES,
		.request_type = "application/ocsp-request"};
	struct oa_error error = {0};
	uint8_t *request = NULL, *bytes;
	size_t len;

	if (!oa_cert_ocsp_url(given->tls->leaf, url, sizeof(url)) || !issuer)
		return;
	fetch.request_len = oa_ocsp_request(given->tls->leaf, issuer, &request);
	fetch.request = request;
	if (oa_fetch_get(&fetch, until, &bytes, &len, &error) == 0) {
		judge_response(given, "OCSP response", bytes, len);
		free(bytes);
	} else {
		oa_certcase_note(given, "%s: %s", url, error.text);
	}
	OPENSSL_free(request);
}

static void judge_staple(struct oa_certcase *given)
{
	const struct oa_tls_info *tls = given->tls;

	if (!tls->staple) {
		if (oa_cert_must_staple(tls->leaf))
			oa_certcase_note(given,
				"no OCSP response stapled, though the certificate "
				"wants one");
		return;
	}
	judge_response(given, "stapled OCSP response", tls->staple, tls->staple_len);
}

static void add_lists(STACK_OF(X509_CRL) * all, STACK_OF(X509_CRL) * more)
{
	X509_CRL *crl;

	while (more && (crl = sk_X509_CRL_pop(more)))
		if (!sk_X509_CRL_push(all, crl))
			X509_CRL_free(crl);
	sk_X509_CRL_free(more);
}

static void load_files(struct oa_certcase *given, STACK_OF(X509_CRL) * all)
{
	const struct oa_strings *files = &given->plan->crl_files;

	for (size_t i = 0; i < files->count; i++) {
		struct oa_error error = {0};
		STACK_OF(X509_CRL) *crls = oa_crlload_file(files->item[i], &error);

		if (crls)
			add_lists(all, crls);
		else
			oa_report_find_unreadable(
				given->front->report, NULL, "--crl", &error);
	}
}

static void fetch_list(struct oa_certcase *given, const char *url,
	struct oa_deadline until, STACK_OF(X509_CRL) * all)
{
	struct oa_fetch fetch = {.url = url,
		.forward_proxy = given->front->target->forward_proxy,
		.max = FETCH_BYTES};
	STACK_OF(X509_CRL) *crls = NULL;
	struct oa_error error = {0};
	uint8_t *bytes;
	size_t len;

	if (oa_fetch_get(&fetch, until, &bytes, &len, &error) == 0) {
		crls = oa_crlload_bytes(bytes, len, &error);
		free(bytes);
	}
	if (crls)
		add_lists(all, crls);
	else
		oa_certcase_note(given, "%s: %s", url, error.text);
}

static void fetch_lists(struct oa_certcase *given, STACK_OF(X509_CRL) * all)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(given->front->until, 0.5), FETCH_SECONDS);
	int count = sk_X509_num(given->found.path);
	char url[256];

	for (int i = 0; i < count && i < FETCHES_MAX; i++)
		if (oa_cert_crl_url(
			    sk_X509_value(given->found.path, i), url, sizeof(url)))
			fetch_list(given, url, until, all);
}

/* When the certificate was revoked, as any of the lists says. */
static int64_t revoked_at(STACK_OF(X509_CRL) * crls, X509 *cert)
{
	X509_REVOKED *entry = NULL;
	struct tm when;

	for (int i = 0; i < sk_X509_CRL_num(crls); i++)
		if (X509_CRL_get0_by_cert(sk_X509_CRL_value(crls, i), &entry, cert) ==
				1 &&
			ASN1_TIME_to_tm(
				X509_REVOKED_get0_revocationDate(entry), &when) == 1)
			return (int64_t)timegm(&when);
	return 0;
}

static void judge_lists(struct oa_certcase *given, STACK_OF(X509_CRL) * crls)
{
	struct oa_certpath_question question = {.trust = given->front->trust,
		.leaf = given->tls->leaf,
		.sent = given->found.path,
		.crls = crls,
		.now = given->now};
	struct oa_certpath path;

	if (oa_certpath_verify(&question, &path, NULL) < 0)
		return;
	for (size_t i = 0; i < path.problem_count; i++) {
		const struct oa_tls_problem *problem = &path.problems[i];

		if (problem->error == X509_V_ERR_CERT_REVOKED)
			find_revoked(given, problem->depth,
				revoked_at(crls,
					sk_X509_value(path.path, problem->depth)));
		else if (oa_tls_problem_kind(problem->error) == OA_TLS_PROBLEM_CRL &&
			 problem->depth < sk_X509_num(path.path) - 1)
			oa_certcase_note(given, "revocation of %s: %s",
				problem->subject,
				X509_verify_cert_error_string(problem->error));
	}
	oa_certpath_free(&path);
}

void oa_certcase_revocation(struct oa_certcase *given)
{
	STACK_OF(X509_CRL) * crls;

	judge_staple(given);
	if (given->plan->asks_ocsp)
		ask_responder(given);
	if (!given->plan->crl_files.count && !given->plan->fetches_crl)
		return;
	crls = sk_X509_CRL_new_null();
	if (!crls)
		return;
	load_files(given, crls);
	if (given->plan->fetches_crl)
		fetch_lists(given, crls);
	if (sk_X509_CRL_num(crls))
		judge_lists(given, crls);
	else
		oa_certcase_note(given, "revocation: no list at hand");
	sk_X509_CRL_pop_free(crls, X509_CRL_free);
}
