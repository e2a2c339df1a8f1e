/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_ERROR_H
#define OA_BASE_ERROR_H

/*
 * A failure as a value: which layer failed, that layer's own number, and a text
 * for people.  It is filled once, where the failure happens; callers may put
 * context in front on the way up.  Whoever has a report turns it into a finding.
 */

/* Who failed, and therefore what `number` counts. */
enum oa_layer {
	OA_LAYER_NONE,     /* no failure; number 0 */
	OA_LAYER_USAGE,    /* command line or settings; number 0 */
	OA_LAYER_FILE,     /* a local file; number is errno, or 0 for its content */
	OA_LAYER_SYSTEM,   /* a system call or memory; number is errno */
	OA_LAYER_FEATURE,  /* missing from this build or host; number 0 */
	OA_LAYER_TIMEOUT,  /* the deadline passed while waiting; number 0 */
	OA_LAYER_DNS,      /* name resolution; number is an ares status */
	OA_LAYER_TCP,      /* connecting; number is errno */
	OA_LAYER_PROXY,    /* forward proxy; number is its HTTP status or 0 */
	OA_LAYER_TLS,      /* handshake; number is a TLS alert or 0 */
	OA_LAYER_CLOSED,   /* the peer closed (0) or reset (errno) the connection */
	OA_LAYER_HTTP,     /* not HTTP, or HTTP that breaks its rules; number 0 */
	OA_LAYER_AUTH,     /* an authentication token; number 0 */
	OA_LAYER_KERBEROS, /* Kerberos; number is an enum oa_tickets_trouble */
	OA_LAYER_RTS,      /* an RTS PDU, [MS-RPCH] 2.2.3; number 0 */
	OA_LAYER_RPC,      /* a DCE/RPC PDU or its verifier; number 0 */
};

/* One failure; zero-initialised it means "none". */
struct oa_error {
	enum oa_layer layer; /* who failed */
	long number;         /* that layer's number, see enum oa_layer */
	char text[256];      /* what happened, without a full stop; may be cut */
};

/* Fills err (which may be NULL) and returns -1, so that a function can
 * `return oa_fail(...)`. */
int oa_fail(struct oa_error *err, enum oa_layer layer, long number, const char *format,
	...) __attribute__((format(printf, 4, 5)));

/* Puts "<context>: " before the text of err, keeps layer and number, and
 * returns -1. */
int oa_fail_context(struct oa_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
