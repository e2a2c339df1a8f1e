/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_STATEFILE_H
#define OA_BASE_STATEFILE_H

/*
 * A small file that a check keeps between its runs: `name = value` lines.  It is
 * replaced as a whole, so a reader never sees half of it, and locked from opening
 * to closing, so that runs at the same time take turns.
 */

#include "common/base/deadline.h"
#include "common/base/settings.h"

/* First line of every state file, so that another file is known as one. */
#define OA_STATE_FORMAT "oa-state = 1\n"

/* An open state file; zero-initialised it is closed. */
struct oa_statefile {
	int lock_fd;     /* holds the lock; owned; valid while is_open */
	bool is_open;    /* between opening and closing */
	char path[4096]; /* of the file itself */
};

/* Appends text to a file name (size bytes in all) with every character that could
 * lead out of the directory replaced by _. */
void oa_statefile_name(char *name, size_t size, const char *text);

/* Locks the state file `name` in the directory dir, which is made (mode 0700) if
 * only its last part is missing.  Another run that holds the lock is waited for
 * until the deadline.  The caller ends with oa_statefile_close().  Returns 0, or -1:
 * OA_LAYER_FILE ("PATH: reason"), OA_LAYER_TIMEOUT if the lock is not given up. */
int oa_statefile_open(struct oa_statefile *state, const char *dir, const char *name,
	struct oa_deadline until, struct oa_error *err);

/* Where this file is not there yet, renames another one of its directory to it, if that
 * is there: it bore another name in an earlier version.  Returns 0, or -1 with
 * OA_LAYER_FILE. */
int oa_statefile_inherit(
	struct oa_statefile *state, const char *name, struct oa_error *err);

/* Reads the file; one that is not there is empty.  A damaged one is renamed to
 * PATH.damaged, counts as empty, and sets ret_was_damaged.  The caller releases
 * ret_settings by oa_settings_free().  Returns 0, or -1 with OA_LAYER_FILE or
 * OA_LAYER_SYSTEM. */
int oa_statefile_load(struct oa_statefile *state, struct oa_settings *ret_settings,
	bool *ret_was_damaged, struct oa_error *err);

/* Renames the file to PATH.damaged, for content that reads well and makes no
 * sense; returns 0, or -1 with OA_LAYER_FILE. */
int oa_statefile_set_aside(struct oa_statefile *state, struct oa_error *err);

/* Replaces the file by OA_STATE_FORMAT and these lines at once, readable by its
 * owner alone, unless it holds just that; returns 0, or -1 with OA_LAYER_FILE. */
int oa_statefile_save(
	struct oa_statefile *state, const char *lines, struct oa_error *err);

/* Removes the file; one that is not there is no failure.  Returns 0, or -1 with
 * OA_LAYER_FILE. */
int oa_statefile_remove(struct oa_statefile *state, struct oa_error *err);

/* Gives the lock up; the state may be closed already. */
void oa_statefile_close(struct oa_statefile *state);

#endif
