/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BUDGET_H
#define OA_PROBE_BUDGET_H

/*
 * The lockout budget: one refused password in a run, and a password that was refused
 * is not tried again for a while, because a check that runs every minute with a wrong
 * password would lock its account.  The mark is kept by user and host as
 * target->budget says; a run at the same time waits until this one knows whether its
 * password is good.
 *
 *	oa_budget_begin(...)      may a password be sent?
 *	oa_budget_rejected(...)   it was refused
 *	oa_budget_accepted(...)   it was taken
 *	oa_budget_end(...)        let other runs go on
 *
 * oa_channels_prepare() begins, and the rest follows from front->was_refused, which
 * oa_logon_send() sets.
 */

#include "common/probe/front.h"

/* Returns true if a password may be sent; otherwise there is a finding that says
 * why not.  A damaged state file is noted and set aside.  The mark is looked at once
 * in a run. */
bool oa_budget_begin(struct oa_front *front, struct oa_deadline until);

/* Remembers that the password was refused now. */
void oa_budget_rejected(struct oa_front *front);

/* Looks at the number of an "RPC Error": if it says that the account or its password is
 * refused, that counts as a 401 to a proof, whatever HTTP has accepted before. */
void oa_budget_note_rpc_error(struct oa_front *front, uint32_t number);

/* Forgets an earlier refusal, and ends the turn. */
void oa_budget_accepted(struct oa_front *front);

/* Ends the turn of this run, with a refusal if there was one; may be called twice. */
void oa_budget_end(struct oa_front *front);

/* Lets others have their turn, another part of this run among them; the next password
 * of this front begins a new one.  A turn that forbade a password stays. */
void oa_budget_pause(struct oa_front *front);

#endif
