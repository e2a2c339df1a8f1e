/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certjudge.h"
#include "common/base/text.h"
#include "common/net/cert.h"
#include "common/net/certfacts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DAY_SECONDS 86400

struct oa_step *oa_certcase_find(struct oa_certcase *given, enum oa_code code,
	enum oa_state state, const struct oa_facts *facts)
{
	struct oa_step *step = oa_report_find_as(
		given->front->report, code, state, given->subject, facts);

	if (!given->step)
		given->step = step;
	return step;
}

void oa_certcase_note(struct oa_certcase *given, const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	oa_append(given->notes, sizeof(given->notes), "%s\n", line);
}

void oa_certcase_element(
	const struct oa_certcase *given, int depth, char *buffer, size_t size)
{
	int count = sk_X509_num(given->found.path);
	char name[128];

	buffer[0] = '\0';
	if (depth == 0 || depth >= count)
		return;
	oa_cert_short_name(
		X509_get_subject_name(sk_X509_value(given->found.path, depth)), name,
		sizeof(name));
	snprintf(buffer, size, "%s %s", depth == count - 1 ? "root" : "intermediate",
		name);
}

/* Days for people: small numbers with a digit behind the point. */
static void set_days(struct oa_facts *facts, int64_t seconds)
{
	double days = (double)seconds / DAY_SECONDS;

	if (days < 2)
		oa_facts_set(facts, "days", "%.1f", floor(days * 10) / 10);
	else
		oa_facts_set(facts, "days", "%.0f", floor(days));
}

/* Names the element where it is not the server's own certificate. */
static void set_element(
	const struct oa_certcase *given, int depth, struct oa_facts *facts)
{
	char element[160];

	oa_certcase_element(given, depth, element, sizeof(element));
	if (element[0])
		oa_facts_set(
			facts, "host", "%s (%s)", given->front->target->host, element);
}

static void judge_life(struct oa_certcase *given, int depth, struct oa_cert_life life)
{
	struct oa_facts facts = {0};
	char date[32];

	if (given->now >= life.start && given->now <= life.end)
		return;
	set_element(given, depth, &facts);
	if (given->now < life.start) {
		oa_cert_moment(life.start, date, sizeof(date));
		oa_facts_set(&facts, "date", "%s", date);
		oa_certcase_find(
			given, OA_CODE_CERT_NOT_YET_VALID, OA_STATE_CRITICAL, &facts);
		return;
	}
	oa_cert_moment(life.end, date, sizeof(date));
	set_days(&facts, given->now - life.end);
	oa_step_detail(oa_certcase_find(
			       given, OA_CODE_CERT_EXPIRED, OA_STATE_CRITICAL, &facts),
		"depth %d ended at %s", depth, date);
}

static enum oa_state limit_state(
	const struct oa_cert_plan *plan, int64_t left, int64_t lifetime)
{
	if (oa_certlimit_alerts(&plan->crit, left, lifetime))
		return OA_STATE_CRITICAL;
	if (oa_certlimit_alerts(&plan->warn, left, lifetime))
		return OA_STATE_WARNING;
	return OA_STATE_OK;
}

static void find_soon(struct oa_certcase *given, int depth, struct oa_cert_life life,
	enum oa_state state)
{
	struct oa_facts facts = {0};
	char date[32];

	set_element(given, depth, &facts);
	set_days(&facts, life.end - given->now);
	oa_cert_moment(life.end, date, sizeof(date));
	oa_facts_set(&facts, "date", "%s", date);
	oa_certcase_find(given, OA_CODE_CERT_EXPIRES_SOON, state, &facts);
}

/* The path as far as it is known; at least the leaf. */
static X509 *element(const struct oa_certcase *given, int depth)
{
	if (sk_X509_num(given->found.path) > depth)
		return sk_X509_value(given->found.path, depth);
	return depth == 0 ? given->tls->leaf : NULL;
}

static void measure(const struct oa_certcase *given, struct oa_cert_life first)
{
	struct oa_report *report = given->front->report;
	int64_t lifetime = first.end - first.start;
	double left = (double)(first.end - given->now) / DAY_SECONDS;
	double known, used;
	char warn[40], crit[40], date[32], issuer[128];

	if (oa_report_value_get(report, "days_left", &known) && known <= left)
		return;
	oa_certlimit_text(&given->plan->warn, lifetime, warn, sizeof(warn));
	oa_certlimit_text(&given->plan->crit, lifetime, crit, sizeof(crit));
	oa_report_value(report, "days_left", floor(left * 100) / 100);
	oa_report_limits(report, "days_left", warn, crit);
	used = lifetime > 0 ? (double)(given->now - first.start) / (double)lifetime : 1;
	oa_report_value(report, "lifetime_used", fmax(0, round(used * 1000) / 10));
	oa_report_value(report, "path_length", fmax(1, sk_X509_num(given->found.path)));
	oa_cert_moment(first.end, date, sizeof(date));
	oa_cert_short_name(
		X509_get_issuer_name(given->tls->leaf), issuer, sizeof(issuer));
	oa_facts_set(&report->facts, "list", "%.*f days left (%s), issuer %s",
		left < 2 ? 1 : 0, left < 2 ? floor(left * 10) / 10 : floor(left), date,
		issuer);
}

/* Every element counts; the one that ends first is measured, and of those outside
 * the limits the worst one that ends first is named. */
static void judge_dates(struct oa_certcase *given)
{
	struct oa_cert_life first = {0}, named = {0};
	enum oa_state worst = OA_STATE_OK;
	int named_depth = 0;

	for (int depth = 0; element(given, depth); depth++) {
		struct oa_cert_life life = oa_cert_life(element(given, depth));
		enum oa_state state = limit_state(
			given->plan, life.end - given->now, life.end - life.start);

		if (!depth || life.end < first.end)
			first = life;
		if (!given->is_clock_wrong)
			judge_life(given, depth, life);
		if (state > worst || (state == worst && life.end < named.end)) {
			worst = state;
			named = life;
			named_depth = depth;
		}
	}
	measure(given, first);
	if (worst == OA_STATE_OK || given->is_clock_wrong || named.end < given->now)
		return;
	find_soon(given, named_depth, named, worst);
}

bool oa_certcase_has_bad_dates(const struct oa_tls_info *tls, int64_t now)
{
	int count = sk_X509_num(tls->path);

	for (int i = 0; i < (count > 0 ? count : 1); i++) {
		const X509 *cert = count > 0 ? sk_X509_value(tls->path, i) : tls->leaf;
		struct oa_cert_life life = oa_cert_life(cert);

		if (now < life.start || now > life.end)
			return true;
	}
	return false;
}

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
	if (is_good && given->plan->principal)
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
	for (int depth = 0; element(given, depth); depth++) {
		if (!oa_cert_is_weak(element(given, depth), what, sizeof(what)))
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
	judge_dates(given);
	if (!target->tls.is_insecure)
		judge_names(given);
	judge_strength(given);
	oa_certcase_identity(given);
	oa_certcase_revocation(given);
	if (given->step)
		oa_certcase_describe(given, given->step);
	return !given->step;
}

void oa_certcase_free(struct oa_certcase *given)
{
	oa_certpath_free(&given->found);
}
