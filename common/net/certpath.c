/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certpath.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <time.h>

/* Notes what is wrong and goes on. */
static int on_verify(int is_good, X509_STORE_CTX *store_ctx)
{
	struct oa_certpath *path = X509_STORE_CTX_get_app_data(store_ctx);

	if (!is_good) {
		oa_tls_problem_add(path->problems, &path->problem_count, store_ctx);
		X509_STORE_CTX_set_error(store_ctx, X509_V_OK);
	}
	return 1;
}

static bool add_all(STACK_OF(X509) * all, STACK_OF(X509) * more)
{
	return !more || X509_add_certs(all, more, X509_ADD_FLAG_NO_DUP) == 1;
}

static void run(const struct oa_certpath_question *question, X509_STORE_CTX *store_ctx,
	struct oa_certpath *path)
{
	X509_STORE_CTX_set_default(store_ctx, "ssl_server");
	X509_STORE_CTX_set_app_data(store_ctx, path);
	X509_STORE_CTX_set_verify_cb(store_ctx, on_verify);
	X509_STORE_CTX_set_flags(store_ctx, X509_V_FLAG_PARTIAL_CHAIN);
	if (question->now)
		X509_STORE_CTX_set_time(store_ctx, 0, (time_t)question->now);
	if (question->crls) {
		X509_STORE_CTX_set0_crls(store_ctx, question->crls);
		X509_STORE_CTX_set_flags(
			store_ctx, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
	}
	X509_verify_cert(store_ctx);
	path->path = X509_STORE_CTX_get1_chain(store_ctx);
}

int oa_certpath_verify(const struct oa_certpath_question *question,
	struct oa_certpath *ret_path, struct oa_error *err)
{
	X509_STORE_CTX *store_ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *all = sk_X509_new_null();
	int result = -1;

	*ret_path = (struct oa_certpath){0};
	if (store_ctx && all && add_all(all, question->sent) &&
		add_all(all, question->helpers) &&
		X509_STORE_CTX_init(store_ctx, question->trust, question->leaf, all) ==
			1) {
		run(question, store_ctx, ret_path);
		result = 0;
	}
	X509_STORE_CTX_free(store_ctx);
	sk_X509_free(all);
	ERR_clear_error();
	if (result < 0)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	return 0;
}

void oa_certpath_free(struct oa_certpath *path)
{
	sk_X509_pop_free(path->path, X509_free);
	*path = (struct oa_certpath){0};
}
