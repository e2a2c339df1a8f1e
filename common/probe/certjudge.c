/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certjudge.h"
#include "common/base/text.h"
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/probe/certsides.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DAY_SECONDS 86400

static bool judge_name(struct oa_certcase *given, const char *name)
{
	const char *subject = given->subject;
	struct oa_facts facts = {0};
	char list[256];

	if (oa_cert_covers(given->tls->leaf, name))
		return true;
	oa_cert_names(given->tls->leaf, list, sizeof(list));
	oa_facts_set(&facts, "host", "%s", name);
	oa_facts_set(&facts, "list", "%s", list);
	/* one finding for each name that is missing */
	if (!subject && strcmp(name, given->front->target->host) != 0)
		given->subject = name;
	oa_certcase_find(given, OA_CODE_CERT_NAME_MISMATCH, OA_STATE_CRITICAL, &facts);
	given->subject = subject;
	return false;
}

const char *oa_cert_principal_name(const char *principal)
{
	return strncasecmp(principal, "msstd:", 6) == 0 ? principal + 6 : principal;
}

bool oa_cert_principal_is_none(const char *principal)
{
	return strcasecmp(oa_cert_principal_name(principal), "none") == 0;
}

/* Outlook compares the principal with the certificate's names as they stand. */
static void judge_principal(struct oa_certcase *given)
{
	const char *name = oa_cert_principal_name(given->plan->principal);
	unsigned match = oa_cert_match(given->tls->leaf, name);
	struct oa_facts facts = {0};
	char list[256];

	oa_facts_set(&facts, "name", "%s", name);
	if (!match) {
		oa_cert_names(given->tls->leaf, list, sizeof(list));
		oa_step_detail(oa_certcase_find(given, OA_CODE_CERT_PRINCIPAL_MISMATCH,
				       OA_STATE_CRITICAL, &facts),
			"the certificate has %s", list);
		return;
	}
	if (!(match & (OA_CERT_MATCH_CN | OA_CERT_MATCH_SAN)))
		oa_facts_set(&facts, "reason", "wildcard");
	else if (!(match & OA_CERT_MATCH_CN) && given->plan->has_xp_clients)
		oa_facts_set(&facts, "reason", "the SAN, not the CN");
	else
		return;
	oa_certcase_find(given, OA_CODE_CERT_PRINCIPAL_LOOSE, OA_STATE_WARNING, &facts);
}

static void judge_names(struct oa_certcase *given)
{
	bool is_good = judge_name(given, given->front->target->host);

	for (size_t i = 0; i < given->plan->names.count; i++)
		judge_name(given, given->plan->names.item[i]);
	if (is_good && given->plan->principal &&
		!oa_cert_principal_is_none(given->plan->principal))
		judge_principal(given);
}

static void add_reason(char *reasons, size_t size, const char *where, const char *what)
{
	oa_append(reasons, size, "%s%s%s%s", reasons[0] ? "; " : "", where,
		where[0] ? ": " : "", what);
}

static bool is_old_version(const char *version)
{
	return !strcmp(version, "TLSv1") || !strcmp(version, "TLSv1.1") ||
	       !strncmp(version, "SSL", 3);
}

static void judge_strength(struct oa_certcase *given)
{
	struct oa_cert_life life = oa_cert_life(given->tls->leaf);
	double days = (double)(life.end - life.start) / DAY_SECONDS;
	double max = given->plan->max_validity_days;
	char reasons[200] = "", where[160], what[80];
	struct oa_facts facts = {0};

	if (is_old_version(given->tls->version))
		add_reason(reasons, sizeof(reasons), "protocol", given->tls->version);
	for (int depth = 0; oa_certcase_at(given, depth); depth++) {
		if (!oa_cert_is_weak(oa_certcase_at(given, depth), what, sizeof(what)))
			continue;
		oa_certcase_element(given, depth, where, sizeof(where));
		add_reason(reasons, sizeof(reasons), where, what);
	}
	if (max > 0 && days > max) {
		snprintf(what, sizeof(what), "valid for %.0f days, over %.0f", days,
			max);
		add_reason(reasons, sizeof(reasons), "", what);
	}
	if (!reasons[0])
		return;
	oa_facts_set(&facts, "reason", "%s", reasons);
	oa_certcase_find(given, OA_CODE_TLS_WEAK, OA_STATE_WARNING, &facts);
}

bool oa_certcase_judge(struct oa_certcase *given)
{
	const struct oa_target *target = given->front->target;

	oa_certcase_trust(given);
	oa_certcase_dates(given);
	if (!target->tls.is_insecure)
		judge_names(given);
	judge_strength(given);
	oa_certcase_identity(given);
	oa_certcase_revocation(given);
	if (given->step)
		oa_certcase_describe(given, given->step);
	return !given->step;
}
