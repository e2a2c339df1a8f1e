/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_RESULT_H
#define OA_SNMP_RESULT_H

/*
 * What stays of a run when its report has gone: a status, code and text for each kind
 * of probe, the certificates, the addresses, and the verdict.
 */

#include "snmp/kind.h"

#define OA_ADDRESSES_MAX 16

/* OaStatus of the MIB; the exit code of a plugin is one less. */
enum oa_status {
	OA_STATUS_OK = 1,
	OA_STATUS_WARNING,
	OA_STATUS_CRITICAL,
	OA_STATUS_UNKNOWN,
	OA_STATUS_NOT_TESTED, /* not reached, or not run yet */
	OA_STATUS_DISABLED,   /* the section of the target does not ask for it */
};

/* OaServiceRole of the MIB. */
enum oa_role { OA_ROLE_FRONT_END = 1, OA_ROLE_BACK_END, OA_ROLE_AUTODISCOVER };
#define OA_ROLES 3

/* One kind of probe in one run. */
struct oa_probe_result {
	enum oa_status status; /* worst of its steps */
	enum oa_code code;     /* that decided; OA_CODE_OK if all is well */
	char *text;            /* one line, owned; NULL for none */
	uint32_t ms;           /* time of its steps, rounded up; 0 if not measured */
};

/* A certificate that was seen. */
struct oa_cert_result {
	bool is_seen;          /* the rest is meaningful */
	enum oa_status status; /* of the hop on which it was judged */
	enum oa_code code;     /* likewise */
	int64_t not_before;    /* seconds since 1970 */
	int64_t not_after;     /* seconds since 1970 */
	char *subject;         /* distinguished name, owned */
	char *issuer;          /* distinguished name, owned */
	char *names;           /* DNS names with blanks between, owned */
	char serial[65];       /* hexadecimal */
	char sha256[65];       /* hexadecimal */
	char key[32];          /* algorithm and bits, e.g. "RSA 2048" */
	char tls[16];          /* version, e.g. "TLS 1.3" */
	bool is_for_name;      /* for the name that was used */
	bool is_trusted;       /* a path to an anchor was found */
	bool is_self_signed;   /* its own issuer */
};

/* An address of the front end. */
struct oa_address_result {
	char text[46];         /* as inet_ntop(3) writes it */
	enum oa_status status; /* OK: connected; NOT_TESTED: another one served */
	enum oa_code code;     /* why a connect failed */
	uint32_t ms;           /* of the connect; 0 if not measured */
};

/* Measured values whose drift is watched. */
enum oa_phase {
	OA_PHASE_TOTAL, /* "time" */
	OA_PHASE_DNS,   /* "dns_time" */
	OA_PHASE_TCP,   /* "tcp_time" */
	OA_PHASE_TLS,   /* "tls_time" */
	OA_PHASE_AUTH,  /* "auth_time" */
	OA_PHASE_A,     /* "a3_time" */
	OA_PHASE_C,     /* "c2_time" */
	OA_PHASE_CALL,  /* "call_time" */
	OA_PHASES
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
	struct oa_cert_result cert[OA_ROLES];   /* by role - 1 */
	struct oa_address_result address[OA_ADDRESSES_MAX]; /* in the order of DNS */
	size_t address_count;                               /* used */
	float phase_seconds[OA_PHASES]; /* by enum oa_phase; negative: not measured */
};

/* Copies what a manager may see of a report into ret_result, which the caller releases
 * by oa_result_free().  Wants says which kinds the target's section asks for; the
 * others are DISABLED.  Text that cannot be had for lack of memory is left out. */
void oa_result_take(const struct oa_report *report, const bool wants[OA_KINDS],
	double seconds, int64_t ended, struct oa_result *ret_result);

/* Releases the texts. */
void oa_result_free(struct oa_result *result);

/* Returns the status that a state of a report is in the MIB. */
enum oa_status oa_status_of(enum oa_state state);

/* Returns the label of a status in the MIB, e.g. "notTested". */
const char *oa_status_label(enum oa_status status);

/* Writes the label of a code in the MIB (at most 64 bytes): its name in camel case,
 * digits spelt out, the ports of endpoints as what they are, e.g. "endpointStoreDown".
 */
void oa_code_label(enum oa_code code, char *buffer, size_t size);

#endif
