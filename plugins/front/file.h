/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_FILE_H
#define OA_PLUGINS_FRONT_FILE_H

/*
 * Opening of the files that a command line names, and who else may read them.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* An open file. */
struct oa_file {
	int fd;                 /* owned, 0 for standard input */
	bool is_open_to_group;  /* its group may read or write it */
	bool is_open_to_others; /* everybody may read or write it */
};

/* Opens name for reading, "-" for standard input, whose mode nobody judges.
 * Returns 0, or -1 with OA_LAYER_FILE, "NAME: reason". */
int oa_file_open(const char *name, struct oa_file *ret_file, struct oa_error *err);

/* Reads to the end of the file, at most size - 1 bytes, and puts a NUL behind them;
 * name is for the error.  Returns 0, or -1 with OA_LAYER_FILE if reading fails, the
 * file is longer or has a NUL in it; the buffer is then wiped. */
int oa_file_read(const struct oa_file *file, const char *name, char *ret_buffer,
	size_t size, struct oa_error *err);

/* Closes the file unless it is standard input. */
void oa_file_close(const struct oa_file *file);

#endif
