/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_STATUSES_H
#define OA_PROBE_STATUSES_H

/*
 * Which diagnosis a status number of RPC leads to.
 */

#include "common/report/diagnosis.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads "RPC Error: <hex>" from the reason of a status line of len bytes
 * ([MS-RPCH] 2.1.2.1.4); false if the token is not there. */
bool oa_rpc_error_in(const char *text, size_t len, uint32_t *ret_number);

/* Returns true for the numbers that say "server unavailable", which need more
 * than themselves to be judged. */
bool oa_status_is_unavailable(uint32_t number);

/* Returns the code of a number in a proxy's "RPC Error". */
enum oa_code oa_code_of_rpc_error(uint32_t number);

/* Returns the code of the status of a fault. */
enum oa_code oa_code_of_fault(uint32_t status);

/* Returns the code of the reason of a bind_nak. */
enum oa_code oa_code_of_nak(uint32_t reason);

/* Returns the code of a refused presentation context. */
enum oa_code oa_code_of_rejection(uint32_t result, uint32_t reason);

/* Returns the code of a return value of the store, OA_CODE_OK for 0. */
enum oa_code oa_code_of_store(uint32_t value);

/* Returns true for the return values of the store and the address book that may say
 * no more than that there was no logon at RPC level, or too weak a one. */
bool oa_store_wants_logon(uint32_t value);

#endif
