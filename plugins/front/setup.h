/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_SETUP_H
#define OA_PLUGINS_FRONT_SETUP_H

/*
 * The settings of a program, from lists of arguments to a run.  It owns the lists
 * and all that the settings borrow, so it must outlive the runs.
 */

#include "plugins/front/credentials.h"
#include "plugins/front/options.h"

/* A program that is being set up; zero-initialised it holds nothing. */
struct oa_setup {
	const struct oa_program *program;    /* borrowed */
	struct oa_arguments from_argv;       /* the stronger list */
	struct oa_arguments from_files;      /* the weaker list */
	struct oa_common_settings *settings; /* head of the program's settings, owned */
	struct oa_credentials_text text;     /* from a credentials file */
};

/* Makes empty settings for the program; returns 0, or -1 with OA_LAYER_SYSTEM.
 * oa_setup_free() is due in both cases. */
int oa_setup_init(
	struct oa_setup *setup, const struct oa_program *program, struct oa_error *err);

/* Returns an option as it was given, the command line first, or NULL. */
const struct oa_argument *oa_setup_find(const struct oa_setup *setup, const char *name);

/* Stores both lists into the settings, which hold the defaults already, and requires
 * what is required.  Returns 0, or -1 with OA_LAYER_USAGE or OA_LAYER_SYSTEM. */
int oa_setup_store(struct oa_setup *setup, struct oa_error *err);

/* Derives what follows from the settings, loads credentials and has the program judge
 * the whole.  Password is OA_PASSWORD of the environment, or NULL; it is wiped once it
 * is used.  Files that are open to others are noted in the report.  Returns 0, or -1
 * with OA_LAYER_USAGE, OA_LAYER_FILE or OA_LAYER_SYSTEM. */
int oa_setup_complete(struct oa_setup *setup, char *password, struct oa_report *report,
	struct oa_error *err);

/* Runs the check as the settings say (--tries included) from the moment start_us on,
 * into a report that may hold notes already.  Names that are to be hidden are still in
 * it, see oa_setup_conceal(). */
void oa_setup_run(
	const struct oa_setup *setup, int64_t start_us, struct oa_report *report);

/* Hides internal names in the report if the settings want that. */
void oa_setup_conceal(const struct oa_setup *setup, struct oa_report *report);

/* Releases everything and wipes secrets. */
void oa_setup_free(struct oa_setup *setup);

#endif
