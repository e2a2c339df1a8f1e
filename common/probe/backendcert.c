/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backendcert.h"
#include "common/base/text.h"
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/probe/frontsee.h"
#include "common/probe/tlsproblem.h"

#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

static bool has_name(const X509 *leaf, const char *name)
{
	char label[64];
	size_t len = strcspn(name, ".");

	if (!name[0])
		return false;
	if (oa_cert_covers(leaf, name) || oa_cert_match(leaf, name))
		return true;
	if (len >= sizeof(label))
		return false;
	snprintf(label, sizeof(label), "%.*s", (int)len, name);
	return oa_cert_covers(leaf, label) || oa_cert_match(leaf, label);
}

/* The name by which front ends call the server: what it says itself, else what was
 * given; empty if nobody knows. */
static const char *name_of(const struct oa_backend_case *given)
{
	const struct oa_backend *backend = given->backend;
	const char *server = given->plan->server;

	if (backend->dns_name[0])
		return backend->dns_name;
	if (!backend->is_literal)
		return backend->host;
	if (backend->netbios_name[0])
		return backend->netbios_name;
	return server && !strchr(server, '@') ? server : "";
}

static bool is_named(const struct oa_backend_case *given, const X509 *leaf)
{
	return has_name(leaf, name_of(given)) ||
	       has_name(leaf, given->backend->netbios_name);
}

static void judge_name(struct oa_backend_case *given, const X509 *leaf)
{
	const char *name = name_of(given);
	char names[256];

	if (!name[0]) {
		oa_append(given->notes, sizeof(given->notes),
			"name of the certificate not judged: nobody says what the "
			"server is called\n");
		return;
	}
	if (is_named(given, leaf))
		return;
	oa_cert_names(leaf, names, sizeof(names));
	oa_facts_set(&given->facts, "server", "%s", name);
	oa_facts_set(&given->facts, "list", "%s", names);
	oa_backend_find(given, OA_CODE_BACKEND_CERT_NAME_MISMATCH);
}

static bool is_excused(const struct oa_backend_case *given, const X509 *leaf, int error)
{
	if (!given->plan->takes_self_signed || !oa_cert_is_self_issued(leaf))
		return false;
	return error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
	       error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

static void judge_trust(struct oa_backend_case *given, const struct oa_tls_info *tls)
{
	for (size_t i = 0; i < tls->problem_count; i++) {
		int error = tls->problems[i].error;
		const char *text = X509_verify_cert_error_string(error);

		if (oa_tls_problem_kind(error) == OA_TLS_PROBLEM_STRENGTH)
			continue;
		if (is_excused(given, tls->leaf, error))
			oa_append(given->notes, sizeof(given->notes),
				"self-signed, as setup makes it\n");
		else
			oa_step_detail(oa_backend_find_reason(given,
					       OA_CODE_BACKEND_CERT_UNTRUSTED, text),
				"depth %d, %s", tls->problems[i].depth,
				tls->problems[i].subject);
	}
}

/* Names that stand in this certificate alone are internal; one that is the front end's,
 * too, has public ones. */
static void keep_names(const struct oa_backend_case *given, const X509 *leaf)
{
	char names[512];
	size_t len;

	if (oa_cert_covers(leaf, given->front->target->host))
		return;
	oa_cert_names(leaf, names, sizeof(names));
	for (const char *name = names; *name; name += strspn(name, ", ")) {
		len = strcspn(name, ",");
		if (!memchr(name, ' ', len))
			oa_seen_add_name(&given->front->report->seen, name, len);
		name += len;
	}
}

/* Any of its names will do. */
static void see(const struct oa_backend_case *given, const struct oa_tls_info *tls)
{
	struct oa_seen_cert *seen = oa_see_cert(given->front->report, OA_SEEN_BACK_END,
		given->backend->place, tls, name_of(given));

	if (seen)
		seen->is_for_name = is_named(given, tls->leaf);
}

void oa_backend_judge_certificate(struct oa_backend_case *given)
{
	const struct oa_tls_info *tls = &given->backend->first->tls;

	if (!tls->leaf)
		return;
	see(given, tls);
	keep_names(given, tls->leaf);
	judge_name(given, tls->leaf);
	if (!given->backend->target.tls.is_insecure)
		judge_trust(given, tls);
}
