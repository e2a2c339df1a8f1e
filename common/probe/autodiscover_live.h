/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_LIVE_H
#define OA_PROBE_AUTODISCOVER_LIVE_H

/*
 * What the front end really is, for comparison with what autodiscover says of it:
 * schemes and certificate, whether it takes plain http, whether it takes the
 * password.
 */

#include "common/probe/front.h"

/* The front end as it was seen. */
struct oa_adlive {
	int status;          /* of a GET on the RPC path, 0 if there was no answer */
	unsigned schemes;    /* bits of enum oa_scheme that it demands */
	char names[200];     /* the same as sent */
	X509 *leaf;          /* its certificate, owned, or NULL */
	int plain_status;    /* of a GET without TLS, 0 if the port is closed */
	bool is_plain_asked; /* plain_status is known */
	bool is_refused;     /* the password was refused: none may be sent again */
};

/* Looks at the RPC path without credentials.  What is wrong with the way there is
 * recorded, an odd answer is not.  The caller ends with oa_adlive_free(). */
void oa_adlive_look(
	struct oa_front *front, struct oa_deadline until, struct oa_adlive *ret_live);

/* Proves the password at the RPC path, unless the run has done so: a refusal there is
 * recorded, and none at autodiscover could be judged without the proof. */
void oa_adlive_prove(
	struct oa_front *front, struct oa_deadline until, struct oa_adlive *live);

/* Asks for the RPC path without TLS, into live->plain_status, unless that is known. */
void oa_adlive_ask_plain(struct oa_front *front, uint16_t port,
	struct oa_deadline until, struct oa_adlive *live);

/* Releases what it owns. */
void oa_adlive_free(struct oa_adlive *live);

#endif
