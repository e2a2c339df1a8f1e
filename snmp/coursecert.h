/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSECERT_H
#define OA_SNMP_COURSECERT_H

/*
 * What is news of a certificate.  Where several nodes answer behind one name, each run
 * may meet another one, and while a new certificate is rolled out the old one still
 * shows now and then: one that was there within the last hour is no news.
 */

#include "snmp/result.h"

#define OA_CERTS_KNOWN 4

/* A certificate that was shown. */
struct oa_cert_known {
	char sha256[17]; /* the first digits */
	int64_t last;    /* when it was shown last, seconds since 1970 */
};

/* The certificates of one place; zero-initialised none was ever shown. */
struct oa_cert_course {
	struct oa_cert_known known[OA_CERTS_KNOWN]; /* the newest first */
	int64_t told; /* when the end was last told to be near; 0 for never */
	enum oa_status nearness; /* that was told then */
	uint32_t changes;        /* since the agent started */
};

/* Adds that a certificate was shown, and counts it if the one before was another;
 * returns true if that is news. */
bool oa_cert_course_show(
	struct oa_cert_course *course, const char *sha256, int64_t when);

/* Adds how near its end is; returns true if that is news: it came nearer, or a day has
 * gone. */
bool oa_cert_course_near(
	struct oa_cert_course *course, enum oa_status nearness, int64_t when);

#endif
