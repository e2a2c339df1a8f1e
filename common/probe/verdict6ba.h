/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_VERDICT6BA_H
#define OA_PROBE_VERDICT6BA_H

/*
 * The judgement on one "RPC Error: 6ba", once all evidence is gathered; see refusal.h.
 */

#include "common/probe/attempt.h"

/* One endpoint that the proxy refused. */
struct oa_refusal {
	uint16_t port;            /* endpoint */
	uint32_t number;          /* status: 6ba or its kin */
	double seconds;           /* from the request to the refusal */
	double again_seconds;     /* the same of a second tunnel; 0 if there was none */
	int64_t start_us;         /* when the first request was sent */
	int64_t end_us;           /* when the last refusal had come */
	bool is_exchange;         /* an Exchange front end of 2013 or later said so */
	char computer[64];        /* that refused, from NTLM; or empty */
	struct oa_eeinfo eeinfo;  /* what came with it; count 0 if nothing did */
	char eeinfo_trouble[256]; /* why it could not be decoded, or empty */
};

/* What is known; everything is borrowed. */
struct oa_6ba {
	const struct oa_refusal *refusal; /* what was said, and when */
	const char *server;               /* the target that was refused */
	const char *host;                 /* name of the front end */
	const char *open_ports;           /* ports of the server that open, or empty */
	const char *alternative;          /* another name that passes, or NULL */
	const struct oa_eeinfo_record *record; /* that names the cause, or NULL */
	double delay; /* seconds to the refusal above an echo of the same run */
	double fast;  /* below this nothing was tried */
	double slow;  /* from this on a connect was tried */
};

/* Records the finding, which says at its end how sure it is: certain, likely or
 * undecided. */
void oa_6ba_record(struct oa_report *report, const struct oa_6ba *evidence);

#endif
