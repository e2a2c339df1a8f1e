/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/load/runs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WORD_MAX 96

static void *need(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void load_runs_keep(struct load_runs *runs)
{
	load_runs_free(runs);
	runs->current = need(calloc(LOAD_TARGETS_MAX, sizeof(*runs->current)));
}

static void write_down(
	struct load_runs *runs, unsigned number, const struct load_run *run)
{
	if (runs->room - runs->len < WORD_MAX) {
		runs->room = runs->room * 2 + WORD_MAX;
		runs->text = need(realloc(runs->text, runs->room));
	}
	runs->len += (size_t)snprintf(runs->text + runs->len, WORD_MAX,
		"%s%u:%s:%" PRId64 ":%u", runs->len ? " " : "", number,
		load_fault_word(run->fault), run->begun_us, run->proofs);
}

/* A name server that does not answer is asked again with the same message, maybe from
 * another port. */
static bool is_repeated(const struct load_run *run, const struct load_question *one,
	const struct load_question *other)
{
	return one->id == other->id &&
	       (one->port == other->port || run->fault == LOAD_DARK);
}

/* A run asks once for each type: a second question begins another run. */
static bool begins(struct load_run *run, const struct load_question *question)
{
	if (!run->begun_us)
		return true;
	for (size_t i = 0; i < LOAD_TYPES; i++) {
		struct load_question *asked = &run->asked[i];

		if (!asked->type)
			*asked = *question;
		if (asked->type == question->type)
			return !is_repeated(run, asked, question);
	}
	return false;
}

enum load_fault load_runs_ask(struct load_runs *runs, unsigned number,
	const struct load_question *question, enum load_fault fault)
{
	struct load_run *run;

	if (!runs->current)
		return fault;
	run = &runs->current[number];
	if (begins(run, question)) {
		if (run->begun_us)
			write_down(runs, number, run);
		*run = (struct load_run){
			.begun_us = now_us(), .fault = fault, .asked[0] = *question};
	}
	return run->fault;
}

enum load_fault load_runs_fault(
	const struct load_runs *runs, unsigned number, enum load_fault fault)
{
	if (!runs->current || !runs->current[number].begun_us)
		return fault;
	return runs->current[number].fault;
}

void load_runs_prove(struct load_runs *runs, unsigned number)
{
	if (runs->current)
		runs->current[number].proofs++;
}

const char *load_runs_take(struct load_runs *runs)
{
	bool has_any = runs->len > 0;

	runs->len = 0;
	return has_any ? runs->text : "";
}

void load_runs_free(struct load_runs *runs)
{
	free(runs->current);
	free(runs->text);
	*runs = (struct load_runs){0};
}
