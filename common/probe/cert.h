/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERT_H
#define OA_PROBE_CERT_H

/*
 * The concern of check_oa_cert: TLS and certificate of a front end, or of any host
 * and port, at one address or at all.  A broken certificate is described completely.
 * No credentials are ever sent.
 */

#include "common/base/deadline.h"
#include "common/probe/certlimit.h"
#include "common/probe/target.h"
#include "common/report/report.h"

/* What to test, besides what always is; everything is borrowed. */
struct oa_cert_plan {
	struct oa_strings names; /* must be covered as well as the host name */
	const char *principal; /* "msstd:NAME" of the Outlook profile, "none" or NULL */
	bool has_xp_clients;   /* a principal that only the SAN has is a finding */
	struct oa_certlimit warn;  /* on the time left */
	struct oa_certlimit crit;  /* on the time left */
	const char *intermediates; /* file that completes a path, or NULL */
	bool accepts_self_signed;  /* a certificate that vouches for itself is good */
	struct oa_strings pins;    /* SHA-256 of certificate or key, one must fit */
	struct oa_strings issuers; /* patterns, one must fit */
	struct oa_strings not_issuers; /* patterns, none may fit */
	bool tests_all_addresses;      /* each address of the name on its own */
	struct oa_strings same_as;     /* HOST[:PORT] with the same certificate */
	struct oa_strings crl_files;   /* lists of revoked certificates */
	bool asks_ocsp;    /* ask the responder that the certificate names */
	bool fetches_crl;  /* fetch the list that the certificate names */
	unsigned rejected; /* versions that must be refused: 1 << 0 for TLS 1.0 ... */
	double max_validity_days; /* longest lifetime of the leaf, 0 for any */
	const char *state_dir;    /* memory between runs, or NULL */
	bool sends_no_request;    /* TLS only, no HTTP request behind it */
};

/* Runs the test until the deadline; everything it finds is in the report. */
void oa_probe_cert(const struct oa_target *target, const struct oa_cert_plan *plan,
	struct oa_deadline until, struct oa_report *report);

/* Reads a pin, 64 hexadecimal digits with or without colons or "sha256//" and base64,
 * into ret_hex (lower-case digits and NUL); false if it is none. */
bool oa_cert_pin_parse(const char *text, char ret_hex[65]);

/* Returns the name in "msstd:NAME", without the prefix. */
const char *oa_cert_principal_name(const char *principal);

/* Returns true for "none", in any case, with or without the prefix: by this
 * CertPrincipalName Exchange asks clients not to look at the principal. */
bool oa_cert_principal_is_none(const char *principal);

#endif
