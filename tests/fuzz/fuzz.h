/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_FUZZ_FUZZ_H
#define OA_TESTS_FUZZ_FUZZ_H

/*
 * What every harness defines.  libFuzzer calls it with input of its own making,
 * replay.c with that of a corpus directory.
 */

#include <stddef.h>
#include <stdint.h>

/* Hands len bytes of hostile input to the parser; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#endif
