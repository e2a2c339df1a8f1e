/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_PLACE_H
#define OA_PROBE_AUTODISCOVER_PLACE_H

/*
 * One place at which a method may begin, asked to the end of its redirects.
 */

#include "common/probe/autodiscover_methods.h"

/* A place; everything is borrowed. */
struct oa_adplace {
	const char *host;                /* name, as DNS or the user gave it */
	uint16_t port;                   /* TCP port; 0 is none to connect to */
	const struct oa_dns_answer *dns; /* addresses of the host, or NULL to ask */
};

/* Asks until the deadline what the place has, into run->way[method], and chooses the
 * answer for the run if it is the first that ends the search. */
void oa_adplace_try(struct oa_adrun *run, enum oa_admethod method,
	const struct oa_adplace *place, struct oa_deadline until);

/* Returns true if the result ends the search. */
bool oa_adresult_is_end(enum oa_adresult result);

/* Returns what people call a method. */
const char *oa_admethod_name(enum oa_admethod method);

/* Returns true if the method begins over TLS. */
bool oa_admethod_is_tls(enum oa_admethod method);

#endif
