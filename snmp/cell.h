/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_CELL_H
#define OA_SNMP_CELL_H

/*
 * Values for libnetsnmp.
 */

#include "snmp/column.h"

/* Returns the ASN.1 type of a value, as libnetsnmp numbers them. */
unsigned char oa_cell_asn(const struct oa_cell *cell);

/* Returns where libnetsnmp finds the bytes of a value, and their number in ret_len; a
 * number is put to room, which must live as long as they are used. */
const void *oa_cell_bytes(const struct oa_cell *cell, long *room, size_t *ret_len);

#endif
