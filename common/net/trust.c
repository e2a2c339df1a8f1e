/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/trust.h"

#include "common/net/opensslerror.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <sys/stat.h>

/* "0123abcd.0", the form in which c_rehash names a certificate */
static bool is_hashed_name(const char *name)
{
	size_t digits = 0;

	while (isxdigit((unsigned char)name[digits]))
		digits++;
	return digits == 8 && name[8] == '.' && isdigit((unsigned char)name[9]);
}

static bool has_hashed_names(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	bool found = false;

	if (!dir)
		return false;
	while (!found && (entry = readdir(dir)))
		found = is_hashed_name(entry->d_name);
	closedir(dir);
	return found;
}

static bool add_system(X509_STORE *store)
{
	const char *path = X509_get_default_cert_dir();

	if (has_hashed_names(path))
		return X509_STORE_load_path(store, path) == 1;
	return X509_STORE_set_default_paths(store) == 1;
}

static int add_file(X509_STORE *store, const char *path, struct oa_error *err)
{
	struct stat info;

	if (stat(path, &info) < 0)
		return oa_fail(
			err, OA_LAYER_FILE, errno, "%s: %s", path, strerror(errno));
	if (X509_STORE_load_file(store, path) != 1)
		return oa_openssl_fail(err, "%s: no PEM certificate", path);
	return 0;
}

static int add_dir(X509_STORE *store, const char *path, struct oa_error *err)
{
	struct stat info;

	if (stat(path, &info) < 0)
		return oa_fail(
			err, OA_LAYER_FILE, errno, "%s: %s", path, strerror(errno));
	if (!S_ISDIR(info.st_mode))
		return oa_fail(
			err, OA_LAYER_FILE, ENOTDIR, "%s: not a directory", path);
	if (!has_hashed_names(path))
		return oa_fail(
			err, OA_LAYER_FILE, 0, "%s: no hashed certificate names", path);
	if (X509_STORE_load_path(store, path) != 1)
		return oa_openssl_fail(err, "%s: cannot be used", path);
	return 0;
}

static int fill(X509_STORE *store, const char *ca_file, const char *ca_dir,
	bool ca_only, struct oa_error *err)
{
	if (!ca_only && !add_system(store))
		return oa_openssl_fail(err, "system's certificate store");
	if (ca_file && add_file(store, ca_file, err) < 0)
		return -1;
	if (ca_dir && add_dir(store, ca_dir, err) < 0)
		return -1;
	/* an intermediate or a leaf that the administrator names is an anchor */
	X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
	return 0;
}

X509_STORE *oa_trust_new(
	const char *ca_file, const char *ca_dir, bool ca_only, struct oa_error *err)
{
	X509_STORE *store;

	/* what OpenSSL gives back piece by piece at the end of a process goes with
	 * the process; it is a twentieth of a short check */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
	store = X509_STORE_new();
	if (!store) {
		oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
		return NULL;
	}
	if (fill(store, ca_file, ca_dir, ca_only, err) < 0) {
		X509_STORE_free(store);
		store = NULL;
	}
	ERR_clear_error();
	return store;
}
