/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKENDCERT_H
#define OA_PROBE_BACKENDCERT_H

/*
 * The certificate of a back end as a front end judges it.
 */

#include "common/probe/backendcase.h"

/* Judges the certificate that the back end has shown in the first connection. */
void oa_backend_judge_certificate(struct oa_backend_case *given);

#endif
