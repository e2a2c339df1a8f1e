/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_RESULT_H
#define OA_SNMP_RESULT_H

/*
 * What stays of a run when its report has gone: a status, code and text for each kind
 * of probe, the certificates, the addresses, and the verdict.
 */

#include "snmp/status.h"

#define OA_ADDRESSES_MAX 16

/* One kind of probe in one run. */
struct oa_probe_result {
	enum oa_status status; /* worst of its steps */
	enum oa_code code;     /* that decided; OA_CODE_OK if all is well */
	char *text;            /* one line, owned; NULL for none */
	uint32_t ms;           /* time of its steps, rounded up; 0 if not measured */
};

/* A certificate that was seen. */
struct oa_cert_result {
	int64_t shown;         /* when, seconds since 1970 */
	char place[64];        /* HOST:PORT of a back end; else empty */
	enum oa_status status; /* worst finding about the certificate itself */
	enum oa_code code;     /* of that finding; OA_CODE_OK if there is none */
	int64_t not_before;    /* seconds since 1970 */
	int64_t not_after;     /* seconds since 1970 */
	char *subject;         /* distinguished name, owned */
	char *issuer;          /* distinguished name, owned */
	char *names;           /* DNS names with blanks between, owned */
	char serial[65];       /* hexadecimal */
	char sha256[65];       /* hexadecimal */
	enum oa_status expiry; /* of its dates alone; OK if they are far enough */
	char key[32];          /* algorithm and size, e.g. "RSA 2048 bit" */
	char tls[16];          /* version, e.g. "TLS 1.3" */
	bool is_for_name;      /* for the name that was used */
	bool is_trusted;       /* a path to an anchor was found */
	bool is_self_signed;   /* its own issuer */
};

/* An address of the front end. */
struct oa_address_result {
	uint32_t number;       /* oaEndpointIndex: 0 from oa_result_take(); the course
				* keeps it for as long as the address is known */
	char text[46];         /* as inet_ntop(3) writes it */
	enum oa_status status; /* OK: connected; NOT_TESTED: another one served */
	enum oa_code code;     /* why a connect failed */
	uint32_t ms;           /* of the connect; 0 if not measured */
};

/* Measured values whose drift is watched. */
enum oa_leg {
	OA_LEG_TOTAL, /* "time" */
	OA_LEG_DNS,   /* "dns_time" */
	OA_LEG_TCP,   /* "tcp_time" */
	OA_LEG_TLS,   /* "tls_time" */
	OA_LEG_AUTH,  /* "auth_time" */
	OA_LEG_A,     /* "a3_time" */
	OA_LEG_C,     /* "c2_time" */
	OA_LEG_CALL,  /* "call_time" */
	OA_LEGS
};

/* One run of a target; all pointers in it are owned. */
struct oa_result {
	int64_t ended;         /* seconds since 1970 */
	uint32_t ms;           /* the whole run */
	enum oa_status status; /* worst of the probes */
	enum oa_kind culprit;  /* whose finding the first line names; NONE if all is
				* well */
	enum oa_code code;     /* of the first line */
	char *text;            /* of the first line, owned; NULL for none */
	char *hint;            /* what to do, owned; NULL for none */
	struct oa_probe_result probe[OA_KINDS]; /* by kind; NONE is unused */
	struct oa_cert_result *cert[OA_CERTS]; /* by oaCertIndex - 1, owned; NULL: none;
						* from oa_result_take() back ends in the
						* order of the run, which the course
						* changes */
	struct oa_address_result address[OA_ADDRESSES_MAX]; /* in the order of DNS; in
							     * a course by number */
	size_t address_count;                               /* used */
	float leg_seconds[OA_LEGS]; /* by enum oa_leg; negative: not measured */
};

/* Returns the label of the value of a phase, e.g. "dns_time". */
const char *oa_leg_label(enum oa_leg leg);

/* Returns a time as the MIB has it: rounded up, at least 1; 0 for a negative one. */
uint32_t oa_milliseconds(double seconds);

/* Releases a certificate; NULL is allowed. */
void oa_cert_result_free(struct oa_cert_result *cert);

/* Releases the texts. */
void oa_result_free(struct oa_result *result);

#endif
