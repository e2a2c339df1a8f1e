/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_STATUS_H
#define OA_SNMP_STATUS_H

/*
 * States, codes and roles as the MIB has them, and their labels.
 */

#include "snmp/kind.h"

/* OaStatus of the MIB; the exit code of a plugin is one less. */
enum oa_status {
	OA_STATUS_OK = 1,
	OA_STATUS_WARNING,
	OA_STATUS_CRITICAL,
	OA_STATUS_UNKNOWN,
	OA_STATUS_NOT_TESTED, /* not reached, or not run yet */
	OA_STATUS_DISABLED,   /* the section of the target does not ask for it */
};

/* OaServiceRole of the MIB. */
enum oa_role { OA_ROLE_FRONT_END = 1, OA_ROLE_BACK_END, OA_ROLE_AUTODISCOVER };
#define OA_ROLES 3

/* Certificates of one target, by oaCertIndex - 1: those of the roles in their order,
 * then those of further back ends. */
#define OA_CERTS 10

/* Returns the status that a state of a report is in the MIB. */
enum oa_status oa_status_of(enum oa_state state);

/* Returns the label of a status in the MIB, e.g. "notTested". */
const char *oa_status_label(enum oa_status status);

/* Returns true for WARNING, CRITICAL and UNKNOWN. */
bool oa_status_is_bad(enum oa_status status);

/* Returns true for a status that a probe found: OK and the bad ones. */
bool oa_status_is_tested(enum oa_status status);

/* Returns the weightier of two: CRITICAL, WARNING, UNKNOWN, OK, NOT_TESTED, DISABLED.
 */
enum oa_status oa_status_worst(enum oa_status one, enum oa_status other);

/* Returns the role of a certificate by its oaCertIndex. */
enum oa_role oa_cert_role(uint32_t number);

/* Returns the label of a role in the MIB, e.g. "frontEnd". */
const char *oa_role_label(enum oa_role role);

/* Returns the kind of probe by which the service of a role is judged. */
enum oa_kind oa_role_kind(enum oa_role role);

/* Writes the label of a code in the MIB (at most 64 bytes): its name in camel case,
 * digits spelt out, the ports of endpoints as what they are, e.g. "endpointStoreDown".
 */
void oa_code_label(enum oa_code code, char *buffer, size_t size);

#endif
