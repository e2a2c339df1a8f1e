/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_NAMES_H
#define LOAD_NAMES_H

/*
 * A name server over UDP that knows every name below lab.test: the loopback
 * address of the responder for A, nothing for other types, and for front ends with
 * a fault what the fault wants.
 */

#include "tests/load/site.h"

/* Watches a bound, non-blocking socket of UDP. */
bool load_names_serve(struct load_site *site, struct load_source *source, int fd);

#endif
