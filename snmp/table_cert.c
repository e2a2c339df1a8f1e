/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/hint.h"
#include "snmp/row.h"
#include "snmp/tables.h"

#include <string.h>

#define AT(field)   offsetof(struct oa_cert_row, field)
#define DAY_SECONDS 86400

static const struct oa_column columns[] = {
	{1, "oaCertIndex", OA_SYNTAX_UNSIGNED, 0, "(1..65535)", NULL, true,
		"Number of the service within its target: 1 for frontEnd(1), 3 for "
		"autodiscover(3), others for each backEnd(2), which keeps its number "
		"as long as its certificate is seen at least once a day."},
	{2, "oaCertDescr", OA_SYNTAX_TEXT, AT(descr), "(SIZE (1..144))", NULL, false,
		"oaTargetName, a slash, and the label of the service in "
		"OaServiceRole, for backEnd(2) with a blank and oaCertServer behind "
		"it; unique in this table."},
	{3, "oaCertStatus", OA_SYNTAX_STATUS, AT(status), NULL, NULL, false,
		"The worst that was found about the certificate itself."},
	{4, "oaCertCause", OA_SYNTAX_CODE, AT(code.code), NULL, NULL, false,
		"The diagnosis, for programs."},
	{5, "oaCertCode", OA_SYNTAX_TEXT, AT(code.name), "(SIZE (0..64))", NULL, false,
		"The same diagnosis by its name in the catalogue."},
	{6, "oaCertDaysLeft", OA_SYNTAX_INTEGER, AT(days_left), NULL, "days", false,
		"Whole days until oaCertNotAfter, rounded down: negative as soon as "
		"that has passed."},
	{7, "oaCertNotBefore", OA_SYNTAX_DATE, AT(not_before), NULL, NULL, false,
		"When the certificate begins to be valid."},
	{8, "oaCertNotAfter", OA_SYNTAX_DATE, AT(not_after), NULL, NULL, false,
		"When the certificate ceases to be valid."},
	{9, "oaCertSubject", OA_SYNTAX_TEXT, AT(subject), "(SIZE (0..255))", NULL,
		false, "Distinguished name of the subject, cut off if need be."},
	{10, "oaCertIssuer", OA_SYNTAX_TEXT, AT(issuer), "(SIZE (0..255))", NULL, false,
		"Distinguished name of the issuer, cut off if need be."},
	{11, "oaCertNames", OA_SYNTAX_TEXT, AT(names), "(SIZE (0..255))", NULL, false,
		"DNS names of the certificate with blanks between them, cut off "
		"behind a whole name if need be."},
	{12, "oaCertNameMatches", OA_SYNTAX_TRUTH, AT(is_for_name), NULL, NULL, false,
		"Whether it is for the name that clients use."},
	{13, "oaCertTrusted", OA_SYNTAX_TRUTH, AT(is_trusted), NULL, NULL, false,
		"Whether it leads to one of the roots that the target's section "
		"trusts."},
	{14, "oaCertSelfSigned", OA_SYNTAX_TRUTH, AT(is_self_signed), NULL, NULL, false,
		"Whether it is its own issuer, as is usual for backEnd(2)."},
	{15, "oaCertSerial", OA_SYNTAX_TEXT, AT(serial), "(SIZE (0..64))", NULL, false,
		"Serial number in hexadecimal."},
	{16, "oaCertFingerprint", OA_SYNTAX_TEXT, AT(fingerprint), "(SIZE (0 | 64))",
		NULL, false, "SHA-256 of the certificate in hexadecimal."},
	{17, "oaCertKey", OA_SYNTAX_TEXT, AT(key), "(SIZE (0..31))", NULL, false,
		"Algorithm and size of the public key, e.g. RSA 2048."},
	{18, "oaCertTlsVersion", OA_SYNTAX_TEXT, AT(tls), "(SIZE (0..15))", NULL, false,
		"Version of TLS over which it came, e.g. TLS 1.3."},
	{19, "oaCertChanges", OA_SYNTAX_COUNTER, AT(changes), NULL, "changes", false,
		"Number of times that the service presented another certificate than "
		"before since oaAgentStarted."},
	{20, "oaCertHint", OA_SYNTAX_TEXT, AT(hint), "(SIZE (0..255))", NULL, false,
		"What to do about the diagnosis; empty if all is well, or if that "
		"depends on another problem of the target, to be seen in "
		"oaTargetHint."},
	{21, "oaCertRole", OA_SYNTAX_ROLE, AT(role), NULL, NULL, false,
		"The service that presented the certificate."},
	{22, "oaCertServer", OA_SYNTAX_TEXT, AT(place), "(SIZE (0..63))", NULL, false,
		"Name and port of the server if it is one of several that the "
		"target's section names, as for backEnd(2); else empty."},
};

static uint32_t next_cert(const struct oa_record *record, uint32_t from)
{
	for (uint32_t number = from == 0 ? 1 : from; number <= OA_CERTS; number++)
		if (record->course.result.cert[number - 1])
			return number;
	return 0;
}

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	return oa_row_seek(store, index, next_cert);
}

static int32_t days_between(int64_t from, int64_t to)
{
	int64_t seconds = to - from;

	if (seconds < 0)
		seconds -= DAY_SECONDS - 1;
	return (int32_t)(seconds / DAY_SECONDS);
}

/* A name that is cut in the middle would be another name. */
static void copy_names(char *buffer, size_t size, const char *names)
{
	oa_row_text(buffer, size, names);
	if (names && names[strlen(buffer)] != '\0' && names[strlen(buffer)] != ' ')
		*(strrchr(buffer, ' ') != NULL ? strrchr(buffer, ' ') : buffer) = '\0';
}

static void fill(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into)
{
	const struct oa_record *record = oa_store_find(store, index[0]);
	const struct oa_cert_result *cert = record->course.result.cert[index[1] - 1];
	enum oa_role role = oa_cert_role(index[1]);
	struct oa_cert_row *row = into;

	row->role = role;
	oa_row_text(row->place, sizeof(row->place), cert->place);
	oa_row_cert_descr(row, record->name);
	row->status = cert->status;
	oa_row_code(&row->code, cert->code);
	row->days_left = days_between(reading->now, cert->not_after);
	row->not_before = cert->not_before;
	row->not_after = cert->not_after;
	oa_row_text(row->subject, sizeof(row->subject), cert->subject);
	oa_row_text(row->issuer, sizeof(row->issuer), cert->issuer);
	copy_names(row->names, sizeof(row->names), cert->names);
	row->is_for_name = cert->is_for_name;
	row->is_trusted = cert->is_trusted;
	row->is_self_signed = cert->is_self_signed;
	oa_row_text(row->serial, sizeof(row->serial), cert->serial);
	oa_row_text(row->fingerprint, sizeof(row->fingerprint), cert->sha256);
	oa_row_text(row->key, sizeof(row->key), cert->key);
	oa_row_text(row->tls, sizeof(row->tls), cert->tls);
	if (oa_status_is_bad(cert->status))
		oa_row_text(row->hint, sizeof(row->hint),
			oa_hint(&record->course.result, oa_role_kind(role),
				cert->code));
	row->changes = record->course.cert[index[1] - 1].changes;
}

static const char *const indexes[] = {"oaTargetIndex", "oaCertIndex", NULL};

const struct oa_table oa_table_cert = {
	.branch = "oaCertificates",
	.number = 5,
	.title = "Certificates",
	.name = "oaCert",
	.text = "The certificates that servers presented last.",
	.row_text = "The certificate of one service of a target.  There is no row as "
		    "long as none was seen.",
	.group_text = "Certificates.",
	.columns = columns,
	.column_count = OA_LENGTH(columns),
	.indexes = indexes,
	.index_count = 2,
	.row_size = sizeof(struct oa_cert_row),
	.seek = seek,
	.fill = fill,
};
