/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEPWRITE_H
#define OA_SNMP_KEEPWRITE_H

/*
 * The lines of the kept file.  A line is a word that says what it is, and fields with a
 * blank between each two; a text is always the last field.  Codes stand by their names.
 *
 *   numbers LAST EVENT           highest numbers of a target, of an event
 *   gone NUMBER NAME             a target that went
 *   event NUMBER TIME TARGET TYPE KIND FROM TO CODE NOTIFIED DESCR<tab>TEXT
 *   target NUMBER NAME           what follows is about it
 *   run HAS NEWEST ATTEMPT PREVIOUS SINCE LAST MS STALE ADDRESS
 *   result STATUS CULPRIT CODE ENDED MS
 *   text TEXT, hint TEXT
 *   probe KIND STATUS CODE MS PREVIOUS TESTED NEWEST SINCE TROUBLED LAST REPEATS
 *   note KIND TEXT               of a probe that is bad
 *   flap FLAPS COUNT AT CODE...
 *   legs HOUR DRIFTED BASELINE ...  in microseconds
 *   times LEG BUCKET COUNT ...   of that hour
 *   hours HOUR RUNS GOOD ...
 *   cert INDEX STATUS CODE EXPIRY BEFORE AFTER NAME TRUSTED SELF SHA256 SERIAL
 *   server INDEX SHOWN PLACE     of a back end
 *   subject|issuer|names|key|tls INDEX TEXT
 *   told INDEX TIME STATUS SHA256 TIME ...  the latest certificates
 *   address NUMBER STATUS CODE MS TEXT
 *   end
 */

#include "snmp/store.h"

#include <stdio.h>

/* Writes the lines about the whole store but its targets; the lock must be held. */
void oa_keep_write_store(const struct oa_store *store, FILE *out);

/* Writes the lines of one target; the lock must be held. */
void oa_keep_write_record(const struct oa_record *record, FILE *out);

#endif
