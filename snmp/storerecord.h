/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_STORERECORD_H
#define OA_SNMP_STORERECORD_H

/*
 * Records of the store: made, counted, released.
 */

#include "snmp/store.h"

/* Returns a record without a number for a target, or NULL without memory. */
struct oa_record *oa_record_new(const struct oa_store_target *target, int64_t now);

/* Counts the problems of a record and moves it from one status to another in the sums
 * of the store; before: what oa_course_status() was. */
void oa_record_account(
	struct oa_store *store, struct oa_record *record, enum oa_status before);

/* Counts all records anew. */
void oa_record_account_all(struct oa_store *store);

/* Releases a record; NULL is allowed. */
void oa_record_free(struct oa_record *record);

#endif
