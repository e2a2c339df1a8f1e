/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certnodes.h"
#include "common/base/text.h"
#include "common/net/certfacts.h"

#include <inttypes.h>
#include <string.h>

/* Clocks of servers that are right agree this well; ours is wrong from there on. */
#define AGREE_SECONDS 10
#define WRONG_SECONDS 60

/* All dead addresses are of IPv6, and none that is alive: an AAAA record that leads
 * nowhere. */
static bool is_family_dead(const struct oa_certlook *looks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (looks[i].is_other ||
			!strchr(looks[i].place, ':') != oa_certlook_is_up(&looks[i]))
			return false;
	return true;
}

void oa_certnodes_judge_dead(
	struct oa_front *front, const struct oa_certlook *looks, size_t count)
{
	char list[240] = "";
	struct oa_facts facts = {0};
	struct oa_step *step;
	size_t dead = 0;

	if (is_family_dead(looks, count))
		oa_append(list, sizeof(list), "all of IPv6: ");
	for (size_t i = 0; i < count; i++) {
		if (oa_certlook_is_up(&looks[i]))
			continue;
		oa_append(list, sizeof(list), "%s%s", dead ? ", " : "", looks[i].place);
		dead++;
	}
	if (!dead)
		return;
	oa_facts_set(&facts, "n", "%zu", dead);
	oa_facts_set(&facts, "m", "%zu", count);
	oa_facts_set(&facts, "list", "%s", list);
	step = oa_report_find(front->report, OA_CODE_TCP_ADDRESS_DEAD, NULL, &facts);
	for (size_t i = 0; i < count; i++)
		if (!oa_certlook_is_up(&looks[i]))
			oa_step_detail(
				step, "%s: %s", looks[i].place, looks[i].error.text);
}

static const struct oa_tls_info *tls_of(const struct oa_certlook *look)
{
	return &look->connection->tls;
}

static bool has_same_leaf(
	const struct oa_certlook *one, const struct oa_certlook *other)
{
	return X509_cmp(tls_of(one)->leaf, tls_of(other)->leaf) == 0;
}

bool oa_certnodes_are_equal(
	const struct oa_certlook *one, const struct oa_certlook *other)
{
	STACK_OF(X509) *a = tls_of(one)->sent, *b = tls_of(other)->sent;

	if (!has_same_leaf(one, other) || sk_X509_num(a) != sk_X509_num(b))
		return false;
	for (int i = 0; i < sk_X509_num(a); i++)
		if (X509_cmp(sk_X509_value(a, i), sk_X509_value(b, i)) != 0)
			return false;
	return true;
}

typedef bool same_fn(const struct oa_certlook *one, const struct oa_certlook *other);

static bool is_comparable(const struct oa_certlook *look)
{
	return oa_certlook_is_up(look) && tls_of(look)->leaf;
}

/* The first of those that most others are like. */
static const struct oa_certlook *common_one(
	const struct oa_certlook *looks, size_t count, same_fn *same)
{
	const struct oa_certlook *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < count; i++) {
		size_t alike = 0;

		for (size_t k = 0; k < count && is_comparable(&looks[i]); k++)
			alike += is_comparable(&looks[k]) && same(&looks[i], &looks[k]);
		if (alike > most) {
			most = alike;
			best = &looks[i];
		}
	}
	return best;
}

static bool find_odd(struct oa_front *front, const struct oa_certlook *looks,
	size_t count, same_fn *same, const char *field)
{
	const struct oa_certlook *common = common_one(looks, count, same);
	char list[240] = "", hex[OA_CERT_HEX_SIZE];
	struct oa_facts facts = {0};
	struct oa_step *step;

	for (size_t i = 0; i < count; i++)
		if (is_comparable(&looks[i]) && !same(common, &looks[i]))
			oa_append(list, sizeof(list), "%s%s", list[0] ? ", " : "",
				looks[i].place);
	if (!list[0])
		return false;
	oa_facts_set(&facts, "field", "%s", field);
	oa_facts_set(&facts, "list", "%s", list);
	step = oa_report_find(front->report, OA_CODE_NODES_DIFFER, NULL, &facts);
	for (size_t i = 0; i < count; i++) {
		if (!is_comparable(&looks[i]))
			continue;
		oa_cert_sha256(tls_of(&looks[i])->leaf, hex);
		oa_step_detail(step, "%s: SHA-256 %s, %d certificates sent",
			looks[i].place, hex, sk_X509_num(tls_of(&looks[i])->sent));
	}
	return true;
}

void oa_certnodes_judge_odd(
	struct oa_front *front, const struct oa_certlook *looks, size_t count)
{
	size_t own = 0;

	if (find_odd(front, looks, count, has_same_leaf, "certificate"))
		return;
	/* another host need not send the same chain: only its certificate counts */
	while (own < count && !looks[own].is_other)
		own++;
	find_odd(front, looks, own, oa_certnodes_are_equal, "chain sent");
}

static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

bool oa_certnodes_judge_clock(struct oa_front *front, const struct oa_certlook *looks,
	size_t count, int64_t now)
{
	struct oa_facts facts = {0};
	int64_t first = 0;

	/* two nodes of one target may share a wrong clock: another host must agree */
	for (size_t i = 0; i < count; i++) {
		if (!looks[i].date)
			continue;
		if (!looks[i].is_other && !first)
			first = looks[i].date;
		if (!looks[i].is_other || !first ||
			distance(looks[i].date, first) > AGREE_SECONDS ||
			distance(first, now) < WRONG_SECONDS)
			continue;
		oa_facts_set(&facts, "t", "%" PRId64, now - first);
		oa_step_detail(oa_report_find(front->report,
				       OA_CODE_MONITOR_CLOCK_WRONG, NULL, &facts),
			"%s and %s agree", looks[0].place, looks[i].place);
		return true;
	}
	return false;
}
