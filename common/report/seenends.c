/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/seenends.h"

#include <stdio.h>
#include <string.h>

static enum oa_seen_role role_of(size_t index)
{
	return index < OA_SEEN_ROLES ? (enum oa_seen_role)index : OA_SEEN_BACK_END;
}

struct oa_seen_cert *oa_seen_cert_of(
	struct oa_seen_ends *ends, enum oa_seen_role role, const char *place)
{
	if (role != OA_SEEN_BACK_END)
		return &ends->cert[role];
	for (size_t i = OA_SEEN_BACK_END; i < OA_SEEN_CERTS; i++)
		if (role_of(i) == role &&
			(!ends->cert[i].sha256[0] ||
				strcmp(ends->cert[i].place, place) == 0))
			return &ends->cert[i];
	return NULL;
}

/* Takes the certificates of other from a role on: those that are not known, or all. */
static void take_certs(struct oa_seen_ends *ends, const struct oa_seen_ends *other,
	enum oa_seen_role first, bool takes_known)
{
	for (size_t i = first; i < OA_SEEN_CERTS; i++) {
		const struct oa_seen_cert *cert = &other->cert[i];
		struct oa_seen_cert *place = oa_seen_cert_of(
			ends, role_of(i), cert->place);

		if (cert->sha256[0] && place && (takes_known || !place->sha256[0]))
			*place = *cert;
	}
}

static struct oa_seen_address *find(struct oa_seen_ends *ends, const char *text)
{
	for (size_t i = 0; i < ends->address_count; i++)
		if (strcmp(ends->address[i].text, text) == 0)
			return &ends->address[i];
	return NULL;
}

void oa_seen_add_address(struct oa_seen_ends *ends, const char *text)
{
	struct oa_seen_address *address = &ends->address[ends->address_count];

	if (!text[0] || find(ends, text) ||
		ends->address_count == OA_SEEN_ADDRESSES_MAX)
		return;
	*address = (struct oa_seen_address){.code = OA_CODE_NOT_TESTED, .seconds = -1};
	snprintf(address->text, sizeof(address->text), "%s", text);
	ends->address_count++;
}

void oa_seen_tried(
	struct oa_seen_ends *ends, const char *text, enum oa_code code, double seconds)
{
	oa_seen_add_address(ends, text);
	for (size_t i = 0; i < ends->address_count; i++) {
		if (text[0] && strcmp(ends->address[i].text, text) != 0)
			continue;
		ends->address[i].code = code;
		ends->address[i].seconds = seconds;
	}
}

void oa_seen_ends_merge(struct oa_seen_ends *ends, const struct oa_seen_ends *other)
{
	take_certs(ends, other, OA_SEEN_FRONT_END, false);
	for (size_t i = 0; i < other->address_count; i++) {
		const struct oa_seen_address *address = &other->address[i];
		const struct oa_seen_address *known = find(ends, address->text);

		if (!known || known->code == OA_CODE_NOT_TESTED)
			oa_seen_tried(
				ends, address->text, address->code, address->seconds);
	}
}

void oa_seen_ends_take_aside(
	struct oa_seen_ends *ends, const struct oa_seen_ends *other)
{
	take_certs(ends, other, OA_SEEN_FRONT_END + 1, true);
}
