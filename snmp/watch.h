/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_WATCH_H
#define OA_SNMP_WATCH_H

/*
 * One target: a section of the ini file made into a check that can be run again and
 * again, by one thread at a time.  It is counted by references, because a run that is
 * in progress outlives the configuration that it came from.
 */

#include "plugins/front/chain.h"
#include "plugins/front/setup.h"
#include "snmp/agent_options.h"
#include "snmp/store.h"
#include "snmp/trusts.h"

#include <stdatomic.h>

/* Bytes of the name of a section; what is longer is cut by the parser of ini files. */
#define OA_WATCH_NAME_MAX 48

/* What all targets of a file are made from; everything is borrowed. */
struct oa_watch_source {
	const struct oa_settings *settings;    /* the file */
	const char *file;                      /* its name */
	const struct oa_agent_settings *agent; /* see there */
	struct oa_trusts *trusts;              /* where certificates are loaded */
	bool is_once;                          /* a failure counts at once */
	struct oa_report *notes;               /* takes what people should know */
};

/* See above; read-only once it is made, but for what a run writes to the settings. */
struct oa_watch {
	atomic_uint references;        /* see above */
	char *name;                    /* of the section; owned */
	struct oa_setup setup;         /* the check */
	X509_STORE *trust;             /* a reference to a shared store, or NULL */
	struct oa_store_target target; /* what the store is told; texts are in here */
	uint32_t number;               /* in the store, set when it is known */
	double seconds;                /* that a run may take */
};

/* Makes the target of a section, with one reference: all that it names (password,
 * certificates) is read.  Returns NULL with OA_LAYER_USAGE, OA_LAYER_FILE or
 * OA_LAYER_SYSTEM; the text names file and section. */
struct oa_watch *oa_watch_new(const struct oa_watch_source *source, const char *section,
	struct oa_error *err);

/* Runs the check once; the caller releases ret_result by oa_result_free(), unless the
 * store takes it.  Without memory the result is internal-error.  Returns false then. */
bool oa_watch_run(const struct oa_watch *watch, struct oa_result *ret_result);

/* Adds a reference; the argument is a struct oa_watch. */
void oa_watch_retain(void *watch);

/* Gives a reference back; the last one releases the watch.  NULL is allowed. */
void oa_watch_release(void *watch);

#endif
