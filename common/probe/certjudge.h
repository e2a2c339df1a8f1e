/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTJUDGE_H
#define OA_PROBE_CERTJUDGE_H

/*
 * What one server's certificate means, every way in which it can be wrong judged
 * apart: trust, dates, names, strength, identity, revocation.
 */

#include "common/probe/certcase.h"

/* Judges everything about the certificate and describes it in the report.  Returns
 * true if nothing was found. */
bool oa_certcase_judge(struct oa_certcase *given);

#endif
