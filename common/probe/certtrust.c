/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certfacts.h"
#include "common/net/certload.h"
#include "common/net/fetch.h"
#include "common/probe/certsides.h"
#include "common/probe/inspection.h"
#include "common/probe/tlsproblem.h"
#include "common/report/unreadable.h"

#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <string.h>

/* The one fetch of a missing issuer: so long, so many bytes. */
#define FETCH_SECONDS 3.0
#define FETCH_BYTES   65536

/* A path with certificates that the server did not send. */
struct help {
	STACK_OF(X509) * certs; /* owned */
	const char *from;       /* where they came from, for people */
	char url[256];          /* where the issuer can be had, or empty */
};

static const struct oa_tls_problem *first_distrust(
	const struct oa_tls_problem *problems, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (oa_tls_problem_kind(problems[i].error) == OA_TLS_PROBLEM_TRUST)
			return &problems[i];
	return NULL;
}

static bool is_issuer_missing(int error)
{
	return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
	       error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
	       error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

/* What the handshake found, or an own look where it resumed an earlier session. */
static void take_found(struct oa_certcase *given)
{
	const struct oa_tls_info *tls = given->tls;
	struct oa_certpath_question question = {.trust = given->front->trust,
		.leaf = tls->leaf,
		.sent = tls->sent,
		.now = given->now};

	if (!tls->path) {
		oa_certpath_verify(&question, &given->found, NULL);
		return;
	}
	given->found.path = X509_chain_up_ref(tls->path);
	given->found.problem_count = tls->problem_count;
	memcpy(given->found.problems, tls->problems, sizeof(tls->problems));
}

/* Tries the path with what is at hand; true if it holds now. */
static bool verify_with(struct oa_certcase *given, const struct help *help)
{
	struct oa_certpath_question question = {.trust = given->front->trust,
		.leaf = given->tls->leaf,
		.sent = given->tls->sent,
		.helpers = help->certs,
		.now = given->now};
	struct oa_certpath path;

	if (!help->certs || oa_certpath_verify(&question, &path, NULL) < 0)
		return false;
	if (first_distrust(path.problems, path.problem_count)) {
		oa_certpath_free(&path);
		return false;
	}
	oa_certpath_free(&given->found);
	given->found = path;
	return true;
}

static void load_file(struct oa_certcase *given, struct help *help)
{
	const char *path = given->plan->intermediates;
	struct oa_error error = {0};

	help->from = "--intermediates";
	help->certs = oa_certload_file(path, &error);
	if (!help->certs)
		oa_report_find_unreadable(
			given->front->report, NULL, "--intermediates", &error);
}

/* Fetches the issuer of the last certificate that is there. */
static void fetch_issuer(struct oa_certcase *given, struct help *help)
{
	STACK_OF(X509) *path = given->found.path;
	int count = sk_X509_num(path);
	const X509 *last = count > 0 ? sk_X509_value(path, count - 1)
				     : given->tls->leaf;
	struct oa_fetch fetch = {.url = help->url,
		.forward_proxy = given->front->target->forward_proxy,
		.max = FETCH_BYTES};
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(given->front->until, 0.5), FETCH_SECONDS);
	struct oa_error error = {0};
	uint8_t *bytes;
	size_t len;

	if (!oa_cert_issuer_url(last, help->url, sizeof(help->url)))
		return;
	help->from = "the address in the certificate";
	if (oa_fetch_get(&fetch, until, &bytes, &len, &error) < 0) {
		oa_certcase_note(given, "%s: %s", help->url, error.text);
		return;
	}
	sk_X509_pop_free(help->certs, X509_free);
	help->certs = oa_certload_bytes(bytes, len, &error);
	if (!help->certs)
		oa_certcase_note(given, "%s: %s", help->url, error.text);
	free(bytes);
}

static bool is_sent(const struct oa_certcase *given, const X509 *cert)
{
	for (int i = 0; i < sk_X509_num(given->tls->sent); i++)
		if (X509_cmp(cert, sk_X509_value(given->tls->sent, i)) == 0)
			return true;
	return X509_cmp(cert, given->tls->leaf) == 0;
}

/* The first element of the good path that the server did not send; a root need not
 * be sent. */
static X509 *missing_element(const struct oa_certcase *given)
{
	for (int i = 1; i < sk_X509_num(given->found.path); i++) {
		X509 *cert = sk_X509_value(given->found.path, i);

		if (!is_sent(given, cert) && !oa_cert_is_self_issued(cert))
			return cert;
	}
	return NULL;
}

static void find_incomplete(struct oa_certcase *given, const struct help *help)
{
	X509 *missing = missing_element(given);
	struct oa_step *step = oa_certcase_find(
		given, OA_CODE_CERT_CHAIN_INCOMPLETE, OA_STATE_WARNING, NULL);
	char name[128], url[256];

	if (missing) {
		oa_cert_short_name(X509_get_subject_name(missing), name, sizeof(name));
		oa_step_detail(step, "missing: %s", name);
	}
	if (oa_cert_issuer_url(given->tls->leaf, url, sizeof(url)))
		oa_step_detail(step, "to be had at %s", url);
	else
		oa_step_detail(step, "the certificate does not say where to have it");
	oa_step_detail(step, "completed by %s", help->from);
}

static void find_untrusted(
	struct oa_certcase *given, const struct oa_tls_problem *first)
{
	struct oa_facts facts = {0};
	char issuer[128];

	oa_cert_short_name(
		X509_get_issuer_name(given->tls->leaf), issuer, sizeof(issuer));
	oa_facts_set(&facts, "reason", "%s (issuer %s)",
		X509_verify_cert_error_string(first->error), issuer);
	oa_certcase_find(given, OA_CODE_CERT_UNTRUSTED, OA_STATE_CRITICAL, &facts);
}

static bool complete(struct oa_certcase *given, struct help *help)
{
	if (verify_with(given, help))
		return true;
	fetch_issuer(given, help);
	return verify_with(given, help);
}

static void find_interception(struct oa_certcase *given)
{
	const struct oa_strings *patterns = &given->plan->not_issuers;
	STACK_OF(X509) *path = given->found.path;
	struct oa_facts facts = {0};
	char issuer[128];
	bool is_made = oa_inspection_made(
		given->tls->leaf, path, issuer, sizeof(issuer));

	for (size_t i = 0; i < patterns->count && !is_made; i++)
		is_made = oa_issuer_matches(patterns->item[i], given->tls->leaf, path,
			issuer, sizeof(issuer));
	if (!is_made)
		return;
	oa_facts_set(&facts, "issuer", "%s", issuer);
	oa_certcase_find(given, OA_CODE_TLS_INTERCEPTED, OA_STATE_CRITICAL, &facts);
}

static void judge_distrust(struct oa_certcase *given,
	const struct oa_tls_problem *first, struct help *help)
{
	if (given->plan->accepts_self_signed &&
		first->error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT) {
		oa_certcase_note(given, "self-signed, accepted by --self-signed");
		given->is_trusted = true;
	} else if (is_issuer_missing(first->error) && complete(given, help)) {
		given->is_trusted = true;
		find_incomplete(given, help);
	} else {
		find_untrusted(given, first);
	}
}

void oa_certcase_trust(struct oa_certcase *given)
{
	static const struct help store = {.from = "the trusted certificates"};
	const struct oa_tls_problem *first;
	struct help help = {0};

	take_found(given);
	if (given->front->target->tls.is_insecure)
		return;
	find_interception(given);
	first = first_distrust(given->found.problems, given->found.problem_count);
	/* a file that cannot be read is to be known before it is needed */
	if (given->plan->intermediates)
		load_file(given, &help);
	if (first)
		judge_distrust(given, first, &help);
	else
		given->is_trusted = true;
	if (!first && missing_element(given))
		find_incomplete(given, &store);
	sk_X509_pop_free(help.certs, X509_free);
}
