/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cert.h"
#include "common/base/text.h"

#include <arpa/inet.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

bool oa_cert_covers(const X509 *cert, const char *host)
{
	/* OpenSSL's prototypes lack const for what they only read */
	X509 *shown = (X509 *)(uintptr_t)cert;
	uint8_t address[16];

	if (inet_pton(AF_INET, host, address) == 1 ||
		inet_pton(AF_INET6, host, address) == 1)
		return X509_check_ip_asc(shown, host, 0) == 1;
	return X509_check_host(
		       shown, host, 0, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

/* One generalName as text; false for kinds that no client compares. */
static bool general_name(const GENERAL_NAME *name, char *buffer, size_t size)
{
	char address[INET6_ADDRSTRLEN];
	const ASN1_OCTET_STRING *ip = name->d.iPAddress;

	if (name->type == GEN_DNS) {
		oa_clean(buffer, size,
			(const char *)ASN1_STRING_get0_data(name->d.dNSName),
			(size_t)ASN1_STRING_length(name->d.dNSName));
		return true;
	}
	if (name->type != GEN_IPADD || (ip->length != 4 && ip->length != 16))
		return false;
	inet_ntop(ip->length == 4 ? AF_INET : AF_INET6, ip->data, address,
		sizeof(address));
	snprintf(buffer, size, "%s", address);
	return true;
}

static void common_name(const X509 *cert, char *buffer, size_t size)
{
	const X509_NAME *subject = X509_get_subject_name(cert);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	const ASN1_STRING *value;

	snprintf(buffer, size, "no name");
	if (at < 0)
		return;
	value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
	oa_clean(buffer, size, (const char *)ASN1_STRING_get0_data(value),
		(size_t)ASN1_STRING_length(value));
}

static bool is_same(const ASN1_STRING *value, const char *name)
{
	size_t len = (size_t)ASN1_STRING_length(value);

	return len == strlen(name) &&
	       !strncasecmp((const char *)ASN1_STRING_get0_data(value), name, len);
}

static bool has_common_name(const X509 *cert, const char *name)
{
	const X509_NAME *subject = X509_get_subject_name(cert);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);

	return at >= 0 &&
	       is_same(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)),
		       name);
}

static bool has_dns_name(const X509 *cert, const char *name)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	bool is_found = false;

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && !is_found; i++) {
		const GENERAL_NAME *item = sk_GENERAL_NAME_value(names, i);

		is_found = item->type == GEN_DNS && is_same(item->d.dNSName, name);
	}
	GENERAL_NAMES_free(names);
	return is_found;
}

unsigned oa_cert_match(const X509 *cert, const char *name)
{
	unsigned match = 0;

	if (has_common_name(cert, name))
		match |= OA_CERT_MATCH_CN;
	if (has_dns_name(cert, name))
		match |= OA_CERT_MATCH_SAN;
	if (!match && oa_cert_covers(cert, name))
		match |= OA_CERT_MATCH_WILDCARD;
	return match;
}

void oa_cert_names(const X509 *cert, char *buffer, size_t size)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	char name[128];
	int left_out = 0;

	buffer[0] = '\0';
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		size_t len = strlen(buffer);

		if (!general_name(sk_GENERAL_NAME_value(names, i), name, sizeof(name)))
			continue;
		if (len + strlen(name) + sizeof(" and 1000 more") > size)
			left_out++;
		else
			oa_append(buffer, size, "%s%s", len ? ", " : "", name);
	}
	if (left_out)
		oa_append(buffer, size, " and %d more", left_out);
	if (!names)
		common_name(cert, buffer, size);
	GENERAL_NAMES_free(names);
}

static void name_line(const X509_NAME *name, char *buffer, size_t size)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	long len;

	buffer[0] = '\0';
	if (!bio)
		return;
	X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
	len = BIO_get_mem_data(bio, &text);
	if (len > 0)
		oa_clean(buffer, size, text, (size_t)len);
	BIO_free(bio);
}

void oa_cert_subject(const X509 *cert, char *buffer, size_t size)
{
	name_line(X509_get_subject_name(cert), buffer, size);
}

void oa_cert_issuer(const X509 *cert, char *buffer, size_t size)
{
	name_line(X509_get_issuer_name(cert), buffer, size);
}

long oa_cert_days_left(const X509 *cert, int64_t now)
{
	struct tm end;
	int64_t seconds;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(cert), &end) != 1)
		return 0;
	seconds = (int64_t)timegm(&end) - now;
	return (long)(seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400));
}

void oa_cert_not_before(const X509 *cert, char *buffer, size_t size)
{
	struct tm start = {0};

	ASN1_TIME_to_tm(X509_get0_notBefore(cert), &start);
	strftime(buffer, size, "%Y-%m-%d %H:%M:%SZ", &start);
}
