/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_KERBEROS_H
#define OA_PROBE_KERBEROS_H

/*
 * Kerberos in a run: the tickets of the front end, asked for once, and what it means
 * that there are none.
 */

#include "common/probe/front.h"

/* Returns true if the run should log on by Kerberos: asked for, or a keytab or a
 * ticket cache was named. */
bool oa_kerberos_is_wanted(const struct oa_front *front);

/* Gets the ticket for a service, and before that the first ones of the run; whose
 * they are becomes the front's user if none was given.  A refusal is remembered, so
 * that a wrong password is tried once in a run.  Returns 0 with the principal, or -1
 * as oa_tickets_get() does. */
int oa_kerberos_ticket(struct oa_front *front, const char *spn,
	struct oa_deadline until, char ret_service[OA_PRINCIPAL_MAX],
	struct oa_error *err);

/* Gets the ticket for the HTTP service of the front end, for oa_front_logon(); as
 * oa_kerberos_ticket(). */
int oa_kerberos_log_on(
	struct oa_front *front, struct oa_deadline until, struct oa_error *err);

/* Returns true if the error says nothing against the password, so that another
 * scheme may still try it. */
bool oa_kerberos_may_go_on(const struct oa_error *error);

/* Records that there is no ticket, and why; the way ends there. */
void oa_kerberos_find(struct oa_front *front, const struct oa_error *error);

/* Records, as a warning, that Kerberos failed although another scheme has worked. */
void oa_kerberos_warn(struct oa_front *front, const struct oa_error *error);

#endif
