/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/ocsp.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <openssl/ocsp.h>
#include <stdbool.h>
#include <string.h>

#define HOUR INT64_C(3600)

/* Who signs a response. */
enum signer {
	BY_ISSUER,   /* the certificate's own issuer */
	BY_STRANGER, /* somebody whom nobody has appointed */
	BY_LEAF,     /* the certificate in question itself */
};

/* What a responder says about which certificate, and what that is worth. */
static const struct response_case {
	int said;        /* V_OCSP_CERTSTATUS_* */
	int64_t updated; /* seconds from now */
	int64_t next;    /* seconds from now, 0: not said */
	enum signer signer;
	bool about_other; /* certificate than the one asked about */
	enum oa_ocsp_status status;
	const char *reason;
} responses[] = {
	{V_OCSP_CERTSTATUS_GOOD, -HOUR, HOUR, BY_ISSUER, false, OA_OCSP_GOOD, ""},
	{V_OCSP_CERTSTATUS_GOOD, -HOUR, 0, BY_ISSUER, false, OA_OCSP_GOOD, ""},
	/* clocks may differ by five minutes */
	{V_OCSP_CERTSTATUS_GOOD, 200, HOUR, BY_ISSUER, false, OA_OCSP_GOOD, ""},
	{V_OCSP_CERTSTATUS_GOOD, -HOUR, -200, BY_ISSUER, false, OA_OCSP_GOOD, ""},
	{V_OCSP_CERTSTATUS_GOOD, 400, HOUR, BY_ISSUER, false, OA_OCSP_STALE, ""},
	{V_OCSP_CERTSTATUS_GOOD, -2 * HOUR, -HOUR, BY_ISSUER, false, OA_OCSP_STALE, ""},
	{V_OCSP_CERTSTATUS_REVOKED, -HOUR, HOUR, BY_ISSUER, false, OA_OCSP_REVOKED, ""},
	/* once revoked, always revoked */
	{V_OCSP_CERTSTATUS_REVOKED, -2 * HOUR, -HOUR, BY_ISSUER, false, OA_OCSP_REVOKED,
		""},
	{V_OCSP_CERTSTATUS_UNKNOWN, -HOUR, HOUR, BY_ISSUER, false, OA_OCSP_UNUSABLE,
		"does not know"},
	{V_OCSP_CERTSTATUS_GOOD, -HOUR, HOUR, BY_ISSUER, true, OA_OCSP_UNUSABLE,
		"about another certificate"},
	{V_OCSP_CERTSTATUS_GOOD, -HOUR, HOUR, BY_STRANGER, false, OA_OCSP_UNUSABLE,
		"signature"},
	{V_OCSP_CERTSTATUS_GOOD, -HOUR, HOUR, BY_LEAF, false, OA_OCSP_UNUSABLE,
		"signature"},
	{V_OCSP_CERTSTATUS_REVOKED, -HOUR, HOUR, BY_STRANGER, false, OA_OCSP_UNUSABLE,
		"signature"},
};

/* A root, two leaves of it, and somebody else; times are those of the real clock,
 * by which OpenSSL judges the signer. */
struct world {
	struct pki root, leaf, other, stranger;
	STACK_OF(X509) * path;
	X509_STORE *trust;
	int64_t now;
};

static struct pki make(const struct world *world, const char *name, bool is_ca,
	const struct pki *issuer)
{
	const struct pki_request request = {.common_name = name,
		.is_ca = is_ca,
		.not_before = world->now - PKI_DAY,
		.not_after = world->now + PKI_DAY};

	return pki_make(&request, issuer);
}

static void world_make(struct world *world)
{
	*world = (struct world){.now = (int64_t)time(NULL)};
	world->root = make(world, "root", true, NULL);
	world->stranger = make(world, "stranger", true, NULL);
	world->leaf = make(world, "mail.lab.test", false, &world->root);
	world->other = make(world, "other.lab.test", false, &world->root);
	world->path = sk_X509_new_null();
	sk_X509_push(world->path, world->leaf.cert);
	sk_X509_push(world->path, world->root.cert);
	world->trust = X509_STORE_new();
	X509_STORE_add_cert(world->trust, world->root.cert);
}

static void world_free(struct world *world)
{
	sk_X509_free(world->path);
	X509_STORE_free(world->trust);
	pki_free(&world->root);
	pki_free(&world->leaf);
	pki_free(&world->other);
	pki_free(&world->stranger);
}

static size_t respond(const struct world *world, const struct response_case *test,
	uint8_t **ret_bytes)
{
	const struct pki *signers[] = {&world->root, &world->stranger, &world->leaf};
	const struct pki *about = test->about_other ? &world->other : &world->leaf;
	const struct pki *signer = signers[test->signer];
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), about->cert, world->root.cert);
	ASN1_TIME *updated = ASN1_TIME_set(NULL, (time_t)(world->now + test->updated));
	ASN1_TIME *next = ASN1_TIME_set(NULL, (time_t)(world->now + test->next));
	ASN1_TIME *revoked = ASN1_TIME_set(NULL, (time_t)(world->now - 2 * HOUR));
	bool is_revoked = test->said == V_OCSP_CERTSTATUS_REVOKED;
	OCSP_RESPONSE *response;
	int len;

	ck_assert_ptr_nonnull(OCSP_basic_add1_status(basic, id, test->said, 0,
		is_revoked ? revoked : NULL, updated, test->next ? next : NULL));
	ck_assert_int_eq(OCSP_basic_sign(basic, signer->cert, signer->key, EVP_sha256(),
				 NULL, 0),
		1);
	response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	*ret_bytes = NULL;
	len = i2d_OCSP_RESPONSE(response, ret_bytes);
	ck_assert_int_gt(len, 0);
	OCSP_RESPONSE_free(response);
	OCSP_BASICRESP_free(basic);
	OCSP_CERTID_free(id);
	ASN1_TIME_free(updated);
	ASN1_TIME_free(next);
	ASN1_TIME_free(revoked);
	return (size_t)len;
}

static enum oa_ocsp_status read_response(const struct world *world,
	const uint8_t *bytes, size_t len, int64_t *revoked_at, char reason[200])
{
	const struct oa_ocsp_question question = {.bytes = bytes,
		.len = len,
		.path = world->path,
		.trust = world->trust,
		.now = world->now};

	return oa_ocsp_read(&question, revoked_at, reason, 200);
}

START_TEST(responses_are_judged)
{
	struct world world;

	world_make(&world);
	for (size_t i = 0; i < OA_LENGTH(responses); i++) {
		const struct response_case *test = &responses[i];
		int64_t revoked_at = -1;
		char reason[200];
		uint8_t *bytes;
		size_t len = respond(&world, test, &bytes);

		ck_assert_msg(read_response(&world, bytes, len, &revoked_at, reason) ==
				      test->status,
			"%zu: %s", i, reason);
		ck_assert_msg(
			strstr(reason, test->reason) != NULL, "%zu: %s", i, reason);
		ck_assert_int_eq(reason[0] == '\0', test->status != OA_OCSP_UNUSABLE);
		ck_assert_int_eq(revoked_at,
			test->status == OA_OCSP_REVOKED ? world.now - 2 * HOUR : -1);
		OPENSSL_free(bytes);
	}
	world_free(&world);
}
END_TEST

START_TEST(path_without_issuer_is_no_use)
{
	struct world world;
	int64_t revoked_at = -1;
	char reason[200];
	uint8_t *bytes;
	size_t len;

	world_make(&world);
	len = respond(&world, &responses[0], &bytes);
	(void)sk_X509_pop(world.path);
	ck_assert_int_eq(read_response(&world, bytes, len, &revoked_at, reason),
		OA_OCSP_UNUSABLE);
	ck_assert_str_eq(reason, "its issuer is not known");
	OPENSSL_free(bytes);
	world_free(&world);
}
END_TEST

/* A response that is cut or spoilt anywhere is never good. */
START_TEST(spoilt_responses_are_not_good)
{
	struct world world;
	int64_t revoked_at;
	char reason[200];
	uint8_t *bytes;
	size_t len;

	world_make(&world);
	len = respond(&world, &responses[6], &bytes);
	for (size_t i = 0; i < len; i++) {
		bytes[i] ^= 0x41;
		ck_assert_int_ne(read_response(&world, bytes, len, &revoked_at, reason),
			OA_OCSP_GOOD);
		bytes[i] ^= 0x41;
		ck_assert_int_eq(read_response(&world, bytes, i, &revoked_at, reason),
			OA_OCSP_UNUSABLE);
		ck_assert_str_eq(reason, "it is no OCSP response");
	}
	OPENSSL_free(bytes);
	world_free(&world);
}
END_TEST

/* RFC 6960, 4.2.1: a response that is none but an error. */
START_TEST(refusals_have_their_name)
{
	struct world world;
	struct hex refusal = hex("30030a0103");
	struct hex nothing = hex("30030a0100");
	int64_t revoked_at;
	char reason[200];

	world_make(&world);
	ck_assert_int_eq(
		read_response(&world, refusal.bytes, refusal.len, &revoked_at, reason),
		OA_OCSP_UNUSABLE);
	ck_assert_str_eq(reason, "trylater");
	/* a success without what was asked for */
	ck_assert_int_eq(
		read_response(&world, nothing.bytes, nothing.len, &revoked_at, reason),
		OA_OCSP_UNUSABLE);
	ck_assert_str_eq(reason, "it is no OCSP response");
	world_free(&world);
}
END_TEST

START_TEST(request_names_the_certificate)
{
	struct world world;
	uint8_t *bytes = NULL;
	const uint8_t *at;
	size_t len;
	OCSP_REQUEST *request;
	OCSP_CERTID *wanted;

	world_make(&world);
	len = oa_ocsp_request(world.leaf.cert, world.root.cert, &bytes);
	ck_assert_uint_gt(len, 0);
	at = bytes;
	request = d2i_OCSP_REQUEST(NULL, &at, (long)len);
	ck_assert_ptr_nonnull(request);
	ck_assert_int_eq(OCSP_request_onereq_count(request), 1);
	wanted = OCSP_cert_to_id(EVP_sha1(), world.leaf.cert, world.root.cert);
	ck_assert_int_eq(
		OCSP_id_cmp(wanted,
			OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, 0))),
		0);
	OCSP_CERTID_free(wanted);
	OCSP_REQUEST_free(request);
	OPENSSL_free(bytes);
	world_free(&world);
}
END_TEST

OA_TEST_MAIN("ocsp", responses_are_judged, path_without_issuer_is_no_use,
	spoilt_responses_are_not_good, refusals_have_their_name,
	request_names_the_certificate)
