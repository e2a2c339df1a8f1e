/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_DIALS_H
#define OA_NET_DIALS_H

/*
 * Which addresses were tried for one connection, and what became of each.  libcurl
 * tells of the last one alone; the sockets that it opens and closes tell the rest.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OA_DIALS_MAX 16

/* One try to connect. */
struct oa_dial {
	char address[46];   /* as inet_ntop(3) writes it */
	curl_socket_t fd;   /* CURL_SOCKET_BAD once it is closed */
	int64_t started_us; /* see oa_now_us() */
	double seconds;     /* until it failed; negative as long as it has not */
	int number;         /* errno of its end, ETIMEDOUT if nobody answered more than
			     * one request; 0 if it lives, was given up early, or is of
			     * use */
};

/* All of one connection; zero-initialised there is none. */
struct oa_dials {
	CURL *curl; /* borrowed; NULL once one is connected, or all have failed */
	struct oa_dial item[OA_DIALS_MAX]; /* in the order of their beginning */
	size_t count;                      /* used; one too many is left out */
};

/* Makes a handle note its dials, which must stay in place as long as its sockets. */
void oa_dials_watch(struct oa_dials *dials, CURL *curl);

/* Says that one is connected, or that the connection has failed: what is closed from
 * now on is no news, and an address that has not answered yet is judged now. */
void oa_dials_end(struct oa_dials *dials);

#endif
