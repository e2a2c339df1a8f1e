/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/cell.h"

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

unsigned char oa_cell_asn(const struct oa_cell *cell)
{
	switch (cell->type) {
	case OA_CELL_GAUGE:
		return ASN_GAUGE;
	case OA_CELL_COUNTER:
		return ASN_COUNTER;
	case OA_CELL_TICKS:
		return ASN_TIMETICKS;
	case OA_CELL_OCTETS:
		return ASN_OCTET_STR;
	case OA_CELL_INTEGER:
		break;
	}
	return ASN_INTEGER;
}

const void *oa_cell_bytes(const struct oa_cell *cell, long *room, size_t *ret_len)
{
	if (cell->type == OA_CELL_OCTETS) {
		*ret_len = cell->len;
		return cell->octets;
	}
	*room = (long)cell->number;
	*ret_len = sizeof(*room);
	return room;
}
