/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certload.h"
#include "common/net/certpath.h"
#include "common/net/ocsp.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* When the seeds were made. */
#define NOW INT64_C(1798761600)

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* Takes a part with its length before it, in two bytes. */
static const uint8_t *take(const uint8_t **data, size_t *len, size_t *ret_len)
{
	const uint8_t *part = *data + 2;
	size_t size;

	if (*len < 2)
		return NULL;
	size = (size_t)(*data)[0] << 8 | (*data)[1];
	if (size > *len - 2)
		return NULL;
	*data += 2 + size;
	*len -= 2 + size;
	*ret_len = size;
	return part;
}

/* The response about the first certificate of the path. */
static void read_response(STACK_OF(X509) * path, const uint8_t *data, size_t len)
{
	X509_STORE *trust = X509_STORE_new();
	struct oa_ocsp_question question = {
		.bytes = data, .len = len, .path = path, .trust = trust, .now = NOW};
	char reason[128];
	int64_t when = -1;
	enum oa_ocsp_status status;

	require(trust != NULL);
	if (sk_X509_num(path) > 1)
		X509_STORE_add_cert(trust, sk_X509_value(path, 1));
	status = oa_ocsp_read(&question, &when, reason, sizeof(reason));
	require((status == OA_OCSP_UNUSABLE) == (reason[0] != '\0'));
	require((status == OA_OCSP_REVOKED) || when == -1);
	require(!strpbrk(reason, "\r\n|\t"));
	X509_STORE_free(trust);
}

/* The same certificates with what follows as lists of revoked ones. */
static void verify(STACK_OF(X509) * path, const uint8_t *data, size_t len)
{
	STACK_OF(X509_CRL) *crls = oa_crlload_bytes(data, len, NULL);
	X509_STORE *trust = X509_STORE_new();
	struct oa_certpath_question question = {.trust = trust,
		.leaf = sk_X509_value(path, 0),
		.sent = path,
		.crls = crls,
		.now = NOW};
	struct oa_certpath result;

	if (trust && sk_X509_num(path) > 1)
		X509_STORE_add_cert(trust, sk_X509_value(path, 1));
	if (oa_certpath_verify(&question, &result, NULL) == 0) {
		require(result.problem_count <= OA_TLS_PROBLEMS_MAX);
		require(sk_X509_num(result.path) >= 1);
		oa_certpath_free(&result);
	}
	X509_STORE_free(trust);
	sk_X509_CRL_pop_free(crls, X509_CRL_free);
}

/* Certificates, and what an authority says about the first of them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t certs_len = 0;
	const uint8_t *certs = take(&data, &len, &certs_len);
	STACK_OF(X509) * path;

	if (!certs)
		return 0;
	path = oa_certload_bytes(certs, certs_len, NULL);
	if (path && sk_X509_num(path) > 0) {
		read_response(path, data, len);
		verify(path, data, len);
	}
	sk_X509_pop_free(path, X509_free);
	return 0;
}
