/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_REFERRAL_H
#define OA_PROBE_REFERRAL_H

/*
 * The referral: which server has the address book, what a server is called, and
 * whether these names lead anywhere.
 */

#include "common/probe/rpccourse.h"

/* Asks over an association bound to RFR, follows the names, and records what comes of
 * it. */
enum oa_rpc_result oa_referral_test(struct oa_course *course);

#endif
