/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/frontsee.h"
#include "common/report/hide.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <errno.h>
#include <openssl/x509_vfy.h>
#include <string.h>

/* A front end with a report, and a connection that nobody made. */
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
	f->target = (struct oa_target){.host = "mail.lab.test", .port = 443};
	f->front = (struct oa_front){.target = &f->target, .report = &f->report};
	f->connection = (struct oa_connection){
		.phase = OA_PHASE_OPEN, .peer = "192.0.2.2", .tcp_seconds = 0.02};
	snprintf(f->connection.tls.version, sizeof(f->connection.tls.version), "%s",
		"TLSv1.2");
	return f;
}

static void fixture_free(struct fixture *f)
{
	oa_tls_info_free(&f->connection.tls);
	oa_report_free(&f->report);
	free(f);
}

static const struct {
	const char *alt_names;
	int error; /* of the verification, or 0 */
	bool is_for_name, is_trusted;
} certs[] = {
	{"DNS:mail.lab.test, DNS:autodiscover.lab.test", 0, true, true},
	{"DNS:other.lab.test", 0, false, true},
	{"DNS:mail.lab.test", X509_V_ERR_CERT_HAS_EXPIRED, true, true},
	{"DNS:mail.lab.test", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, true,
		false},
};

START_TEST(certificates)
{
	for (size_t i = 0; i < OA_LENGTH(certs); i++) {
		const struct pki_request request = {
			.common_name = "mail", .alt_names = certs[i].alt_names};
		struct fixture *f = fixture_new();
		struct oa_tls_info *tls = &f->connection.tls;
		const struct oa_seen_cert *seen = &f->report.seen.ends.cert[0];
		struct pki leaf = pki_make(&request, NULL);

		tls->leaf = leaf.cert;
		EVP_PKEY_free(leaf.key);
		tls->problem_count = certs[i].error != 0;
		tls->problems[0].error = certs[i].error;
		oa_front_see(&f->front, &f->connection);
		ck_assert_int_eq(seen->is_for_name, certs[i].is_for_name);
		ck_assert_int_eq(seen->is_trusted, certs[i].is_trusted);
		ck_assert(seen->is_self_signed);
		ck_assert_str_eq(seen->sha256, f->report.seen.certificate);
		ck_assert_str_eq(seen->tls, "TLS 1.2");
		ck_assert_int_eq(seen->not_after, PKI_NOW + PKI_YEAR);
		ck_assert_ptr_nonnull(strstr(seen->subject, "mail"));
		ck_assert_ptr_null(strchr(seen->names, ','));
		ck_assert_uint_gt(strlen(seen->serial), 0);
		ck_assert_uint_gt(strlen(seen->key), 0);
		fixture_free(f);
	}
}
END_TEST

START_TEST(addresses)
{
	struct fixture *f = fixture_new();
	const struct oa_seen_ends *ends = &f->report.seen.ends;

	f->front.dns = (struct oa_dns_answer){
		.address = {"192.0.2.1", "192.0.2.2"}, .count = 2};
	oa_see_addresses(&f->front);
	oa_see_addresses(&f->front);
	ck_assert_uint_eq(ends->address_count, 2);
	ck_assert_int_eq(ends->address[0].code, OA_CODE_NOT_TESTED);
	oa_front_see(&f->front, &f->connection);
	ck_assert_int_eq(ends->address[0].code, OA_CODE_NOT_TESTED);
	ck_assert_int_eq(ends->address[1].code, OA_CODE_OK);
	ck_assert(ends->address[1].seconds == 0.02);
	/* one that was tried before */
	f->connection.dials = (struct oa_dials){
		.item = {{.address = "192.0.2.1",
				 .number = ECONNREFUSED,
				 .seconds = 0.01},
			{.address = "192.0.2.2", .seconds = -1}},
		.count = 2};
	oa_front_see(&f->front, &f->connection);
	ck_assert_int_eq(ends->address[0].code, OA_CODE_TCP_REFUSED);
	ck_assert(ends->address[0].seconds == 0.01);
	ck_assert_int_eq(ends->address[1].code, OA_CODE_OK);
	f->connection.dials.count = 0;
	/* nothing could be connected to: all of them */
	f->connection.phase = OA_PHASE_TCP;
	oa_report_find(&f->report, OA_CODE_TCP_REFUSED, NULL, NULL);
	oa_report_ok(&f->report, OA_HOP_TIME, NULL, -1, "note");
	oa_see_failure(&f->front, &f->connection);
	ck_assert_int_eq(ends->address[0].code, OA_CODE_TCP_REFUSED);
	ck_assert_int_eq(ends->address[1].code, OA_CODE_TCP_REFUSED);
	fixture_free(f);
}
END_TEST

/* The addresses of another end, or of a forward proxy, are none of the name's. */
START_TEST(other_ends_have_other_addresses)
{
	struct fixture *f = fixture_new();
	const struct oa_seen_ends *ends = &f->report.seen.ends;

	f->front.role = OA_SEEN_AUTODISCOVER;
	f->front.dns = (struct oa_dns_answer){.address = {"192.0.2.1"}, .count = 1};
	oa_see_addresses(&f->front);
	oa_front_see(&f->front, &f->connection);
	f->front.role = OA_SEEN_FRONT_END;
	f->target.forward_proxy = "http://192.0.2.2:3128";
	oa_front_see(&f->front, &f->connection);
	ck_assert_uint_eq(ends->address_count, 0);
	fixture_free(f);
}
END_TEST

START_TEST(what_is_known_stays)
{
	struct oa_seen one = {.name = "EX1"}, other = {.name = "EX2"};

	oa_seen_tried(&one.ends, "192.0.2.1", OA_CODE_OK, 0.1);
	oa_seen_add_address(&one.ends, "192.0.2.2");
	oa_seen_tried(&other.ends, "192.0.2.1", OA_CODE_TCP_REFUSED, -1);
	oa_seen_tried(&other.ends, "192.0.2.2", OA_CODE_TCP_FILTERED, -1);
	oa_seen_add_address(&other.ends, "192.0.2.3");
	snprintf(other.ends.cert[0].sha256, sizeof(other.ends.cert[0].sha256), "bb");
	snprintf(other.ends.cert[2].sha256, sizeof(other.ends.cert[2].sha256), "cc");
	snprintf(one.ends.cert[2].sha256, sizeof(one.ends.cert[2].sha256), "aa");
	oa_seen_merge(&one, &other);
	ck_assert_str_eq(one.name, "EX1");
	ck_assert_uint_eq(one.ends.address_count, 3);
	ck_assert_int_eq(one.ends.address[0].code, OA_CODE_OK);
	ck_assert_int_eq(one.ends.address[1].code, OA_CODE_TCP_FILTERED);
	ck_assert_int_eq(one.ends.address[2].code, OA_CODE_NOT_TESTED);
	ck_assert_str_eq(one.ends.cert[0].sha256, "bb");
	ck_assert_str_eq(one.ends.cert[2].sha256, "aa");
	/* a look aside tells of other ends than the front end */
	memset(&one.ends, 0, sizeof(one.ends));
	oa_seen_ends_take_aside(&one.ends, &other.ends);
	ck_assert_str_eq(one.ends.cert[0].sha256, "");
	ck_assert_str_eq(one.ends.cert[2].sha256, "cc");
}
END_TEST

static void show_back_end(struct oa_seen_ends *ends, const char *place, char sha256)
{
	struct oa_seen_cert *cert = oa_seen_cert_of(ends, OA_SEEN_BACK_END, place);

	ck_assert_ptr_nonnull(cert);
	snprintf(cert->place, sizeof(cert->place), "%s", place);
	snprintf(cert->sha256, sizeof(cert->sha256), "%c", sha256);
}

START_TEST(each_back_end_has_its_own)
{
	struct oa_seen one = {.name = "EX1"}, other = {.name = "EX2"};
	char place[16];

	show_back_end(&one.ends, "EX1:444", 'a');
	show_back_end(&other.ends, "EX2:444", 'b');
	show_back_end(&other.ends, "EX1:444", 'c');
	oa_seen_merge(&one, &other);
	ck_assert_str_eq(one.ends.cert[OA_SEEN_BACK_END].sha256, "a");
	ck_assert_str_eq(one.ends.cert[OA_SEEN_ROLES].place, "EX2:444");
	ck_assert_str_eq(one.ends.cert[OA_SEEN_ROLES].sha256, "b");
	oa_seen_ends_take_aside(&one.ends, &other.ends);
	ck_assert_str_eq(one.ends.cert[OA_SEEN_BACK_END].sha256, "c");
	for (int i = 3; i < 9; i++) {
		snprintf(place, sizeof(place), "EX%d:444", i);
		show_back_end(&one.ends, place, 'd');
	}
	ck_assert_ptr_null(oa_seen_cert_of(&one.ends, OA_SEEN_BACK_END, "EX9:444"));
	ck_assert_ptr_nonnull(oa_seen_cert_of(&one.ends, OA_SEEN_BACK_END, "EX8:444"));
}
END_TEST

START_TEST(no_more_than_fit)
{
	struct oa_seen_ends ends = {.address_count = 0};
	char text[46];

	for (int i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "192.0.2.%d", i);
		oa_seen_tried(&ends, text, OA_CODE_OK, 0);
	}
	ck_assert_uint_eq(ends.address_count, OA_SEEN_ADDRESSES_MAX);
}
END_TEST

START_TEST(internal_names_are_hidden)
{
	struct fixture *f = fixture_new();
	struct oa_seen_cert *cert = &f->report.seen.ends.cert[OA_SEEN_BACK_END];

	oa_seen_add_name(&f->report.seen, "ex1.lab.test", 12);
	snprintf(cert->subject, sizeof(cert->subject), "CN=ex1.lab.test");
	snprintf(cert->names, sizeof(cert->names), "mail.lab.test EX1");
	oa_hide_names(&f->report, "mail.lab.test");
	ck_assert_ptr_nonnull(strstr(cert->subject, "CN=node-"));
	ck_assert_ptr_nonnull(strstr(cert->names, "mail.lab.test node-"));
	fixture_free(f);
}
END_TEST

OA_TEST_MAIN("seen", certificates, addresses, other_ends_have_other_addresses,
	what_is_known_stays, each_back_end_has_its_own, no_more_than_fit,
	internal_names_are_hidden)
