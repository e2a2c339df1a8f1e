/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/opensslerror.h"
#include "common/net/trust.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with a root as a file, as a folder of hashed names, and with things
 * that are neither. */
struct fixture {
	char dir[64];
	char hashed_name[32];
	struct pki root;
	struct pki leaf;
};

static void path_of(const struct fixture *f, const char *name, char buffer[160])
{
	snprintf(buffer, 160, "%s/%s", f->dir, name);
}

static void make_dir(const struct fixture *f, const char *name)
{
	char path[160];

	path_of(f, name, path);
	ck_assert_int_eq(mkdir(path, 0700), 0);
}

static void make_text(const struct fixture *f, const char *name)
{
	char path[160];
	FILE *file;

	path_of(f, name, path);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs("no certificate\n", file);
	fclose(file);
}

static void fixture_init(struct fixture *f)
{
	struct pki_request root = {.common_name = "Lab Root", .is_ca = true};
	struct pki_request leaf = {.common_name = "mail.lab.test"};
	char path[160];

	snprintf(f->dir, sizeof(f->dir), "/tmp/oa-trust-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(f->dir));
	f->root = pki_make(&root, NULL);
	f->leaf = pki_make(&leaf, &f->root);
	make_dir(f, "hashed");
	make_dir(f, "empty");
	make_text(f, "text");
	path_of(f, "root.pem", path);
	pki_write(&f->root, path);
	path_of(f, "leaf.pem", path);
	pki_write(&f->leaf, path);
	snprintf(f->hashed_name, sizeof(f->hashed_name), "hashed/%08lx.0",
		X509_subject_name_hash(f->root.cert));
	path_of(f, f->hashed_name, path);
	pki_write(&f->root, path);
}

static void fixture_free(struct fixture *f)
{
	const char *const names[] = {
		f->hashed_name, "root.pem", "leaf.pem", "text", "hashed", "empty", ""};

	for (size_t i = 0; i < OA_LENGTH(names); i++) {
		char path[160];

		path_of(f, names[i], path);
		ck_assert_int_eq(remove(path), 0);
	}
	pki_free(&f->leaf);
	pki_free(&f->root);
}

static bool is_trusted(X509_STORE *store, X509 *cert)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	bool result;

	ck_assert_int_eq(X509_STORE_CTX_init(context, store, cert, NULL), 1);
	X509_STORE_CTX_set_time(context, 0, (time_t)PKI_NOW);
	result = X509_verify_cert(context) == 1;
	X509_STORE_CTX_free(context);
	return result;
}

static const struct trust_case {
	const char *ca_file; /* in the folder, or NULL */
	const char *ca_dir;
	bool ca_only;
	bool is_trusted; /* the leaf is */
} trusts[] = {
	{NULL, NULL, false, false},
	{NULL, NULL, true, false},
	{"root.pem", NULL, false, true},
	{"root.pem", NULL, true, true},
	{"leaf.pem", NULL, true, true}, /* an anchor need be no root */
	{NULL, "hashed", true, true},
	{NULL, "hashed", false, true},
	{"leaf.pem", "hashed", true, true},
};

START_TEST(trusts_what_was_named)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < OA_LENGTH(trusts); i++) {
		char file[160], dir[160];
		struct oa_error err = {0};
		X509_STORE *store;

		path_of(&f, trusts[i].ca_file ? trusts[i].ca_file : "", file);
		path_of(&f, trusts[i].ca_dir ? trusts[i].ca_dir : "", dir);
		store = oa_trust_new(trusts[i].ca_file ? file : NULL,
			trusts[i].ca_dir ? dir : NULL, trusts[i].ca_only, &err);
		ck_assert_msg(store != NULL, "%s", err.text);
		ck_assert_msg(is_trusted(store, f.leaf.cert) == trusts[i].is_trusted,
			"case %zu", i);
		X509_STORE_free(store);
	}
	fixture_free(&f);
}
END_TEST

static const struct refused_case {
	const char *ca_file;
	const char *ca_dir;
	long number;
	const char *text;
} refused[] = {
	{"none", NULL, ENOENT, "No such file or directory"},
	{"text", NULL, 0, "no PEM certificate"},
	{"empty", NULL, 0, "no PEM certificate"},
	{NULL, "none", ENOENT, "No such file or directory"},
	{NULL, "text", ENOTDIR, "not a directory"},
	{NULL, "empty", 0, "no hashed certificate names"},
	{"root.pem", "empty", 0, "no hashed certificate names"},
};

START_TEST(refuses_what_is_no_certificate)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		char file[160], dir[160];
		struct oa_error err = {0};

		path_of(&f, refused[i].ca_file ? refused[i].ca_file : "", file);
		path_of(&f, refused[i].ca_dir ? refused[i].ca_dir : "", dir);
		ck_assert_ptr_null(oa_trust_new(refused[i].ca_file ? file : NULL,
			refused[i].ca_dir ? dir : NULL, true, &err));
		ck_assert_int_eq(err.layer, OA_LAYER_FILE);
		ck_assert_int_eq(err.number, refused[i].number);
		ck_assert_msg(
			strstr(err.text, refused[i].text) != NULL, "%s", err.text);
	}
	fixture_free(&f);
}
END_TEST

START_TEST(a_lack_of_memory_is_no_fault_of_the_file)
{
	struct oa_error err = {0};

	ERR_raise(ERR_LIB_X509, ERR_R_MALLOC_FAILURE);
	ERR_raise(ERR_LIB_PEM, PEM_R_NO_START_LINE);
	ck_assert_int_eq(oa_openssl_fail(&err, "%s: no certificate", "ca.pem"), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_SYSTEM);
	ck_assert_int_eq(err.number, ENOMEM);
	ERR_raise(ERR_LIB_PEM, PEM_R_NO_START_LINE);
	ck_assert_int_eq(oa_openssl_fail(&err, "%s: no certificate", "ca.pem"), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_FILE);
	ck_assert_str_eq(err.text, "ca.pem: no certificate");
	ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

OA_TEST_MAIN("trust", trusts_what_was_named, refuses_what_is_no_certificate,
	a_lack_of_memory_is_no_fault_of_the_file)
