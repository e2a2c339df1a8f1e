/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGLINE_H
#define OA_PROBE_PROXYLOGLINE_H

/*
 * Lines of the HttpProxy logs of Exchange 2013 and later: comma-separated, fields in
 * quotes where they hold commas, and which column is which said by a line `#Fields:`
 * or by the same names without it.  A line is looked at where it lies; nothing is
 * allocated.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns that count here, by the order below and not by that of a file. */
enum oa_proxylog_column {
	OA_PROXYLOG_DATE,    /* DateTime, ISO 8601 in UTC */
	OA_PROXYLOG_SERVER,  /* ServerHostName: the front end */
	OA_PROXYLOG_STATUS,  /* HttpStatus: what the client got */
	OA_PROXYLOG_BACKEND, /* BackEndStatus: what the front end got */
	OA_PROXYLOG_ERROR,   /* ErrorCode */
	OA_PROXYLOG_TARGET,  /* TargetServer */
	OA_PROXYLOG_VERSION, /* TargetServerVersion */
	OA_PROXYLOG_TIME,    /* TotalRequestTime, in milliseconds */
	OA_PROXYLOG_QUERY,   /* UrlQuery, which names the target */
	OA_PROXYLOG_ERRORS,  /* GenericErrors */
	OA_PROXYLOG_COLUMNS
};

/* Which columns a file has, in the order of their place. */
struct oa_proxylog_layout {
	uint16_t place[OA_PROXYLOG_COLUMNS];  /* place in the line, from 0, ascending */
	uint16_t column[OA_PROXYLOG_COLUMNS]; /* enum oa_proxylog_column found there */
	size_t count;                         /* columns found */
};

/* Some bytes of a line, without the quotes around them; borrowed. */
struct oa_proxylog_text {
	const char *text; /* not NULL even if len is 0 */
	size_t len;       /* bytes at text */
};

/* One line. */
struct oa_proxylog_record {
	struct oa_proxylog_text field[OA_PROXYLOG_COLUMNS]; /* empty if not there */
	int status;      /* HttpStatus, 0 if there is none */
	int backend;     /* BackEndStatus, 0 if there is none */
	int64_t time_ms; /* TotalRequestTime, -1 if there is none */
};

/* Reads a line of len bytes, without its end, that names the columns.  Returns false
 * for a line that does not; ret_layout is then left alone.  A layout without
 * HttpStatus is no layout. */
bool oa_proxylog_layout_parse(
	const char *line, size_t len, struct oa_proxylog_layout *ret_layout);

/* Returns true if the file has the column. */
bool oa_proxylog_layout_has(
	const struct oa_proxylog_layout *layout, enum oa_proxylog_column column);

/* Takes a line of len bytes, without its end, apart.  Returns false if it has not all
 * columns of the layout or a quote is left open. */
bool oa_proxylog_line_parse(const struct oa_proxylog_layout *layout, const char *line,
	size_t len, struct oa_proxylog_record *ret_record);

/* Reads a date like 2026-11-21T04:34:10.250Z into milliseconds since 1970; false if
 * it is none.  The part behind the seconds may be missing. */
bool oa_proxylog_date_parse(const char *text, size_t len, int64_t *ret_ms);

#endif
