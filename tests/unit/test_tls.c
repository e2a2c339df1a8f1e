/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/tls.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

/* A root, a server's certificate under it, and both ends of a handshake that
 * passes through memory. */
struct fixture {
	struct pki root;
	struct pki leaf;
	X509_STORE *trust;
	SSL_CTX *server;
	SSL_CTX *client;
	struct oa_tls_settings settings;
	struct oa_tls_info info;
};

static void fixture_init(struct fixture *f)
{
	struct pki_request root = {.common_name = "Lab Root", .is_ca = true};
	struct pki_request leaf = {
		.common_name = "mail.lab.test", .alt_names = "DNS:mail.lab.test"};

	*f = (struct fixture){.settings = {.min_version = 12, .max_version = 13}};
	f->root = pki_make(&root, NULL);
	f->leaf = pki_make(&leaf, &f->root);
	f->trust = X509_STORE_new();
	f->server = SSL_CTX_new(TLS_server_method());
	f->client = SSL_CTX_new(TLS_client_method());
	ck_assert_int_eq(X509_STORE_add_cert(f->trust, f->root.cert), 1);
	ck_assert_int_eq(SSL_CTX_use_certificate(f->server, f->leaf.cert), 1);
	ck_assert_int_eq(SSL_CTX_use_PrivateKey(f->server, f->leaf.key), 1);
}

static void fixture_free(struct fixture *f)
{
	oa_tls_info_free(&f->info);
	SSL_CTX_free(f->client);
	SSL_CTX_free(f->server);
	X509_STORE_free(f->trust);
	pki_free(&f->leaf);
	pki_free(&f->root);
}

/* Lets both ends talk until nothing more comes of it. */
static void shake_hands(struct fixture *f)
{
	SSL *server = SSL_new(f->server);
	SSL *client = SSL_new(f->client);
	BIO *one = NULL;
	BIO *other = NULL;
	char byte;

	ck_assert_int_eq(BIO_new_bio_pair(&one, 0, &other, 0), 1);
	SSL_set_bio(server, one, one);
	SSL_set_bio(client, other, other);
	SSL_set_accept_state(server);
	SSL_set_connect_state(client);
	for (int i = 0; i < 8; i++) {
		SSL_do_handshake(client);
		SSL_do_handshake(server);
	}
	/* with TLS 1.3 an alert may come after the client has finished */
	SSL_read(client, &byte, 1);
	SSL_free(client);
	SSL_free(server);
}

static int prepare(struct fixture *f, int64_t now)
{
	return oa_tls_prepare(f->client, &f->settings, f->trust, now, &f->info, NULL);
}

START_TEST(describes_a_good_handshake)
{
	struct fixture f;
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned digest_len = 0;

	fixture_init(&f);
	ck_assert_int_eq(SSL_CTX_add_extra_chain_cert(f.server, f.root.cert), 1);
	X509_up_ref(f.root.cert);
	ck_assert_int_eq(prepare(&f, PKI_NOW), 0);
	shake_hands(&f);
	ck_assert(f.info.is_done && !f.info.is_client_cert_asked);
	ck_assert_str_eq(f.info.version, "TLSv1.3");
	ck_assert_str_ne(f.info.cipher, "");
	ck_assert_str_eq(f.info.alpn, "");
	ck_assert_int_eq(f.info.alert, -1);
	ck_assert_int_eq(f.info.sent_alert, -1);
	ck_assert_uint_gt(f.info.record_count, 0);
	ck_assert_mem_eq(f.info.first_bytes, "\x16\x03", 2);
	ck_assert_int_eq(X509_cmp(f.info.leaf, f.leaf.cert), 0);
	ck_assert_int_eq(sk_X509_num(f.info.sent), 2);
	ck_assert_uint_eq(f.info.problem_count, 0);
	X509_digest(f.leaf.cert, EVP_sha256(), digest, &digest_len);
	ck_assert_uint_eq(f.info.binding_len, 21 + 32);
	ck_assert_mem_eq(f.info.binding, "tls-server-end-point:", 21);
	ck_assert_mem_eq(f.info.binding + 21, digest, digest_len);
	fixture_free(&f);
	ck_assert_ptr_null(f.info.leaf);
	ck_assert_int_eq(f.info.alert, -1);
}
END_TEST

/* A peer that goes is none that speaks something else. */
START_TEST(tells_an_end_from_nonsense)
{
	static const char *const said[] = {"", "\x16\x03\x03"};

	for (size_t i = 0; i < OA_LENGTH(said); i++) {
		struct fixture f;
		SSL *client;
		BIO *near = BIO_new(BIO_s_mem());

		fixture_init(&f);
		ck_assert_int_eq(prepare(&f, PKI_NOW), 0);
		client = SSL_new(f.client);
		BIO_puts(near, said[i]);
		BIO_set_mem_eof_return(near, 0);
		SSL_set_bio(client, near, BIO_new(BIO_s_mem()));
		SSL_set_connect_state(client);
		ck_assert_int_ne(SSL_do_handshake(client), 1);
		ck_assert_int_eq(f.info.sent_alert, -1);
		SSL_free(client);
		fixture_free(&f);
	}
}
END_TEST

static const struct problem_case {
	int64_t now;
	bool trusts_nothing;
	int error;
	int depth;
	const char *subject;
} problems[] = {
	{PKI_NOW + 2 * PKI_YEAR, false, X509_V_ERR_CERT_HAS_EXPIRED, 0,
		"CN = mail.lab.test"},
	{PKI_NOW + 2 * PKI_YEAR, false, X509_V_ERR_CERT_HAS_EXPIRED, 1,
		"CN = Lab Root"},
	{PKI_NOW - PKI_YEAR, false, X509_V_ERR_CERT_NOT_YET_VALID, 0,
		"CN = mail.lab.test"},
	{PKI_NOW, true, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, 0,
		"CN = mail.lab.test"},
	{PKI_NOW + 2 * PKI_YEAR, true, X509_V_ERR_CERT_HAS_EXPIRED, 0,
		"CN = mail.lab.test"},
};

static const struct oa_tls_problem *find_problem(
	const struct oa_tls_info *info, int error, int depth)
{
	for (size_t i = 0; i < info->problem_count; i++)
		if (info->problems[i].error == error &&
			info->problems[i].depth == depth)
			return &info->problems[i];
	return NULL;
}

/* A bad certificate does not end the handshake, so that all of it is seen. */
START_TEST(notes_problems_and_goes_on)
{
	for (size_t i = 0; i < OA_LENGTH(problems); i++) {
		const struct oa_tls_problem *problem;
		struct fixture f;

		fixture_init(&f);
		if (problems[i].trusts_nothing) {
			X509_STORE_free(f.trust);
			f.trust = X509_STORE_new();
		}
		ck_assert_int_eq(prepare(&f, problems[i].now), 0);
		shake_hands(&f);
		ck_assert(f.info.is_done);
		problem = find_problem(&f.info, problems[i].error, problems[i].depth);
		ck_assert_msg(
			problem != NULL, "%zu: %zu problems", i, f.info.problem_count);
		ck_assert_str_eq(problem->subject, problems[i].subject);
		fixture_free(&f);
	}
}
END_TEST

static const struct version_case {
	long min, max; /* of the client */
	bool allow_legacy;
	int server_min, server_max;
	const char *version; /* NULL: no handshake */
	int alert;           /* received */
} versions[] = {
	{12, 13, false, TLS1_2_VERSION, TLS1_3_VERSION, "TLSv1.3", -1},
	{12, 12, false, TLS1_2_VERSION, TLS1_3_VERSION, "TLSv1.2", -1},
	{12, 13, false, TLS1_2_VERSION, TLS1_2_VERSION, "TLSv1.2", -1},
	{13, 13, false, TLS1_2_VERSION, TLS1_2_VERSION, NULL, 70},
	{12, 12, false, TLS1_3_VERSION, TLS1_3_VERSION, NULL, 70},
	{12, 13, false, TLS1_VERSION, TLS1_VERSION, NULL, 70},
	{12, 13, true, TLS1_VERSION, TLS1_VERSION, "TLSv1", -1},
	{12, 13, true, TLS1_1_VERSION, TLS1_1_VERSION, "TLSv1.1", -1},
	{10, 13, true, TLS1_2_VERSION, TLS1_3_VERSION, "TLSv1.3", -1},
};

START_TEST(offers_versions)
{
	for (size_t i = 0; i < OA_LENGTH(versions); i++) {
		const struct version_case *test = &versions[i];
		struct fixture f;

		fixture_init(&f);
		f.settings.min_version = test->min;
		f.settings.max_version = test->max;
		f.settings.allow_legacy = test->allow_legacy;
		SSL_CTX_set_security_level(f.server, 0);
		SSL_CTX_set_cipher_list(f.server, "ALL:@SECLEVEL=0");
		SSL_CTX_set_min_proto_version(f.server, test->server_min);
		SSL_CTX_set_max_proto_version(f.server, test->server_max);
		ck_assert_int_eq(prepare(&f, PKI_NOW), 0);
		shake_hands(&f);
		ck_assert_msg(f.info.is_done == (test->version != NULL), "case %zu", i);
		if (test->version)
			ck_assert_str_eq(f.info.version, test->version);
		ck_assert_int_eq(f.info.alert, test->alert);
		fixture_free(&f);
	}
}
END_TEST

static const struct demand_case {
	long max_version;
	int mode;
	bool is_done;
	int alert;
} demands[] = {
	{13, SSL_VERIFY_PEER, true, -1},
	{13, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, true, 116},
	{12, SSL_VERIFY_PEER, true, -1},
	{12, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, false, 40},
};

START_TEST(sees_demands_for_a_client_certificate)
{
	for (size_t i = 0; i < OA_LENGTH(demands); i++) {
		struct fixture f;

		fixture_init(&f);
		f.settings.max_version = demands[i].max_version;
		SSL_CTX_set_verify(f.server, demands[i].mode, NULL);
		ck_assert_int_eq(prepare(&f, PKI_NOW), 0);
		shake_hands(&f);
		ck_assert(f.info.is_client_cert_asked);
		ck_assert(f.info.is_done == demands[i].is_done);
		ck_assert_int_eq(f.info.alert, demands[i].alert);
		fixture_free(&f);
	}
}
END_TEST

static int choose_h2(SSL *ssl, const unsigned char **ret_name, unsigned char *ret_len,
	const unsigned char *offer, unsigned offer_len, void *data)
{
	(void)ssl;
	(void)offer;
	(void)offer_len;
	(void)data;
	*ret_name = (const unsigned char *)"h2";
	*ret_len = 2;
	return SSL_TLSEXT_ERR_OK;
}

START_TEST(sees_the_protocol_chosen)
{
	struct fixture f;

	fixture_init(&f);
	SSL_CTX_set_alpn_select_cb(f.server, choose_h2, NULL);
	SSL_CTX_set_alpn_protos(f.client, (const unsigned char *)"\x02h2", 3);
	ck_assert_int_eq(prepare(&f, PKI_NOW), 0);
	shake_hands(&f);
	ck_assert_str_eq(f.info.alpn, "h2");
	fixture_free(&f);
}
END_TEST

/* RFC 5929, section 4.1: the digest of the signature, but at least SHA-256. */
START_TEST(binds_by_the_digest_of_the_signature)
{
	const struct binding_case {
		const EVP_MD *digest;
		bool is_ed25519;
		const EVP_MD *wanted;
	} cases[] = {
		{EVP_sha1(), false, EVP_sha256()},
		{EVP_sha256(), false, EVP_sha256()},
		{EVP_sha384(), false, EVP_sha384()},
		{EVP_sha512(), false, EVP_sha512()},
		{NULL, true, EVP_sha256()},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct pki_request request = {.common_name = "x",
			.digest = cases[i].digest,
			.is_ed25519 = cases[i].is_ed25519};
		struct pki pki = pki_make(&request, NULL);
		uint8_t binding[OA_TLS_BINDING_MAX];
		uint8_t digest[EVP_MAX_MD_SIZE];
		unsigned len = 0;

		X509_digest(pki.cert, cases[i].wanted, digest, &len);
		ck_assert_uint_eq(oa_tls_binding(pki.cert, binding), 21 + len);
		ck_assert_mem_eq(binding, "tls-server-end-point:", 21);
		ck_assert_mem_eq(binding + 21, digest, len);
		pki_free(&pki);
	}
}
END_TEST

static const struct alert_case {
	int alert;
	const char *name;
} alerts[] = {
	{0, "close_notify"},
	{40, "handshake_failure"},
	{70, "protocol_version"},
	{112, "unrecognized_name"},
	{116, "certificate_required"},
	{120, "no_application_protocol"},
	{255, "unknown alert"},
	{-1, "unknown alert"},
};

START_TEST(names_alerts)
{
	for (size_t i = 0; i < OA_LENGTH(alerts); i++)
		ck_assert_str_eq(oa_tls_alert_name(alerts[i].alert), alerts[i].name);
}
END_TEST

OA_TEST_MAIN("tls", describes_a_good_handshake, tells_an_end_from_nonsense,
	notes_problems_and_goes_on, offers_versions,
	sees_demands_for_a_client_certificate, sees_the_protocol_chosen,
	binds_by_the_digest_of_the_signature, names_alerts)
