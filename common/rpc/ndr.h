/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_NDR_H
#define OA_RPC_NDR_H

/*
 * The part of NDR 2.0 ([C706] chapter 14) that the checked interfaces use.
 * Readers and writers run over one stub and nothing else, because alignment
 * counts from its start.
 */

#include "common/base/bytes.h"
#include "common/base/error.h"

#include <stdbool.h>

/* Bytes of a context handle. */
#define OA_NDR_HANDLE_LEN 20

/* A context handle: 32 bits of attributes and a UUID, all zero meaning none. */
struct oa_ndr_handle {
	uint8_t bytes[OA_NDR_HANDLE_LEN]; /* opaque, as on the wire */
};

/* Reads a 16-bit number at a multiple of 2. */
uint16_t oa_ndr_read_u16(struct oa_reader *in);

/* Reads a 32-bit number at a multiple of 4. */
uint32_t oa_ndr_read_u32(struct oa_reader *in);

/* Reads the referent id of a unique pointer; returns true if something follows. */
bool oa_ndr_read_pointer(struct oa_reader *in);

/* Reads a context handle. */
struct oa_ndr_handle oa_ndr_read_handle(struct oa_reader *in);

/* Reads a conformant-varying string of 8-bit characters into buffer (size bytes,
 * at least 1), up to its first NUL, made printable, cut if need be; the reader
 * turns bad if the counts contradict each other or the data. */
void oa_ndr_read_string(struct oa_reader *in, char *buffer, size_t size);

/* Reads the return value of a call, which is the end of its reply stub of len bytes
 * whatever stands before it; returns -1 with layer RPC if the stub has no room for it
 * at a multiple of 4. */
int oa_ndr_read_result(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err);

/* Writes a 16-bit number at a multiple of 2. */
void oa_ndr_write_u16(struct oa_writer *out, uint16_t value);

/* Writes a 32-bit number at a multiple of 4. */
void oa_ndr_write_u32(struct oa_writer *out, uint32_t value);

/* Writes a null pointer, or the referent id of a pointer to what follows; `index`
 * numbers the pointers of one stub from 0. */
void oa_ndr_write_pointer(struct oa_writer *out, bool is_null, uint32_t index);

/* Writes a context handle. */
void oa_ndr_write_handle(struct oa_writer *out, const struct oa_ndr_handle *handle);

/* Writes the NUL-terminated text as a conformant-varying string with its NUL. */
void oa_ndr_write_string(struct oa_writer *out, const char *text);

/* Returns true if the handle is all zero. */
bool oa_ndr_handle_is_null(const struct oa_ndr_handle *handle);

#endif
