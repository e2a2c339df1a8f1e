/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_RUNS_H
#define LOAD_RUNS_H

/*
 * The book of runs.  A run of a check begins with its questions to the name server.
 * While the book is kept, a run meets one fault only, that of its front end at its
 * first question, however often the fault is changed meanwhile: what the run must find
 * is certain then, and the book says what each run met.
 */

#include "tests/load/faults.h"

/* What tells a question from the same one that is asked again. */
struct load_question {
	uint16_t type; /* of DNS, 0 for none */
	uint16_t id;   /* of the message */
	uint16_t port; /* from which it came */
};

/* Types that a run asks for. */
#define LOAD_TYPES 2

/* The run in progress of one front end. */
struct load_run {
	int64_t begun_us; /* since 1970; 0 for none */
	enum load_fault fault;
	unsigned proofs; /* requests that had credentials */
	struct load_question asked[LOAD_TYPES];
};

/* All of them; zero-initialised nothing is kept. */
struct load_runs {
	struct load_run *current; /* by number; NULL when nothing is kept; owned */
	char *text;               /* of those that are over; owned */
	size_t len;               /* of the text */
	size_t room;              /* at the text */
};

/* Begins the book; what was in it is forgotten. */
void load_runs_keep(struct load_runs *runs);

/* Notes a question about a front end; the first one of a run makes it meet `fault'.
 * Returns the fault that the question meets. */
enum load_fault load_runs_ask(struct load_runs *runs, unsigned number,
	const struct load_question *question, enum load_fault fault);

/* Returns the fault that the front end has for the run in progress, which is `fault' if
 * no book is kept. */
enum load_fault load_runs_fault(
	const struct load_runs *runs, unsigned number, enum load_fault fault);

/* Notes that credentials came. */
void load_runs_prove(struct load_runs *runs, unsigned number);

/* Returns the runs that have been followed by another one since the last call, as words
 * NUMBER:FAULT:BEGUN:PROOFS, valid until the next call; BEGUN is in microseconds since
 * 1970. */
const char *load_runs_take(struct load_runs *runs);

/* Releases everything. */
void load_runs_free(struct load_runs *runs);

#endif
