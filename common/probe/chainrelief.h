/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHAINRELIEF_H
#define OA_PROBE_CHAINRELIEF_H

/*
 * Outlook Anywhere and MAPI/HTTP, one in place of the other: findings of the chain that
 * weigh less because of it.  The branches are joined.
 */

#include "common/probe/chainpart.h"

/* If nobody is sent to MAPI/HTTP, because the Exchange has none or autodiscover does
 * not publish it: makes a note of its not being there. */
void oa_chain_excuse_mapihttp(struct oa_chain *chain);

/* If autodiscover sends clients to another host for MAPI/HTTP than the one that was
 * asked: notes which. */
void oa_chain_note_other_host(struct oa_chain *chain);

/* If MAPI/HTTP works and suffices: makes warnings of what is CRITICAL in Outlook
 * Anywhere itself, as far towards the mailbox as MAPI/HTTP was proven to go. */
void oa_chain_relieve(struct oa_chain *chain);

#endif
