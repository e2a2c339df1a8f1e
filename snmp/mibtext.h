/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_MIBTEXT_H
#define OA_SNMP_MIBTEXT_H

/*
 * The module OUTLOOK-ANYWHERE-MIB as text, made from the tables that serve it.
 */

#include "snmp/oid.h"

/* Returns the text of the module below a root; the caller frees it.  NULL without
 * memory. */
char *oa_mibtext(const struct oa_oid *root);

#endif
