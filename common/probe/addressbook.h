/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ADDRESSBOOK_H
#define OA_PROBE_ADDRESSBOOK_H

/*
 * The address book: a session, and whether a name is in it.
 */

#include "common/probe/rpccourse.h"

/* Opens a session over an association bound to NSPI, looks the name of the plan up if
 * there is one, closes the session, and records what comes of it. */
enum oa_rpc_result oa_address_book_test(struct oa_course *course);

#endif
