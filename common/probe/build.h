/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BUILD_H
#define OA_PROBE_BUILD_H

/*
 * Which Exchange a front end is, from the build that it names in X-OWA-Version, and
 * what follows from that for a check and for the hints of findings.
 */

#include <stdbool.h>
#include <stddef.h>

/* Years of generations; Exchange SE goes by that of its first release. */
#define OA_BUILD_FIRST_YEAR 2007
#define OA_BUILD_SE_YEAR    2025

/* What is known of one server's build. */
struct oa_build {
	unsigned part[4];    /* 15.2.1544.4 */
	int first_year;      /* earliest generation that it can be; 0: nothing known */
	int last_year;       /* latest generation that it can be */
	const char *release; /* "CU14", "SP3"; NULL if the build is in no table */
};

/* Reads "15.2.1544.4", with two to four numbers and nothing else; returns false,
 * with everything zero, for what is no build of Exchange 2007 or later. */
bool oa_build_parse(const char *text, struct oa_build *ret_build);

/* Returns what the mere presence of X-FEServer tells: 2013 or later. */
struct oa_build oa_build_of_front_end(void);

/* Writes "Exchange 2019 CU14", "Exchange 2013 or later" or nothing to buffer. */
void oa_build_name(const struct oa_build *build, char *buffer, size_t size);

/* Writes what the build means for who checks it: the form of the target, Extended
 * Protection; nothing if nothing is known. */
void oa_build_meaning(const struct oa_build *build, char *buffer, size_t size);

/* Shortens a hint of the catalogue, whose clauses ("; " between them) may begin with
 * the generations that they are for ("2007/2010: ", "2013+: "), to what concerns the
 * build; a label that holds is left out.  The hint stays as it is if nothing is known
 * or nothing would be left of it. */
void oa_build_narrow(const struct oa_build *build, char *hint);

#endif
