/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/inspection.h"
#include "common/base/array.h"
#include "common/net/cert.h"
#include "common/net/certfacts.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* Parts of the names under which inspection products issue.  No public authority has
 * one of them in its name. */
static const char *const products[] = {
	"ssl inspection",
	"tls inspection",
	"https inspection",
	"ssl interception",
	"ssl proxy",
	"ssl filter",
	"dpi-ssl",
	"deep inspection",
	"web shield",
	"web gateway",
	"fortigate",
	"fortinet",
	"zscaler",
	"netskope",
	"blue coat",
	"proxysg",
	"cisco umbrella",
	"forcepoint",
	"websense",
	"sonicwall",
	"watchguard",
	"sophos",
	"smoothwall",
	"untangle",
	"palo alto networks",
	"kaspersky",
	"bitdefender personal",
	"mitmproxy",
	"fiddler",
	"portswigger",
	"charles proxy",
};

typedef bool judge_fn(const char *name, const char *pattern);

static bool is_part(const char *name, const char *pattern)
{
	return strcasestr(name, pattern) != NULL;
}

static bool is_match(const char *name, const char *pattern)
{
	if (strpbrk(pattern, "*?"))
		return fnmatch(pattern, name, FNM_CASEFOLD) == 0;
	return is_part(name, pattern);
}

static bool is_product(const char *name, const char *pattern)
{
	(void)pattern;
	for (size_t i = 0; i < OA_LENGTH(products); i++)
		if (is_part(name, products[i]))
			return true;
	return false;
}

static bool judge_issuer(const X509 *cert, judge_fn *judge, const char *pattern,
	char *buffer, size_t size)
{
	const X509_NAME *issuer = X509_get_issuer_name(cert);
	char line[256], name[128];

	oa_cert_issuer(cert, line, sizeof(line));
	oa_cert_short_name(issuer, name, sizeof(name));
	if (!judge(line, pattern) && !judge(name, pattern))
		return false;
	snprintf(buffer, size, "%s", name);
	return true;
}

static bool judge_path(X509 *leaf, STACK_OF(X509) * path, judge_fn *judge,
	const char *pattern, char *buffer, size_t size)
{
	buffer[0] = '\0';
	if (!sk_X509_num(path) || !path)
		return judge_issuer(leaf, judge, pattern, buffer, size);
	for (int i = 0; i < sk_X509_num(path); i++)
		if (judge_issuer(sk_X509_value(path, i), judge, pattern, buffer, size))
			return true;
	return false;
}

bool oa_inspection_made(X509 *leaf, STACK_OF(X509) * path, char *buffer, size_t size)
{
	return judge_path(leaf, path, is_product, "", buffer, size);
}

bool oa_issuer_matches(const char *pattern, X509 *leaf, STACK_OF(X509) * path,
	char *buffer, size_t size)
{
	return judge_path(leaf, path, is_match, pattern, buffer, size);
}
