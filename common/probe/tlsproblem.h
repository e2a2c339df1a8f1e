/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TLSPROBLEM_H
#define OA_PROBE_TLSPROBLEM_H

/*
 * Kinds of complaints about a path of certificates.
 */

/* What a complaint of OpenSSL's verification is about. */
enum oa_tls_problem_kind {
	OA_TLS_PROBLEM_TRUST,    /* whom we speak to */
	OA_TLS_PROBLEM_DATE,     /* when it is valid */
	OA_TLS_PROBLEM_STRENGTH, /* how hard it is to forge */
	OA_TLS_PROBLEM_CRL,      /* lists of revoked certificates */
};

/* Returns what a X509_V_ERR_... is about. */
enum oa_tls_problem_kind oa_tls_problem_kind(int error);

#endif
