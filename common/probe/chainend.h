/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHAINEND_H
#define OA_PROBE_CHAINEND_H

/*
 * What the chain makes of its parts in the end: two views set side by side, and the
 * memory.
 */

#include "common/probe/chainpart.h"

/* If the chain is broken and there is an inside address: goes the main chain there,
 * and records outside-only-failure if it passes, or else that it fails, too. */
void oa_chain_compare_views(struct oa_chain *chain);

/* Judges the run by those before it.  The branches are joined. */
void oa_chain_remember(struct oa_chain *chain);

#endif
