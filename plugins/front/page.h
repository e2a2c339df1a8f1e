/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_PAGE_H
#define OA_PLUGINS_FRONT_PAGE_H

/*
 * The file of --html.
 */

#include "common/base/error.h"

/* Replaces the file by text at once, so that a reader sees the old page or the whole
 * new one.  A new file gets the mode that the umask leaves; what is there and no
 * regular file, such as a device or a link, stays.  Returns 0, or -1 with
 * OA_LAYER_FILE, "NAME: reason". */
int oa_page_write(const char *name, const char *text, struct oa_error *err);

#endif
