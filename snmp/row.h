/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_ROW_H
#define OA_SNMP_ROW_H

/*
 * The rows of those tables that notifications speak of, too: flat copies of what the
 * store knows at one moment, with every text cut to its size in the MIB.
 */

#include "snmp/store.h"

#define OA_ROW_NAME  65
#define OA_ROW_HOST  254
#define OA_ROW_LINE  256
#define OA_ROW_CODE  65
#define OA_ROW_DESCR 97
#define OA_ROW_PLACE 64
#define OA_ROW_CERT  145

/* The diagnosis of a row. */
struct oa_row_code {
	uint32_t code;          /* enum oa_code */
	char name[OA_ROW_CODE]; /* as plugins print it */
};

/* The scalars; units and meaning are those of the columns, here and below. */
struct oa_agent_row {
	char version[64];
	int64_t started;
	uint32_t up_seconds;
	int64_t config_loaded;
	uint32_t tables_changed;
	uint32_t status;
	uint32_t targets;
	uint32_t ok;
	uint32_t warning;
	uint32_t critical;
	uint32_t unknown;
	struct oa_agent_counters counters;
	uint32_t sent;
	uint32_t suppressed;
	uint32_t lost;
	uint32_t per_minute;
	uint32_t events_logged;
	uint32_t events_limit;
	uint32_t events_last;
};

/* One of oaTargetTable. */
struct oa_target_row {
	char name[OA_ROW_NAME];
	char host[OA_ROW_HOST];
	uint32_t port;
	char label[OA_ROW_NAME];
	uint32_t status;
	uint32_t previous;
	int64_t since;
	uint32_t since_seconds;
	uint32_t culprit;
	struct oa_row_code code;
	char message[OA_ROW_LINE];
	uint32_t interval;
	int64_t last_run;
	uint32_t age;
	uint32_t ms;
	uint32_t runs;
	uint32_t transitions;
	uint32_t flaps;
	bool is_flapping;
	uint32_t availability;
	char hint[OA_ROW_LINE];
	uint32_t newest;
	uint32_t attempt;
	uint32_t problems;
};

/* One of oaProbeTable or oaProblemTable. */
struct oa_probe_row {
	char descr[OA_ROW_DESCR];
	char label[OA_ROW_NAME];
	uint32_t status;
	uint32_t previous;
	struct oa_row_code code;
	char message[OA_ROW_LINE];
	char hint[OA_ROW_LINE];
	uint32_t ms;
	int64_t since;
	uint32_t since_seconds;
	int64_t troubled_since;
	uint32_t troubled_seconds;
	int64_t last_run;
	uint32_t age;
	uint32_t repeats;
	uint32_t runs;
	uint32_t failures;
	uint32_t transitions;
};

/* One of oaCertTable. */
struct oa_cert_row {
	uint32_t role;
	char place[OA_ROW_PLACE];
	char descr[OA_ROW_CERT];
	uint32_t status;
	struct oa_row_code code;
	int32_t days_left;
	int64_t not_before;
	int64_t not_after;
	char subject[OA_ROW_LINE];
	char issuer[OA_ROW_LINE];
	char names[OA_ROW_LINE];
	bool is_for_name;
	bool is_trusted;
	bool is_self_signed;
	char serial[OA_ROW_NAME];
	char fingerprint[OA_ROW_NAME];
	char key[32];
	char tls[16];
	uint32_t changes;
	char hint[OA_ROW_LINE];
};

/* Sets both fields of a diagnosis. */
void oa_row_code(struct oa_row_code *field, enum oa_code code);

/* Copies text (NULL for none) as far as it fits, cut before a broken character. */
void oa_row_text(char *buffer, size_t size, const char *text);

/* Writes "NAME/LABEL". */
void oa_row_descr(char buffer[OA_ROW_DESCR], const char *name, const char *label);

/* Writes "NAME/ROLE" or "NAME/ROLE PLACE" to a row that has both. */
void oa_row_cert_descr(struct oa_cert_row *row, const char *name);

/* Returns the seconds from a moment to now, 0 if it lies ahead. */
uint32_t oa_row_seconds(int64_t now, int64_t moment);

#endif
