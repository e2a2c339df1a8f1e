/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/drift.h"

#include "snmp/cut.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Bucket 0 is up to a millisecond, each next one a third of an octave longer: the last
 * one begins at almost a minute. */
#define BUCKETS_PER_OCTAVE 3

/* An hour with fewer runs neither teaches nor judges. */
#define RUNS_MIN 12

/* How fast a baseline follows the hours, and when a phase has drifted, and no more. */
#define LEARNING_SHARE 0.1f
#define DRIFTS_AT      3.0f
#define RECOVERS_BELOW 2.0f

/* Without -w nobody minds what is faster. */
#define NOTICED_MS 100.0

static int bucket_of(float seconds)
{
	/* a float is a little off */
	double ms = fmax((double)seconds * 1000 - 1e-4, 1);
	double place = log2(ms) * BUCKETS_PER_OCTAVE;

	return place < OA_DRIFT_BUCKETS - 1 ? (int)ceil(place) : OA_DRIFT_BUCKETS - 1;
}

/* The upper end of the bucket in which the 95th percentile lies. */
static float p95_ms(const struct oa_drift_leg *leg)
{
	uint32_t above = 0;
	int i = OA_DRIFT_BUCKETS - 1;

	for (; i > 0; i--) {
		above += leg->bucket[i];
		if (above > leg->runs / 20)
			break;
	}
	return (float)exp2((double)i / BUCKETS_PER_OCTAVE);
}

static void learn(struct oa_drift_leg *leg)
{
	float p95;

	if (leg->runs < RUNS_MIN || leg->has_drifted)
		return;
	p95 = p95_ms(leg);
	if (leg->baseline_ms > 0)
		leg->baseline_ms += (p95 - leg->baseline_ms) * LEARNING_SHARE;
	else
		leg->baseline_ms = p95;
}

static void begin_hour(struct oa_drift *drift, int64_t hour)
{
	for (int i = 0; i < OA_LEGS; i++) {
		struct oa_drift_leg *leg = &drift->leg[i];

		learn(leg);
		*leg = (struct oa_drift_leg){.baseline_ms = leg->baseline_ms,
			.has_drifted = leg->has_drifted};
	}
	drift->hour = hour;
}

static void add_time(struct oa_drift_leg *leg, float seconds, double warn_seconds)
{
	uint16_t *bucket = &leg->bucket[bucket_of(seconds)];
	double least_ms = warn_seconds > 0 ? warn_seconds * 500 : NOTICED_MS;
	float p95;

	if (*bucket == UINT16_MAX)
		return;
	++*bucket;
	leg->runs++;
	if (leg->runs < RUNS_MIN || !(leg->baseline_ms > 0))
		return;
	p95 = p95_ms(leg);
	if (p95 >= DRIFTS_AT * leg->baseline_ms && (double)p95 > least_ms)
		leg->has_drifted = true;
	else if (p95 < RECOVERS_BELOW * leg->baseline_ms)
		leg->has_drifted = false;
}

static const struct oa_drift_leg *drifted_leg(
	const struct oa_drift *drift, enum oa_leg *ret_leg)
{
	for (int i = 0; i < OA_LEGS; i++) {
		if (drift->leg[i].has_drifted) {
			*ret_leg = (enum oa_leg)i;
			return &drift->leg[i];
		}
	}
	return NULL;
}

/* What the history says then, and the first line if all else is well. */
static void tell(
	const struct oa_drift_leg *leg, enum oa_leg which, struct oa_result *result)
{
	const struct oa_diagnosis *row = oa_diagnosis(OA_CODE_LATENCY_DRIFT);
	struct oa_probe_result *history = &result->probe[OA_KIND_HISTORY];
	struct oa_facts facts = {0};
	char text[512];

	oa_facts_set(&facts, "phase", "%s", oa_leg_label(which));
	oa_facts_set(&facts, "ms", "%.0f", (double)p95_ms(leg));
	oa_facts_expand(text, sizeof(text), row->message, &facts, NULL);
	free(history->text);
	*history = (struct oa_probe_result){.status = OA_STATUS_WARNING,
		.code = OA_CODE_LATENCY_DRIFT,
		.text = oa_cut(text)};
	if (result->status != OA_STATUS_OK)
		return;
	free(result->text);
	free(result->hint);
	result->status = OA_STATUS_WARNING;
	result->code = OA_CODE_LATENCY_DRIFT;
	result->culprit = OA_KIND_HISTORY;
	result->text = oa_cut(text);
	result->hint = oa_cut(row->hint);
}

void oa_drift_add(struct oa_drift *drift, struct oa_result *result, double warn_seconds)
{
	int64_t hour = result->ended / 3600;
	const struct oa_drift_leg *leg;
	enum oa_leg which;

	if (result->status != OA_STATUS_OK && result->status != OA_STATUS_WARNING)
		return;
	if (hour != drift->hour)
		begin_hour(drift, hour);
	for (int i = 0; i < OA_LEGS; i++)
		if (result->leg_seconds[i] >= 0)
			add_time(&drift->leg[i], result->leg_seconds[i], warn_seconds);
	leg = drifted_leg(drift, &which);
	if (leg && result->probe[OA_KIND_HISTORY].status == OA_STATUS_OK)
		tell(leg, which, result);
}
