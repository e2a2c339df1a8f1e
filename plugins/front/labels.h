/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_LABELS_H
#define OA_PLUGINS_FRONT_LABELS_H

/*
 * The performance data of a program with what its options add to it.
 */

#include "plugins/front/program.h"

/* Labels that a program can have, with the end of the list. */
#define OA_LABELS_MAX 48

/* Writes the labels of the program and, if it has --tries, theirs behind them; the
 * list ends with a NULL label. */
void oa_labels_of(
	const struct oa_program *program, struct oa_perf ret_list[OA_LABELS_MAX]);

/* Writes the labels of list without those that tell several tries apart. */
void oa_labels_of_one(
	const struct oa_perf *list, struct oa_perf ret_list[OA_LABELS_MAX]);

#endif
