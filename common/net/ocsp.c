/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ocsp.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

/* A monitor's clock may be behind the responder's by this much. */
#define SKEW_SECONDS 300

size_t oa_ocsp_request(const X509 *leaf, const X509 *issuer, uint8_t **ret_bytes)
{
	OCSP_REQUEST *request = OCSP_REQUEST_new();
	/* responders know certificates by SHA-1, for that is what RFC 5019 has */
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), leaf, issuer);
	uint8_t *bytes = NULL;
	int len = 0;

	if (request && id && OCSP_request_add0_id(request, id)) {
		id = NULL;
		len = i2d_OCSP_REQUEST(request, &bytes);
	}
	OCSP_CERTID_free(id);
	OCSP_REQUEST_free(request);
	if (len <= 0)
		return 0;
	*ret_bytes = bytes;
	return (size_t)len;
}

/* One answer of a response. */
struct answer {
	int status;
	ASN1_GENERALIZEDTIME *revoked, *updated, *next;
};

/* The responder says for which certificate by a hash of its own choice. */
static bool find_answer(
	OCSP_BASICRESP *basic, const X509 *leaf, const X509 *issuer, struct answer *ret)
{
	for (int i = 0; i < OCSP_resp_count(basic); i++) {
		OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);
		OCSP_CERTID *named = (OCSP_CERTID *)(uintptr_t)OCSP_SINGLERESP_get0_id(
			single);
		ASN1_OBJECT *digest = NULL;
		OCSP_CERTID *wanted;
		bool is_same;

		OCSP_id_get0_info(NULL, &digest, NULL, NULL, named);
		wanted = OCSP_cert_to_id(EVP_get_digestbyobj(digest), leaf, issuer);
		is_same = wanted && OCSP_id_cmp(wanted, named) == 0;
		OCSP_CERTID_free(wanted);
		if (!is_same)
			continue;
		ret->status = OCSP_single_get0_status(
			single, NULL, &ret->revoked, &ret->updated, &ret->next);
		return true;
	}
	return false;
}

static int64_t seconds_of(const ASN1_GENERALIZEDTIME *when)
{
	struct tm parts;

	if (!when || ASN1_TIME_to_tm(when, &parts) != 1)
		return 0;
	return (int64_t)timegm(&parts);
}

static bool is_current(const struct answer *answer, int64_t now)
{
	int64_t next = seconds_of(answer->next);

	return seconds_of(answer->updated) <= now + SKEW_SECONDS &&
	       (!next || next + SKEW_SECONDS >= now);
}

static enum oa_ocsp_status judge(
	const struct answer *answer, int64_t now, int64_t *ret_revoked_at)
{
	if (answer->status == V_OCSP_CERTSTATUS_REVOKED) {
		*ret_revoked_at = seconds_of(answer->revoked);
		return OA_OCSP_REVOKED;
	}
	if (answer->status != V_OCSP_CERTSTATUS_GOOD)
		return OA_OCSP_UNUSABLE;
	return is_current(answer, now) ? OA_OCSP_GOOD : OA_OCSP_STALE;
}

/* The path was verified before, so its authorities vouch for the response and for a
 * responder that they have appointed; the server's own certificate does not. */
static bool is_signed(const struct oa_ocsp_question *question, OCSP_BASICRESP *basic)
{
	STACK_OF(X509) *issuers = sk_X509_dup(question->path);
	bool is_good;

	if (!issuers)
		return false;
	(void)sk_X509_shift(issuers);
	is_good = OCSP_basic_verify(basic, issuers, question->trust, OCSP_TRUSTOTHER) ==
		  1;
	sk_X509_free(issuers);
	return is_good;
}

static enum oa_ocsp_status read_basic(const struct oa_ocsp_question *question,
	OCSP_BASICRESP *basic, int64_t *ret_revoked_at, const char **reason)
{
	X509 *leaf = sk_X509_value(question->path, 0);
	X509 *issuer = sk_X509_value(question->path, 1);
	struct answer answer = {0};
	enum oa_ocsp_status status;

	if (!leaf || !issuer) {
		*reason = "its issuer is not known";
		return OA_OCSP_UNUSABLE;
	}
	if (!is_signed(question, basic)) {
		*reason = "its signature is not the issuer's";
		return OA_OCSP_UNUSABLE;
	}
	if (!find_answer(basic, leaf, issuer, &answer)) {
		*reason = "it is about another certificate";
		return OA_OCSP_UNUSABLE;
	}
	status = judge(&answer, question->now, ret_revoked_at);
	if (status == OA_OCSP_UNUSABLE)
		*reason = "the responder does not know the certificate";
	return status;
}

enum oa_ocsp_status oa_ocsp_read(const struct oa_ocsp_question *question,
	int64_t *ret_revoked_at, char *buffer, size_t size)
{
	const uint8_t *bytes = question->bytes;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &bytes, (long)question->len);
	OCSP_BASICRESP *basic = NULL;
	enum oa_ocsp_status status = OA_OCSP_UNUSABLE;
	const char *reason = "it is no OCSP response";

	if (response &&
		OCSP_response_status(response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
		reason = OCSP_response_status_str(OCSP_response_status(response));
	else if (response)
		basic = OCSP_response_get1_basic(response);
	if (basic) {
		reason = "";
		status = read_basic(question, basic, ret_revoked_at, &reason);
	}
	snprintf(buffer, size, "%s", reason);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	ERR_clear_error();
	return status;
}
