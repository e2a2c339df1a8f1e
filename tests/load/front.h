/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_FRONT_H
#define LOAD_FRONT_H

/*
 * The requests of HTTP and their answers, with the headers of an Exchange 2019.
 * Basic is the one scheme that leads in; the others are offered only.
 */

#include "tests/load/link.h"

/* Deals with all that has come on the connection and is complete. */
void load_front_input(struct load_site *site, struct load_link *link);

#endif
