/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certfacts.h"
#include "common/base/text.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define RSA_BITS_MIN 2048
#define EC_BITS_MIN  224

static int64_t seconds_of(const ASN1_TIME *when)
{
	struct tm parts;

	if (ASN1_TIME_to_tm(when, &parts) != 1)
		return 0;
	return (int64_t)timegm(&parts);
}

struct oa_cert_life oa_cert_life(const X509 *cert)
{
	return (struct oa_cert_life){.start = seconds_of(X509_get0_notBefore(cert)),
		.end = seconds_of(X509_get0_notAfter(cert))};
}

void oa_cert_moment(int64_t moment, char *buffer, size_t size)
{
	time_t when = (time_t)moment;
	struct tm parts = {0};

	gmtime_r(&when, &parts);
	strftime(buffer, size, "%Y-%m-%d %H:%MZ", &parts);
}

static void write_hex(const uint8_t *bytes, size_t len, char *ret_hex)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		*ret_hex++ = digits[bytes[i] >> 4];
		*ret_hex++ = digits[bytes[i] & 15];
	}
	*ret_hex = '\0';
}

void oa_cert_sha256(const X509 *cert, char ret_hex[OA_CERT_HEX_SIZE])
{
	uint8_t digest[32] = {0};

	X509_digest(cert, EVP_sha256(), digest, NULL);
	write_hex(digest, sizeof(digest), ret_hex);
}

void oa_cert_sha1(const X509 *cert, char ret_hex[OA_CERT_HEX_SIZE])
{
	uint8_t digest[20] = {0};

	X509_digest(cert, EVP_sha1(), digest, NULL);
	write_hex(digest, sizeof(digest), ret_hex);
}

void oa_cert_key_sha256(const X509 *cert, char ret_hex[OA_CERT_HEX_SIZE])
{
	uint8_t *der = NULL;
	uint8_t digest[32] = {0};
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);

	if (len > 0)
		EVP_Digest(der, (size_t)len, digest, NULL, EVP_sha256(), NULL);
	OPENSSL_free(der);
	write_hex(digest, sizeof(digest), ret_hex);
}

void oa_cert_serial(const X509 *cert, char *buffer, size_t size)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(cert);
	BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
	char *digits = number ? BN_bn2hex(number) : NULL;

	snprintf(buffer, size, "%s", digits ? digits : "?");
	OPENSSL_free(digits);
	BN_free(number);
}

void oa_cert_key(const X509 *cert, char *buffer, size_t size)
{
	const EVP_PKEY *key = X509_get0_pubkey(cert);
	const char *kind = key ? EVP_PKEY_get0_type_name(key) : NULL;
	char group[64] = "";

	if (!kind) {
		snprintf(buffer, size, "of a kind that OpenSSL does not know");
		return;
	}
	if (EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) == 1)
		snprintf(buffer, size, "%s %s", kind, group);
	else
		snprintf(buffer, size, "%s %d bit", kind, EVP_PKEY_get_bits(key));
}

static int digest_of(const X509 *cert)
{
	/* OpenSSL's prototype lacks const, for it may fill its cache */
	X509 *shown = (X509 *)(uintptr_t)cert;
	int digest = NID_undef;

	X509_get_signature_info(shown, &digest, NULL, NULL, NULL);
	return digest;
}

void oa_cert_signature(const X509 *cert, char *buffer, size_t size)
{
	const char *name = OBJ_nid2ln(X509_get_signature_nid(cert));
	int digest = digest_of(cert);

	/* the name of an RSA-PSS signature does not say its digest */
	if (digest != NID_undef && X509_get_signature_nid(cert) == NID_rsassaPss)
		snprintf(buffer, size, "%s with %s", name, OBJ_nid2sn(digest));
	else
		snprintf(buffer, size, "%s", name ? name : "unknown");
}

static bool is_key_weak(const X509 *cert, char *buffer, size_t size)
{
	const EVP_PKEY *key = X509_get0_pubkey(cert);
	int id = key ? EVP_PKEY_get_base_id(key) : NID_undef;
	int bits = key ? EVP_PKEY_get_bits(key) : 0;
	bool is_short = id == EVP_PKEY_EC && bits < EC_BITS_MIN;

	if (id == EVP_PKEY_RSA || id == EVP_PKEY_RSA_PSS || id == EVP_PKEY_DSA)
		is_short = bits < RSA_BITS_MIN;
	if (is_short)
		oa_append(buffer, size, "%s key of %d bit",
			EVP_PKEY_get0_type_name(key), bits);
	return is_short;
}

bool oa_cert_is_weak(const X509 *cert, char *buffer, size_t size)
{
	int digest = digest_of(cert);
	bool is_old = digest == NID_md5 || digest == NID_sha1 || digest == NID_md5_sha1;
	bool is_short;

	buffer[0] = '\0';
	is_short = is_key_weak(cert, buffer, size);
	if (!is_old || oa_cert_is_self_issued(cert))
		return is_short;
	oa_append(buffer, size, "%s%s signature", is_short ? ", " : "",
		OBJ_nid2sn(digest));
	return true;
}

bool oa_cert_is_self_issued(const X509 *cert)
{
	return X509_NAME_cmp(X509_get_subject_name(cert), X509_get_issuer_name(cert)) ==
	       0;
}

/* Copies a generalName that is an http address. */
static bool take_url(const GENERAL_NAME *name, char *buffer, size_t size)
{
	const ASN1_STRING *uri = name->d.uniformResourceIdentifier;
	const char *text;
	int len;

	if (name->type != GEN_URI)
		return false;
	text = (const char *)ASN1_STRING_get0_data(uri);
	len = ASN1_STRING_length(uri);
	if (len < 8 || (size_t)len >= size || strncasecmp(text, "http://", 7) != 0)
		return false;
	oa_clean(buffer, size, text, (size_t)len);
	return true;
}

static bool access_url(const X509 *cert, int method, char *buffer, size_t size)
{
	AUTHORITY_INFO_ACCESS *list = X509_get_ext_d2i(
		cert, NID_info_access, NULL, NULL);
	bool is_found = false;

	buffer[0] = '\0';
	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(list) && !is_found; i++) {
		const ACCESS_DESCRIPTION *item = sk_ACCESS_DESCRIPTION_value(list, i);

		is_found = OBJ_obj2nid(item->method) == method &&
			   take_url(item->location, buffer, size);
	}
	AUTHORITY_INFO_ACCESS_free(list);
	return is_found;
}

bool oa_cert_issuer_url(const X509 *cert, char *buffer, size_t size)
{
	return access_url(cert, NID_ad_ca_issuers, buffer, size);
}

bool oa_cert_ocsp_url(const X509 *cert, char *buffer, size_t size)
{
	return access_url(cert, NID_ad_OCSP, buffer, size);
}

static bool point_url(const DIST_POINT *point, char *buffer, size_t size)
{
	const GENERAL_NAMES *names;

	if (!point->distpoint || point->distpoint->type != 0)
		return false;
	names = point->distpoint->name.fullname;
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++)
		if (take_url(sk_GENERAL_NAME_value(names, i), buffer, size))
			return true;
	return false;
}

bool oa_cert_crl_url(const X509 *cert, char *buffer, size_t size)
{
	CRL_DIST_POINTS *points = X509_get_ext_d2i(
		cert, NID_crl_distribution_points, NULL, NULL);
	bool is_found = false;

	buffer[0] = '\0';
	for (int i = 0; i < sk_DIST_POINT_num(points) && !is_found; i++)
		is_found = point_url(sk_DIST_POINT_value(points, i), buffer, size);
	CRL_DIST_POINTS_free(points);
	return is_found;
}

bool oa_cert_must_staple(const X509 *cert)
{
	return X509_get_ext_by_NID(cert, NID_tlsfeature, -1) >= 0;
}

static bool name_part(const X509_NAME *name, int nid, char *buffer, size_t size)
{
	int at = X509_NAME_get_index_by_NID(name, nid, -1);
	const ASN1_STRING *value;

	if (at < 0)
		return false;
	value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
	oa_clean(buffer, size, (const char *)ASN1_STRING_get0_data(value),
		(size_t)ASN1_STRING_length(value));
	return buffer[0] != '\0';
}

void oa_cert_short_name(const X509_NAME *name, char *buffer, size_t size)
{
	if (name_part(name, NID_commonName, buffer, size) ||
		name_part(name, NID_organizationName, buffer, size) ||
		name_part(name, NID_organizationalUnitName, buffer, size))
		return;
	snprintf(buffer, size, "no name");
}
