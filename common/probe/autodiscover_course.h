/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_COURSE_H
#define OA_PROBE_AUTODISCOVER_COURSE_H

/*
 * The way from a first URL to the end of its redirects, and who gets the logon on it:
 * nobody but the hosts that somebody has named.
 */

#include "common/probe/autodiscover_methods.h"

/* Room for the beginning of a URL. */
#define OA_AD_VISITED_SIZE 256

/* One way; the caller sets all but visited_count. */
struct oa_adcourse {
	struct oa_adrun *run;       /* borrowed */
	struct oa_adanswer *answer; /* the last one; borrowed */
	struct oa_deadline until;   /* for all of it */
	struct oa_url url;          /* where to begin; then where it has come to */
	const struct oa_dns_answer
		*dns; /* addresses of the first URL, or NULL to ask */
	/* beginnings of the URLs that have redirected, OA_AD_REDIRECTS_MAX; borrowed */
	char (*visited)[OA_AD_VISITED_SIZE];
	size_t visited_count; /* used */
};

/* Asks for the URL, by GET or as for settings, and follows redirects of HTTP and of
 * the answers to other URLs.  A redirect that may not be followed makes the answer
 * OA_AD_BAD, whose text says why. */
void oa_adcourse_follow(struct oa_adcourse *course, bool is_get);

#endif
