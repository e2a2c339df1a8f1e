/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_none.h"
#include "common/base/text.h"
#include "common/probe/autodiscover_bad.h"
#include "common/probe/autodiscover_place.h"

static void list_ways(const struct oa_adrun *run, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (int i = 0; i < OA_AD_METHODS; i++)
		oa_append(buffer, size, "%s%s %s", i ? ", " : "",
			oa_admethod_name((enum oa_admethod)i),
			run->way[i].code != OA_CODE_OK
				? oa_diagnosis(run->way[i].code)->name
				: "no answer of autodiscover");
}

/* The zone that an address was sent on to is seldom the own one. */
static struct oa_step *find_no_record(struct oa_adrun *run)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "name", "%s", run->names.domain);
	oa_facts_set(&facts, "user", "%s", run->plan->address);
	step = oa_report_find(
		run->front->report, OA_CODE_AUTODISCOVER_NO_RECORD, NULL, &facts);
	if (oa_adbad_tell_address(run, step))
		oa_facts_expand(step->hint, sizeof(step->hint),
			"correct the address that {user} is redirected to "
			"(Get-RemoteMailbox, RemoteRoutingAddress; Get-MailUser, "
			"ExternalEmailAddress), or have the record autodiscover made "
			"in the zone {name}",
			&facts, NULL);
	return step;
}

static void find_dead_alias(struct oa_adrun *run)
{
	const struct oa_adname *name = &run->names.host;
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "host", "%s", name->host);
	oa_facts_set(&facts, "reason", "%s", name->error.text);
	oa_facts_set(&facts, "list", "%s", name->aliases);
	step = oa_report_find(
		run->front->report, OA_CODE_DNS_NO_ADDRESS, name->host, &facts);
	oa_facts_expand(step->hint, sizeof(step->hint),
		"correct the CNAME record ({host}{list}): there is no address at its "
		"end",
		&facts, NULL);
	oa_adbad_tell_address(run, step);
}

static void find_no_method(struct oa_adrun *run)
{
	struct oa_facts facts = {0};
	char list[256];

	list_ways(run, list, sizeof(list));
	oa_facts_set(&facts, "list", "%s", list);
	oa_adbad_tell_address(
		run, oa_report_find(run->front->report, OA_CODE_AUTODISCOVER_NO_METHOD,
			     NULL, &facts));
}

/* A method that this program could not try says nothing of autodiscover. */
static const struct oa_adway *untried(const struct oa_adrun *run)
{
	for (int i = 0; i < OA_AD_METHODS; i++)
		if (run->way[i].code == OA_CODE_INTERNAL_ERROR)
			return &run->way[i];
	return NULL;
}

static void find_untried(struct oa_adrun *run, const struct oa_adway *way)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "autodiscover");
	oa_facts_set(&facts, "reason", "%s", way->text);
	oa_report_find(run->front->report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
}

/* An alias that leads nowhere is a record that is there. */
static bool is_alias_dead(const struct oa_adnames *known)
{
	const struct oa_error *error = &known->host.error;

	return known->host.aliases[0] && error->layer == OA_LAYER_DNS &&
	       error->number == OA_DNS_NO_ADDRESS &&
	       known->services_error.layer != OA_LAYER_NONE;
}

/* Without an answer for the SRV record nobody knows where clients end that the host
 * does not serve. */
static bool is_service_open(const struct oa_adnames *known)
{
	return known->host.error.layer != OA_LAYER_NONE &&
	       oa_adnames_is_open(&known->services_error);
}

void oa_adnone_judge(struct oa_adrun *run)
{
	const struct oa_adnames *known = &run->names;
	const struct oa_adway *way = untried(run);

	if (way)
		find_untried(run, way);
	else if (oa_adnames_is_open(&known->host.error))
		oa_adnames_blame_resolver(
			run->front, known->host.host, &known->host.error);
	else if (run->has_bad)
		oa_adbad_find(run);
	else if (is_alias_dead(known))
		find_dead_alias(run);
	else if (is_service_open(known))
		oa_adnames_blame_resolver(
			run->front, known->services_host, &known->services_error);
	else if (known->host.error.layer != OA_LAYER_NONE &&
		 known->services_error.layer != OA_LAYER_NONE)
		find_no_record(run);
	else
		find_no_method(run);
}

void oa_adnone_judge_required(struct oa_adrun *run)
{
	const struct oa_adnames *known = &run->names;
	const struct oa_error *missing = &known->services_error;

	if (!run->plan->requires_srv || missing->layer == OA_LAYER_NONE)
		return;
	if (oa_adnames_is_open(missing))
		oa_adnames_blame_resolver(run->front, known->services_host, missing);
	else
		oa_step_detail(find_no_record(run), "no SRV record %s: %s",
			known->services_host, missing->text);
}
