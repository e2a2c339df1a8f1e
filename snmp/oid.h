/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_OID_H
#define OA_SNMP_OID_H

/*
 * Object identifiers, as far as the place of the module in the tree goes.
 */

#include "common/base/error.h"

#include <stddef.h>
#include <stdint.h>

#define OA_OID_MAX  32
#define OA_OID_TEXT 256

/* Below it lies everything, unless `oid-root' in [agent] says otherwise. */
#ifndef OA_OID_ROOT
#define OA_OID_ROOT "1.3.6.1.4.1.8072.9999.9999.6001"
#endif

/* One identifier. */
struct oa_oid {
	uint32_t id[OA_OID_MAX]; /* from the left */
	size_t len;              /* used */
};

/* Reads numbers with dots between them, with or without one in front.  The root of a
 * module has at least three of them and leaves room for what is below it.  Returns 0,
 * or -1 with OA_LAYER_USAGE. */
int oa_oid_parse(const char *text, struct oa_oid *ret_oid, struct oa_error *err);

/* Writes the numbers from `from' on, with `between' between them, e.g. "1.3.6". */
void oa_oid_text(const struct oa_oid *oid, size_t from, const char *between,
	char buffer[OA_OID_TEXT]);

#endif
