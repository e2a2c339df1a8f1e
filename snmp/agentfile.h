/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_AGENTFILE_H
#define OA_SNMP_AGENTFILE_H

/*
 * The ini file of the agent: [agent], targets, and sections that others use.  It is
 * read as a whole with all that it names, or refused as a whole.
 *
 * A section with a host name, its own or by `use', is a target; one whose host name is
 * not its own and which others use is none, and neither is one without a host name.
 * Sections that are named like a program (check_oa...) are that program's.
 */

#include "snmp/oid.h"
#include "snmp/watch.h"

/* One state of the file, with all that it names. */
struct oa_agentfile {
	struct oa_arguments arguments;  /* what [agent] says; owned */
	struct oa_agent_settings agent; /* see there */
	struct oa_oid root;             /* of the MIB */
	struct oa_watch **watch;        /* targets, in the order of the file; owned, and
					 * so is one reference to each */
	size_t count;                   /* of them */
	long needed;                    /* workers that they need when each run takes
					 * all of its time */
	double longest;                 /* seconds that a run of them may take */
};

/* What is not in the file. */
struct oa_agentfile_wish {
	const char *name;      /* of the file */
	const char *state_dir; /* in place of that of [agent], or NULL */
	bool is_once;          /* a failure counts at once */
};

/* Reads the file.  What people should know is noted in the report.  The caller releases
 * ret_file by oa_agentfile_free().  Returns 0, or -1 with OA_LAYER_FILE, OA_LAYER_USAGE
 * or OA_LAYER_SYSTEM; the text names file, section or line, and reason. */
int oa_agentfile_read(const struct oa_agentfile_wish *wish,
	struct oa_agentfile *ret_file, struct oa_report *notes, struct oa_error *err);

/* Returns how many workers there shall be: as many as [agent] says, else as many as
 * are needed, from 8 to 512. */
long oa_agentfile_workers(const struct oa_agentfile *file);

/* Releases everything. */
void oa_agentfile_free(struct oa_agentfile *file);

#endif
