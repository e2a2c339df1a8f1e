/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_UNREADABLE_H
#define OA_REPORT_UNREADABLE_H

/*
 * A file of the monitor's own that cannot be used, told in one way wherever it was
 * wanted.
 */

#include "common/base/error.h"
#include "common/report/report.h"

/* Records monitor-file-unreadable with the reason in error, or internal-error if no
 * more than memory was wanting.  `subject` as in oa_report_find(); `name` is what the
 * reader knows the file by, NULL for what stands before the first ": " of the error. */
void oa_report_find_unreadable(struct oa_report *report, const char *subject,
	const char *name, const struct oa_error *error);

#endif
