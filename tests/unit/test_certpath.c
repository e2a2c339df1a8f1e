/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certload.h"
#include "common/net/certpath.h"
#include "common/probe/tlsproblem.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <unistd.h>

/* Root, intermediate and leaf. */
struct chain {
	struct pki root, middle, leaf;
	X509_STORE *trust;
};

static struct chain make_chain(void)
{
	struct pki_request root = {.common_name = "Root", .is_ca = true};
	struct pki_request middle = {.common_name = "Middle", .is_ca = true};
	struct pki_request leaf = {
		.common_name = "mail.lab.test", .not_after = PKI_NOW + PKI_DAY};
	struct chain chain = {.trust = X509_STORE_new()};

	chain.root = pki_make(&root, NULL);
	chain.middle = pki_make(&middle, &chain.root);
	chain.leaf = pki_make(&leaf, &chain.middle);
	X509_STORE_add_cert(chain.trust, chain.root.cert);
	return chain;
}

static void free_chain(struct chain *chain)
{
	X509_STORE_free(chain->trust);
	pki_free(&chain->leaf);
	pki_free(&chain->middle);
	pki_free(&chain->root);
}

static struct oa_certpath verify(struct oa_certpath_question question)
{
	struct oa_certpath path;

	ck_assert_int_eq(oa_certpath_verify(&question, &path, NULL), 0);
	return path;
}

START_TEST(builds_with_help)
{
	struct chain chain = make_chain();
	STACK_OF(X509) *helpers = sk_X509_new_null();
	struct oa_certpath_question question = {
		.trust = chain.trust, .leaf = chain.leaf.cert, .now = PKI_NOW};
	struct oa_certpath path = verify(question);

	ck_assert_uint_gt(path.problem_count, 0);
	ck_assert_int_eq(
		path.problems[0].error, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
	oa_certpath_free(&path);
	sk_X509_push(helpers, chain.middle.cert);
	question.helpers = helpers;
	path = verify(question);
	ck_assert_uint_eq(path.problem_count, 0);
	ck_assert_int_eq(sk_X509_num(path.path), 3);
	oa_certpath_free(&path);
	sk_X509_free(helpers);
	free_chain(&chain);
}
END_TEST

START_TEST(goes_on_behind_problems)
{
	struct chain chain = make_chain();
	struct oa_certpath_question question = {.trust = chain.trust,
		.leaf = chain.leaf.cert,
		.now = PKI_NOW + 2 * PKI_DAY};
	struct oa_certpath path = verify(question);
	bool has_date = false, has_trust = false;

	for (size_t i = 0; i < path.problem_count; i++) {
		has_date |= oa_tls_problem_kind(path.problems[i].error) ==
			    OA_TLS_PROBLEM_DATE;
		has_trust |= oa_tls_problem_kind(path.problems[i].error) ==
			     OA_TLS_PROBLEM_TRUST;
	}
	ck_assert(has_date && has_trust);
	oa_certpath_free(&path);
	free_chain(&chain);
}
END_TEST

START_TEST(loads_all_forms)
{
	struct chain chain = make_chain();
	char path[] = "/tmp/oa-test-XXXXXX";
	int fd = mkstemp(path);
	struct oa_error error = {0};
	uint8_t *der = NULL;
	int len = i2d_X509(chain.middle.cert, &der);
	STACK_OF(X509) * list;
	FILE *file = fdopen(fd, "w");

	PEM_write_X509(file, chain.root.cert);
	PEM_write_X509(file, chain.middle.cert);
	fclose(file);
	list = oa_certload_file(path, NULL);
	ck_assert_int_eq(sk_X509_num(list), 2);
	sk_X509_pop_free(list, X509_free);
	list = oa_certload_bytes(der, (size_t)len, NULL);
	ck_assert_int_eq(sk_X509_num(list), 1);
	sk_X509_pop_free(list, X509_free);
	for (int cut = 0; cut < len; cut += 7) {
		list = oa_certload_bytes(der, (size_t)cut, &error);
		ck_assert_ptr_null(list);
		ck_assert_int_eq(error.layer, OA_LAYER_FILE);
	}
	ck_assert_ptr_null(oa_crlload_file(path, &error));
	ck_assert_ptr_null(oa_certload_file("/nowhere/at/all", &error));
	ck_assert_int_ne(error.number, 0);
	OPENSSL_free(der);
	unlink(path);
	free_chain(&chain);
}
END_TEST

OA_TEST_MAIN("certpath", builds_with_help, goes_on_behind_problems, loads_all_forms)
