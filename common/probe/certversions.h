/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTVERSIONS_H
#define OA_PROBE_CERTVERSIONS_H

/*
 * The TLS versions that the target must refuse, each tried by a handshake of its own.
 */

#include "common/probe/front.h"

/* Tries each version in rejected (as in struct oa_cert_plan) at the target, with half
 * of the time left until the deadline, and records the hop tls for it: a finding if it
 * is not refused or if this monitor cannot offer it. */
void oa_certversions_judge(
	const struct oa_front *front, unsigned rejected, struct oa_deadline until);

#endif
