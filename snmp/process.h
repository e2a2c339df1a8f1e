/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_PROCESS_H
#define OA_SNMP_PROCESS_H

/*
 * What is the same for all threads of the process, and must be settled before there is
 * a second one.
 */

#include "common/base/error.h"

#include <stdint.h>

/* Hardens the process, gives its threads small stacks, and initialises the libraries
 * whose first use is not safe with several threads.  Returns 0, or -1 with
 * OA_LAYER_SYSTEM. */
int oa_process_init(struct oa_error *err);

/* Makes sure that so many checks can run at the same time: raises the limit of open
 * files.  Returns 0, or -1 with OA_LAYER_SYSTEM if that is not allowed; the text says
 * what is wanted and what is there. */
int oa_process_allow_files(long workers, struct oa_error *err);

#endif
