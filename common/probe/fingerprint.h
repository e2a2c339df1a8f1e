/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_FINGERPRINT_H
#define OA_PROBE_FINGERPRINT_H

/*
 * How a target looks from outside, as far as one run has seen it: settings that a
 * client depends on, each as a short text that is equal as long as the setting is.
 */

#include "common/report/report.h"

#define OA_FIELDS_MAX 16

/* The names in the certificate of the front end. */
#define OA_FIELD_CERTIFICATE "certificate names"

/* The host to which autodiscover sends the clients of Outlook Anywhere. */
#define OA_FIELD_PUBLISHED "autodiscover host"

/* A setting that was looked at and is not there. */
#define OA_FIELD_NONE "none"

/* One setting. */
struct oa_field {
	char name[24];   /* e.g. "schemes"; letters, digits, hyphens, blanks */
	char value[176]; /* cleaned; the end of a longer one is a checksum */
	bool is_quiet;   /* its change is normal and only noted */
};

/* What one run has seen; zero-initialised it is empty.  A setting that was not seen
 * is left out, and what is remembered of it stays. */
struct oa_fingerprint {
	struct oa_field field[OA_FIELDS_MAX]; /* in the order of their arrival */
	size_t count;                         /* used */
};

/* Sets a setting whose change concerns the clients; an empty text sets nothing. */
void oa_fingerprint_set(struct oa_fingerprint *print, const char *name,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for one that changes in the normal course of things, such as the serial
 * number of a certificate. */
void oa_fingerprint_note(struct oa_fingerprint *print, const char *name,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Returns the setting of that name, or NULL if it was not seen. */
const struct oa_field *oa_fingerprint_get(
	const struct oa_fingerprint *print, const char *name);

/* Sets what a report tells, as far as the run came to it: "certificate" (quiet),
 * "certificate names", "ssl", and "port N" for each endpoint that was open or not
 * allowed. */
void oa_fingerprint_steps(struct oa_fingerprint *print, const struct oa_report *report);

#endif
