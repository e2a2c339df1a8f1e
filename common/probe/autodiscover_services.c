/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_services.h"
#include "common/base/text.h"
#include "common/probe/autodiscover_place.h"

#include <stdio.h>

/* What answers, however badly, is where clients stay. */
static bool is_dead(const struct oa_adway *way)
{
	enum oa_hop hop = oa_diagnosis(way->code)->hop;

	if (way->result == OA_AD_BAD)
		return !way->is_tried;
	return way->result == OA_AD_UNREACHED && way->code != OA_CODE_OK &&
	       (hop == OA_HOP_DNS || hop == OA_HOP_TCP);
}

static void keep_dead(struct oa_adrun *run, const struct oa_dns_service *service)
{
	const struct oa_adway *way = &run->way[OA_AD_BY_SERVICE];
	struct oa_addead *dead = &run->dead[run->dead_count++];

	dead->code = way->code;
	snprintf(dead->place, sizeof(dead->place), "%s:%u", service->target,
		service->port);
	snprintf(dead->text, sizeof(dead->text), "%s", way->text);
}

void oa_adservices_try(struct oa_adrun *run, struct oa_deadline until)
{
	const struct oa_dns_services *services = &run->names.services;
	struct oa_adway *way = &run->way[OA_AD_BY_SERVICE], first = {0};

	run->dead_count = 0;
	for (size_t i = 0; i < services->count; i++) {
		const struct oa_dns_service *service = &services->item[i];
		const struct oa_adplace place = {
			.host = service->target, .port = service->port};

		*way = (struct oa_adway){0};
		oa_adplace_try(run, OA_AD_BY_SERVICE, &place,
			oa_deadline_share(until, 1.0 / (double)(services->count - i)));
		if (!is_dead(way))
			return;
		if (i == 0)
			first = *way;
		keep_dead(run, service);
	}
	*way = first;
}

void oa_adservices_tell(const struct oa_adrun *run, struct oa_step *step)
{
	for (size_t i = 0; i < run->dead_count; i++) {
		const struct oa_addead *dead = &run->dead[i];

		if (dead->code == OA_CODE_OK)
			oa_step_detail(step, "%s", dead->text);
		else
			oa_step_detail(step, "%s: %s (%s)", dead->place, dead->text,
				oa_diagnosis(dead->code)->name);
	}
}

/* A method before this one that works is the one that clients use. */
static bool is_chosen(const struct oa_adrun *run)
{
	for (int i = 0; i < OA_AD_BY_SERVICE; i++)
		if (oa_adresult_is_end(run->way[i].result))
			return false;
	return oa_adresult_is_end(run->way[OA_AD_BY_SERVICE].result);
}

void oa_adservices_judge(struct oa_adrun *run)
{
	const struct oa_adnames *names = &run->names;
	struct oa_facts facts = {0};
	struct oa_step *step;
	char list[256] = "";

	if (!run->dead_count || !is_chosen(run))
		return;
	for (size_t i = 0; i < run->dead_count; i++)
		oa_append(
			list, sizeof(list), "%s%s", i ? ", " : "", run->dead[i].place);
	oa_facts_set(&facts, "host", "%s", names->services_host);
	oa_facts_set(&facts, "n", "%zu", run->dead_count);
	oa_facts_set(&facts, "m", "%zu", names->services.count);
	oa_facts_set(&facts, "list", "%s", list);
	step = oa_report_find(run->front->report, OA_CODE_TCP_ADDRESS_DEAD,
		names->services_host, &facts);
	snprintf(step->hint, sizeof(step->hint), "%s",
		"repair the host or take its SRV record out of DNS: clients lose time "
		"there, and not every client tries another one");
	oa_adservices_tell(run, step);
}
