/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COLUMN_H
#define OA_SNMP_COLUMN_H

/*
 * One object of the MIB, as the agent serves it and the module describes it: where its
 * value lies in the struct of its row, what it is in SNMP, and what it means.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OA_SYNTAX_LABEL 65

/* SYNTAX of an object; behind each the type of its field in a row. */
enum oa_syntax {
	OA_SYNTAX_TEXT,         /* SnmpAdminString; char[] with a NUL */
	OA_SYNTAX_GAUGE,        /* uint32_t, and so all others without a word */
	OA_SYNTAX_COUNTER,      /* since the agent started */
	OA_SYNTAX_UNSIGNED,     /* a setting or a number */
	OA_SYNTAX_INTEGER,      /* int32_t */
	OA_SYNTAX_MILLISECONDS, /* 0: not measured */
	OA_SYNTAX_TICKS,        /* TimeStamp */
	OA_SYNTAX_DATE,         /* int64_t, seconds since 1970; 0 for no date */
	OA_SYNTAX_TRUTH,        /* bool */
	OA_SYNTAX_STATUS,       /* enum oa_status */
	OA_SYNTAX_KIND,         /* enum oa_kind, never none */
	OA_SYNTAX_KIND_OR_NONE, /* enum oa_kind */
	OA_SYNTAX_CODE,         /* enum oa_code; served is its number */
	OA_SYNTAX_ROLE,         /* enum oa_role */
	OA_SYNTAX_EVENT,        /* enum oa_change_type */
	OA_SYNTAX_PORT,         /* InetPortNumber */
	OA_SYNTAX_ADDRESS_TYPE, /* InetAddressType: 1 IPv4, 2 IPv6 */
	OA_SYNTAX_ADDRESS,      /* InetAddress; struct oa_octets */
	OA_SYNTAXES
};

/* A few octets of a row. */
struct oa_octets {
	uint8_t octet[16]; /* from the left */
	uint8_t len;       /* used */
};

/* One object. */
struct oa_column {
	unsigned number;       /* last part of its OID, ascending within a table */
	const char *name;      /* its descriptor, e.g. "oaTargetName" */
	enum oa_syntax syntax; /* see there */
	size_t offset;         /* of the field in the row */
	const char *range;     /* sub-typing, e.g. "(SIZE (1..64))", or NULL */
	const char *units;     /* UNITS, or NULL */
	bool is_index;         /* not-accessible, part of the OIDs of the row */
	const char *text;      /* DESCRIPTION */
};

/* What a value is in SNMP. */
enum oa_cell_type {
	OA_CELL_INTEGER,
	OA_CELL_GAUGE,
	OA_CELL_COUNTER,
	OA_CELL_TICKS,
	OA_CELL_OCTETS,
};

/* One value. */
struct oa_cell {
	enum oa_cell_type type; /* see there */
	int64_t number;         /* unless it is octets */
	const uint8_t *octets;  /* borrowed from the row or from buffer */
	size_t len;             /* of octets */
	uint8_t buffer[11];     /* for DateAndTime */
};

/* Reads the value of an object from its row, which must outlive the cell, as the cell
 * must not move. */
void oa_column_read(
	const struct oa_column *column, const void *row, struct oa_cell *ret_cell);

/* Returns the name of a syntax in the module, e.g. "OaStatus". */
const char *oa_syntax_name(enum oa_syntax syntax);

/* Writes the label of an enumerated value, e.g. "critical"; empty if the syntax has
 * none for it. */
void oa_syntax_label(
	enum oa_syntax syntax, int64_t number, char buffer[OA_SYNTAX_LABEL]);

#endif
