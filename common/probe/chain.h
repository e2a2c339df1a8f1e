/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHAIN_H
#define OA_PROBE_CHAIN_H

/*
 * The concern of check_oa: everything between a client and its mailbox in one run.
 *
 * The main chain goes from the name to the mailbox over one front: one answer of the
 * DNS, one trust store, one decision how to log on.  Autodiscover, MAPI/HTTP and the
 * back end are branches beside it.  They begin when the credentials have been
 * accepted, so that a wrong password is sent once; where they never are, the branches
 * follow one after the other until one of them is refused.
 */

#include "common/probe/autodiscover.h"
#include "common/probe/backend.h"
#include "common/probe/cert.h"
#include "common/probe/mapihttp.h"
#include "common/probe/memory.h"
#include "common/probe/tunnel.h"

/* What to test; everything is borrowed. */
struct oa_chain_plan {
	struct oa_cert_plan cert;     /* how the certificate is judged */
	struct oa_tunnel_plan tunnel; /* without server, what autodiscover says */
	struct oa_autodiscover_plan
		autodiscover;             /* without an address it is left out */
	struct oa_mapihttp_plan mapihttp; /* see has_mapihttp */
	struct oa_backend_plan backend;   /* without places it is left out */
	struct oa_memory_plan memory;     /* without a directory, none */
	bool has_mapihttp;                /* look at MAPI/HTTP, too */
	bool mapihttp_suffices;     /* while it works, the loss of Outlook Anywhere is
				     * a warning */
	const char *inside_address; /* the same front end seen from inside, or NULL */
};

/* Runs the chain until the deadline; everything it finds is in the report. */
void oa_probe_chain(const struct oa_target *target, const struct oa_chain_plan *plan,
	struct oa_deadline until, struct oa_report *report);

#endif
