/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEPREAD_H
#define OA_SNMP_KEEPREAD_H

/*
 * Reading of the kept file, see keepwrite.h.  It was written by the agent, but whoever
 * may write to the directory may have changed it.
 */

#include "snmp/store.h"

#include <stdio.h>

/* Reads all of stream into a store that has no targets; nothing is changed unless all
 * of it makes sense.  Returns 0; 1 if it is damaged; -1 with OA_LAYER_SYSTEM without
 * memory. */
int oa_keep_read(FILE *stream, struct oa_store *store, struct oa_error *err);

#endif
