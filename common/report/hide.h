/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_HIDE_H
#define OA_REPORT_HIDE_H

/*
 * A report without internal host names, for those who send it to strangers: each name
 * in report->seen is replaced by "node-" and four digits, which are the same in every
 * run, for the short name and for the long one.
 */

#include "common/report/report.h"

/* The placeholder of a name, with its NUL. */
#define OA_HIDE_SIZE 12

/* Replaces every internal name in the texts of the report, but for public, the name
 * that the clients use.  Tokens of a logon, which hold names in other forms, are left
 * out of the transcript. */
void oa_hide_names(struct oa_report *report, const char *public);

/* Writes what stands for a name, which depends on its first label alone. */
void oa_hide_placeholder(const char *name, char ret_text[OA_HIDE_SIZE]);

#endif
