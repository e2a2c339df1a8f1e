/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_OPENSSLERROR_H
#define OA_NET_OPENSSLERROR_H

/*
 * Why OpenSSL failed: at what it was given, or for want of memory.
 */

#include "common/base/error.h"

/* Empties this thread's queue of OpenSSL's errors.  If one of them is a lack of memory,
 * writes that with OA_LAYER_SYSTEM to err; else text, printf(3)-like, with
 * OA_LAYER_FILE.  Returns -1. */
int oa_openssl_fail(struct oa_error *err, const char *text, ...)
	__attribute__((format(printf, 2, 3)));

#endif
