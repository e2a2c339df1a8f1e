/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepends.h"

#include "snmp/cut.h"
#include "snmp/keepfield.h"

#include <string.h>

/* The place of the role that stands next; any place if there is none. */
static int role_place(struct oa_fields *fields)
{
	int64_t role = oa_fields_number(fields, 1, OA_ROLES);

	return role ? (int)role - 1 : 0;
}

static struct oa_cert_result *next_cert(
	struct oa_course *course, struct oa_fields *fields)
{
	return &course->result.cert[role_place(fields)];
}

static void read_cert(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	cert->is_seen = true;
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

static void read_subject(struct oa_course *course, struct oa_fields *fields)
{
	oa_keep_text(&next_cert(course, fields)->subject, fields);
}

static void read_issuer(struct oa_course *course, struct oa_fields *fields)
{
	oa_keep_text(&next_cert(course, fields)->issuer, fields);
}

static void read_names(struct oa_course *course, struct oa_fields *fields)
{
	oa_keep_text(&next_cert(course, fields)->names, fields);
}

static void read_key(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	oa_cut_to(cert->key, sizeof(cert->key), oa_fields_rest(fields));
}

static void read_tls(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_result *cert = next_cert(course, fields);

	oa_cut_to(cert->tls, sizeof(cert->tls), oa_fields_rest(fields));
}

static void read_told(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_cert_course *cert = &course->cert[role_place(fields)];

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
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
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

	for (size_t i = 0; i < result->address_count; i++) {
		if (result->address[i].number <= before)
			return false;
		before = result->address[i].number;
	}
	return before <= course->last_address;
}
