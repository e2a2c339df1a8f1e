/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/probe/certsides.h"

#include <math.h>

#define DAY_SECONDS 86400

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
void oa_certcase_dates(struct oa_certcase *given)
{
	struct oa_cert_life first = {0}, named = {0};
	enum oa_state worst = OA_STATE_OK;
	int named_depth = 0;

	for (int depth = 0; oa_certcase_at(given, depth); depth++) {
		struct oa_cert_life life = oa_cert_life(oa_certcase_at(given, depth));
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
