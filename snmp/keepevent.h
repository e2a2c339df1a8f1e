/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEPEVENT_H
#define OA_SNMP_KEEPEVENT_H

/*
 * The line of the kept file that is an event, see keepwrite.h.
 */

#include "snmp/events.h"
#include "snmp/fields.h"

/* Reads the fields of an event whose number is from first to last, and that of its
 * target up to target_max. */
void oa_keep_read_event(struct oa_fields *fields, int64_t first, int64_t last,
	int64_t target_max, struct oa_event *ret_event);

#endif
