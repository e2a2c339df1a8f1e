/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_SECTIONS_H
#define OA_SNMP_SECTIONS_H

/*
 * What the sections of an ini file are to the agent.
 */

#include "common/base/settings.h"

/* One section. */
struct oa_section {
	const char *name;  /* borrowed from the settings */
	int line;          /* of its first setting */
	bool is_used;      /* another one of these uses it */
	bool is_elsewhere; /* the section of a program uses it */
	bool has_own_host; /* a line hostname= of its own */
	bool has_host;     /* the same, or by a section that it uses */
};

/* All sections but [agent] and those of programs. */
struct oa_sections {
	struct oa_section *item; /* in the order of the file; owned */
	size_t count;            /* of them */
};

/* Finds the sections of settings, which must be sorted.  Returns 0, or -1 with
 * OA_LAYER_USAGE (a setting outside of sections, a name that is too long) or
 * OA_LAYER_SYSTEM. */
int oa_sections_find(const struct oa_settings *settings,
	struct oa_sections *ret_sections, struct oa_error *err);

/* Returns true if the section is a target. */
bool oa_section_is_target(const struct oa_section *section);

/* Releases the list. */
void oa_sections_free(struct oa_sections *sections);

#endif
