/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_NSPI_H
#define OA_RPC_NSPI_H

/*
 * The address book ([MS-OXNSPI] 3.1.4.1): a session is opened, a name is looked up
 * or the entries are counted, and the session is closed.
 */

#include "common/base/error.h"
#include "common/rpc/ndr.h"

/* The longest name that is looked up, in bytes of UTF-8. */
#define OA_NSPI_NAME_MAX 256

/* Operations. */
enum {
	OA_NSPI_BIND = 0,
	OA_NSPI_UNBIND = 1,
	OA_NSPI_UPDATE_STAT = 2,
	OA_NSPI_RESOLVE_NAMES_W = 20,
};

/* The return value by which NspiUnbind says that it has worked. */
#define OA_NSPI_UNBOUND 1

/* The return value of a success that left something out. */
#define OA_NSPI_ERRORS_RETURNED 0x00040380

/* Who bears a name: Minimal Entry IDs that NspiResolveNamesW gives ([MS-OXNSPI]
 * 2.2.1.9). */
enum oa_nspi_match {
	OA_NSPI_NOBODY = 0,  /* no entry */
	OA_NSPI_SEVERAL = 1, /* more than one */
	OA_NSPI_ONE = 2,     /* exactly one */
};

/* The reply of NspiBind. */
struct oa_nspi_session {
	uint32_t value;              /* OA_STATUS_STORE; a session only with 0 */
	struct oa_ndr_handle handle; /* of the session */
};

/* The reply of NspiResolveNamesW to one name. */
struct oa_nspi_resolved {
	uint32_t value;           /* OA_STATUS_STORE; a match only with 0 or with
				   * OA_NSPI_ERRORS_RETURNED */
	enum oa_nspi_match match; /* who */
};

/* The reply of NspiUpdateStat. */
struct oa_nspi_size {
	uint32_t value;   /* OA_STATUS_STORE; the rest only with 0 */
	uint32_t entries; /* in the global address list */
};

/* Writes the request stub of NspiBind. */
void oa_nspi_write_bind(struct oa_writer *out);

/* Reads its reply stub; returns -1 with layer RPC if it is malformed, or a success
 * without a session. */
int oa_nspi_parse_bind(const void *stub, size_t len,
	struct oa_nspi_session *ret_session, struct oa_error *err);

/* Writes the request stub of NspiUnbind. */
void oa_nspi_write_unbind(struct oa_writer *out, const struct oa_ndr_handle *handle);

/* Reads its reply stub, a return value (OA_NSPI_UNBOUND is good); returns -1 with
 * layer RPC if it is malformed. */
int oa_nspi_parse_unbind(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err);

/* Writes the request stub of NspiResolveNamesW for one name of UTF-8 in the global
 * address list.  Returns -1 with layer USAGE if it is not UTF-8 or too long, or with
 * layer SYSTEM without memory. */
int oa_nspi_write_resolve(struct oa_writer *out, const struct oa_ndr_handle *handle,
	const char *name, struct oa_error *err);

/* Reads its reply stub; returns -1 with layer RPC if it is malformed. */
int oa_nspi_parse_resolve(const void *stub, size_t len,
	struct oa_nspi_resolved *ret_resolved, struct oa_error *err);

/* Writes the request stub of NspiUpdateStat for the global address list. */
void oa_nspi_write_update(struct oa_writer *out, const struct oa_ndr_handle *handle);

/* Reads its reply stub; returns -1 with layer RPC if it is malformed. */
int oa_nspi_parse_update(const void *stub, size_t len, struct oa_nspi_size *ret_size,
	struct oa_error *err);

#endif
