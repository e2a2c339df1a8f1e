/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepends.h"

#include "common/base/array.h"
#include "snmp/cut.h"
#include "snmp/keepfield.h"

#include <stdlib.h>
#include <string.h>

/* The place of the number that stands next; any place if there is none. */
static int cert_place(struct oa_fields *fields)
{
	int64_t number = oa_fields_number(fields, 1, OA_CERTS);

	return number ? (int)number - 1 : 0;
}

/* The certificate whose number stands next; NULL if there is no memory. */
static struct oa_cert_result *next_cert(
	struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result **cert = &course->result.cert[cert_place(fields)];

	if (!*cert)
		*cert = calloc(1, sizeof(**cert));
	if (!*cert) {
		fields->is_bad = true;
		return NULL;
	}
	return *cert;
}

static void read_cert(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (!cert)
		return;
	cert->status = oa_keep_status(fields);
	cert->code = oa_keep_code(fields);
	cert->expiry = oa_keep_status(fields);
	cert->not_before = oa_keep_old_moment(fields);
	cert->not_after = oa_keep_old_moment(fields);
	cert->is_for_name = oa_fields_flag(fields);
	cert->is_trusted = oa_fields_flag(fields);
	cert->is_self_signed = oa_fields_flag(fields);
	oa_keep_word(fields, cert->sha256, sizeof(cert->sha256));
	oa_keep_word(fields, cert->serial, sizeof(cert->serial));
}

static void read_server(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (!cert)
		return;
	cert->shown = oa_keep_moment(fields);
	oa_cut_to(cert->place, sizeof(cert->place), oa_fields_rest(fields));
}

static void read_subject(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (cert)
		oa_keep_text(&cert->subject, fields);
}

static void read_issuer(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (cert)
		oa_keep_text(&cert->issuer, fields);
}

static void read_names(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (cert)
		oa_keep_text(&cert->names, fields);
}

static void read_key(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (cert)
		oa_cut_to(cert->key, sizeof(cert->key), oa_fields_rest(fields));
}

static void read_tls(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	if (cert)
		oa_cut_to(cert->tls, sizeof(cert->tls), oa_fields_rest(fields));
}

static void read_told(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_course *cert = &course->cert[cert_place(fields)];

	cert->told = oa_keep_moment(fields);
	cert->nearness = oa_keep_status(fields);
	for (int i = 0; i < OA_CERTS_KNOWN && oa_fields_has_more(fields); i++) {
		struct oa_cert_known *known = &cert->known[i];

		oa_cut_to(known->sha256, sizeof(known->sha256), oa_fields_word(fields));
		known->last = oa_keep_moment(fields);
	}
}

static void read_address(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_result *result = &course->result;
	struct oa_address_result *address = &result->address[result->address_count];

	if (result->address_count == OA_ADDRESSES_MAX) {
		fields->is_bad = true;
		return;
	}
	address->number = (uint32_t)oa_fields_number(fields, 1, course->last_address);
	address->status = oa_keep_status(fields);
	address->code = oa_keep_code(fields);
	address->ms = oa_keep_number(fields);
	oa_keep_word(fields, address->text, sizeof(address->text));
	result->address_count++;
}

static const struct {
	const char *word;
	void (*read)(struct oa_course *course, struct oa_fields *fields);
} lines[] = {
	{"cert", read_cert},
	{"server", read_server},
	{"subject", read_subject},
	{"issuer", read_issuer},
	{"names", read_names},
	{"key", read_key},
	{"tls", read_tls},
	{"told", read_told},
	{"address", read_address},
};

void oa_keep_read_ends(
	struct oa_course *course, const char *what, struct oa_fields *fields)
{
	for (size_t i = 0; i < OA_LENGTH(lines); i++) {
		if (strcmp(lines[i].word, what) == 0) {
			lines[i].read(course, fields);
			return;
		}
	}
}

bool oa_keep_are_ends_whole(const struct oa_course *course)
{
	const struct oa_result *result = &course->result;
	uint32_t before = 0;

	for (int i = 0; i < OA_CERTS; i++)
		if (result->cert[i] && !result->cert[i]->status)
			return false;
	for (size_t i = 0; i < result->address_count; i++) {
		if (result->address[i].number <= before)
			return false;
		before = result->address[i].number;
	}
	return before <= course->last_address;
}
