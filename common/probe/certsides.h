/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTSIDES_H
#define OA_PROBE_CERTSIDES_H

/*
 * The sides of a certificate that are judged in files of their own, and its
 * description.
 */

#include "common/probe/certcase.h"

/* Dates of all elements of the path (certdates.c). */
void oa_certcase_dates(struct oa_certcase *given);

/* Returns true if an element of the path is not valid at the moment. */
bool oa_certcase_has_bad_dates(const struct oa_tls_info *tls, int64_t now);

/* Trust: the path as sent, and with help (certtrust.c). */
void oa_certcase_trust(struct oa_certcase *given);

/* Stapled response and lists of revoked certificates (certrevoked.c). */
void oa_certcase_revocation(struct oa_certcase *given);

/* Pins, issuers, memory (certidentity.c). */
void oa_certcase_identity(struct oa_certcase *given);

/* Writes a line for each certificate of a path (NULL: none) to the step. */
void oa_cert_describe_path(struct oa_step *step, STACK_OF(X509) * path, int64_t now);

/* Writes the whole description to the step (certdescribe.c). */
void oa_certcase_describe(const struct oa_certcase *given, struct oa_step *step);

#endif
