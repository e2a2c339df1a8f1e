/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_BYTES_H
#define OA_BASE_BYTES_H

/*
 * Reading and writing of little-endian wire formats.
 *
 * Both ends carry a sticky error: after the first access beyond the end every
 * further one is harmless (reads give zero, writes do nothing) and `bad` stays
 * set, so a codec is straight-line code with one test at its end.  Neither owns
 * the memory it works on.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A cursor over bytes that somebody else sent. */
struct oa_reader {
	const uint8_t *data; /* first byte; borrowed */
	size_t len;          /* bytes at data */
	size_t pos;          /* bytes already read, never above len */
	bool bad;            /* an access went beyond the end */
};

/* A cursor over a buffer of fixed size that is being filled. */
struct oa_writer {
	uint8_t *data; /* first byte; borrowed */
	size_t cap;    /* bytes there is room for */
	size_t len;    /* bytes written, never above cap */
	bool bad;      /* something did not fit */
};

/* Returns a reader over len bytes at data. */
struct oa_reader oa_reader(const void *data, size_t len);

/* Returns the number of bytes not yet read; 0 once the reader is bad. */
size_t oa_read_left(const struct oa_reader *in);

/* Reads one octet. */
uint8_t oa_read_u8(struct oa_reader *in);

/* Reads a 16-bit little-endian number. */
uint16_t oa_read_u16(struct oa_reader *in);

/* Reads a 32-bit little-endian number. */
uint32_t oa_read_u32(struct oa_reader *in);

/* Reads a 64-bit little-endian number. */
uint64_t oa_read_u64(struct oa_reader *in);

/* Reads a 16-bit big-endian number. */
uint16_t oa_read_u16be(struct oa_reader *in);

/* Returns the next len bytes, borrowed from the data, or NULL if there are less. */
const uint8_t *oa_read_bytes(struct oa_reader *in, size_t len);

/* Copies the next len bytes to ret_bytes, which is zeroed if there are less. */
void oa_read_copy(struct oa_reader *in, void *ret_bytes, size_t len);

/* Passes over len bytes. */
void oa_read_skip(struct oa_reader *in, size_t len);

/* Passes over the padding up to a multiple of `unit` (a power of two) counted
 * from the start of the data. */
void oa_read_align(struct oa_reader *in, size_t unit);

/* Returns a reader over the next len bytes, bad if there are less, and passes
 * over them. */
struct oa_reader oa_read_part(struct oa_reader *in, size_t len);

/* Returns a writer into cap bytes at data. */
struct oa_writer oa_writer(void *data, size_t cap);

/* Writes one octet. */
void oa_write_u8(struct oa_writer *out, uint8_t value);

/* Writes a 16-bit little-endian number. */
void oa_write_u16(struct oa_writer *out, uint16_t value);

/* Writes a 32-bit little-endian number. */
void oa_write_u32(struct oa_writer *out, uint32_t value);

/* Writes a 64-bit little-endian number. */
void oa_write_u64(struct oa_writer *out, uint64_t value);

/* Writes len bytes. */
void oa_write_bytes(struct oa_writer *out, const void *bytes, size_t len);

/* Writes len zero bytes. */
void oa_write_zeros(struct oa_writer *out, size_t len);

/* Writes zero bytes up to a multiple of `unit` (a power of two) counted from
 * the start of the buffer. */
void oa_write_align(struct oa_writer *out, size_t unit);

/* Overwrites the 16-bit number at offset pos, which must have been written. */
void oa_write_u16_at(struct oa_writer *out, size_t pos, uint16_t value);

#endif
