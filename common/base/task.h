/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_TASK_H
#define OA_BASE_TASK_H

/*
 * Work that cannot be told when to end, because a library blocks in it: it is done
 * by a thread, and the caller waits no longer than its deadline.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"

/* Work and what it works on. */
struct oa_task {
	void (*work)(void *data);    /* does it; may block */
	void (*release)(void *data); /* frees data, if the caller has gone on */
	void *data;                  /* belongs to the work while it lasts */
};

/* Does the work in a thread and waits for its end.  Returns 0 with data given back
 * to the caller, or -1: OA_LAYER_TIMEOUT when the deadline came first, and then
 * data is no longer the caller's: it is released when the work ends; with
 * OA_LAYER_SYSTEM there is no thread, and data is still the caller's. */
int oa_task_do(
	const struct oa_task *task, struct oa_deadline until, struct oa_error *err);

#endif
