/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGCARRY_H
#define OA_PROBE_PROXYLOGCARRY_H

/*
 * The requests of runs that had too few of them for a judgement, carried on until they
 * are enough together: otherwise a server with little traffic might fail for ever.
 */

#include "common/probe/proxylogcount.h"

/* Rows that are carried on. */
#define OA_PROXYLOG_ROWS_MAX 256

/* A row as text, with its NUL. */
#define OA_PROXYLOG_ROW_SIZE 360

/* Requests of one run that are alike. */
struct oa_proxylog_row {
	int64_t moment; /* of the run, seconds since 1970; rows of one stand together */
	enum oa_proxylog_kind kind; /* good or a failure */
	int status;                 /* HttpStatus of a failure, 0 if there was none */
	int backend;                /* BackEndStatus likewise */
	uint64_t count;             /* how many they are, at least 1 */
	char target[96];            /* TargetServer, "" for none or several */
	char front_end[64];         /* ServerHostName of a failure, likewise */
	char detail[96];            /* its error, or UrlQuery of an unknown mailbox */
};

/* Rows, those of the newest run first; zero-initialised there are none. */
struct oa_proxylog_carry {
	struct oa_proxylog_row row[OA_PROXYLOG_ROWS_MAX];
	size_t count; /* used rows */
};

/* When runs happen, in seconds since 1970. */
struct oa_proxylog_times_of_runs {
	int64_t now;
	int64_t last; /* the one before, 0 if there was none */
};

/* Writes a row as oa_proxylog_row_parse() reads it: names as one word each, with the
 * characters that would part them replaced. */
void oa_proxylog_row_print(
	const struct oa_proxylog_row *row, char buffer[OA_PROXYLOG_ROW_SIZE]);

/* Reads a row; returns false and leaves ret_row alone if it is none. */
bool oa_proxylog_row_parse(const char *text, struct oa_proxylog_row *ret_row);

/* Where the requests counted are fewer than `enough`, adds to them, and to
 * counts->earlier, those of earlier runs, the newest first, until they are enough, or
 * as long as they are of the last hour or of the last run.  The carry then holds all
 * that was added and the requests of this run, and nothing if those were enough. */
void oa_proxylog_carry_on(struct oa_proxylog_carry *carry,
	struct oa_proxylog_counts *counts, uint64_t enough,
	const struct oa_proxylog_times_of_runs *runs);

#endif
