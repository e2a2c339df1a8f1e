/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTCASE_H
#define OA_PROBE_CERTCASE_H

/*
 * One server's certificate while it is judged, and what all judges of it do.
 */

#include "common/net/certpath.h"
#include "common/net/tls.h"
#include "common/probe/cert.h"
#include "common/probe/front.h"

/* One certificate under judgement. */
struct oa_certcase {
	struct oa_front *front;          /* report, trust, deadline; borrowed */
	const struct oa_cert_plan *plan; /* what was asked for; borrowed */
	const struct oa_tls_info *tls;   /* leaf, chain as sent, staple; borrowed */
	const char *subject;             /* for steps: which of several; NULL for one */
	int64_t now;                     /* seconds since 1970 */
	bool is_clock_wrong;             /* the monitor's: dates are not judged */
	bool has_other_view;      /* another view has a certificate of --issuer */
	struct oa_certpath found; /* path and problems; owned, see oa_certcase_free() */
	bool is_trusted;          /* set by oa_certcase_trust() */
	char notes[1024];         /* lines of evidence that are no finding */
	struct oa_step *step;     /* first finding about this certificate, or NULL */
};

/* Records a finding about the certificate; returns its step. */
struct oa_step *oa_certcase_find(struct oa_certcase *given, enum oa_code code,
	enum oa_state state, const struct oa_facts *facts);

/* Adds a line to the notes. */
void oa_certcase_note(struct oa_certcase *given, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Returns how to call an element of the path, e.g. "intermediate Lab CA"; empty for
 * the leaf. */
void oa_certcase_element(
	const struct oa_certcase *given, int depth, char *buffer, size_t size);

/* Returns the element of the path at this depth as far as it is known, at depth 0 at
 * least the leaf, or NULL; borrowed. */
X509 *oa_certcase_at(const struct oa_certcase *given, int depth);

/* Releases what it owns. */
void oa_certcase_free(struct oa_certcase *given);

#endif
