/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/courseends.h"

#include <stdlib.h>
#include <string.h>

/* A back end that others have outlived by so long is none any more. */
#define GONE_AFTER_S 86400

static bool is_back_end(size_t i)
{
	return oa_cert_role((uint32_t)i + 1) == OA_ROLE_BACK_END;
}

/* Where the certificate of a back end is known, or OA_CERTS.  An earlier version kept
 * one without its place. */
static size_t known_place(const struct oa_course *course, const char *place)
{
	struct oa_cert_result *const *known = course->result.cert;

	for (size_t i = 0; i < OA_CERTS; i++)
		if (is_back_end(i) && known[i] &&
			(!known[i]->place[0] || strcmp(known[i]->place, place) == 0))
			return i;
	return OA_CERTS;
}

/* Where that of one more can stand: where nobody is, or else was shown for the longest
 * time; OA_CERTS if all have been shown now. */
static size_t free_place(const struct oa_course *course, const struct oa_result *result)
{
	struct oa_cert_result *const *known = course->result.cert;
	size_t best = OA_CERTS;

	for (size_t i = 0; i < OA_CERTS; i++) {
		if (!is_back_end(i) || result->cert[i])
			continue;
		if (!known[i])
			return i;
		if (best == OA_CERTS || known[i]->shown < known[best]->shown)
			best = i;
	}
	return best;
}

/* Puts the certificates of back ends where they are known, then the others. */
static void place_back_ends(struct oa_course *course, struct oa_result *result)
{
	struct oa_cert_result *shown[OA_CERTS] = {NULL};

	for (size_t i = 0; i < OA_CERTS; i++) {
		if (!is_back_end(i))
			continue;
		shown[i] = result->cert[i];
		result->cert[i] = NULL;
	}
	for (size_t i = 0; i < OA_CERTS; i++) {
		size_t at = shown[i] ? known_place(course, shown[i]->place) : OA_CERTS;

		if (at == OA_CERTS || result->cert[at])
			continue;
		result->cert[at] = shown[i];
		shown[i] = NULL;
	}
	for (size_t i = 0; i < OA_CERTS; i++) {
		size_t at = shown[i] ? free_place(course, result) : OA_CERTS;

		if (at == OA_CERTS) {
			oa_cert_result_free(shown[i]);
			continue;
		}
		result->cert[at] = shown[i];
		course->cert[at] = (struct oa_cert_course){.told = 0};
	}
}

static bool has_gone(const struct oa_result *result, const struct oa_cert_result *known)
{
	for (size_t i = 0; i < OA_CERTS; i++)
		if (is_back_end(i) && result->cert[i])
			return result->ended - known->shown > GONE_AFTER_S;
	return false;
}

static void keep_certs(struct oa_course *course, struct oa_result *result)
{
	bool is_gone[OA_CERTS] = {false};

	place_back_ends(course, result);
	for (size_t i = 0; i < OA_CERTS; i++)
		is_gone[i] = course->result.cert[i] && !result->cert[i] &&
			     is_back_end(i) && has_gone(result, course->result.cert[i]);
	for (size_t i = 0; i < OA_CERTS; i++) {
		if (result->cert[i])
			continue;
		if (is_gone[i]) {
			course->cert[i] = (struct oa_cert_course){.told = 0};
			continue;
		}
		result->cert[i] = course->result.cert[i];
		course->result.cert[i] = NULL;
	}
}

static uint32_t number_of(const struct oa_course *course, const char *address)
{
	for (size_t i = 0; i < course->result.address_count; i++)
		if (strcmp(course->result.address[i].text, address) == 0)
			return course->result.address[i].number;
	return 0;
}

static int compare_numbers(const void *one, const void *other)
{
	uint32_t a = ((const struct oa_address_result *)one)->number;
	uint32_t b = ((const struct oa_address_result *)other)->number;

	return (a > b) - (a < b);
}

/* A run that did not come to resolve the name says nothing of its addresses. */
static void keep_addresses(struct oa_course *course, struct oa_result *result)
{
	if (!result->address_count) {
		memcpy(result->address, course->result.address,
			sizeof(result->address));
		result->address_count = course->result.address_count;
		for (size_t i = 0; i < result->address_count; i++) {
			result->address[i].status = OA_STATUS_NOT_TESTED;
			result->address[i].code = OA_CODE_NOT_TESTED;
			result->address[i].ms = 0;
		}
		return;
	}
	for (size_t i = 0; i < result->address_count; i++) {
		struct oa_address_result *address = &result->address[i];

		address->number = number_of(course, address->text);
		if (!address->number)
			address->number = ++course->last_address;
	}
	qsort(result->address, result->address_count, sizeof(result->address[0]),
		compare_numbers);
}

void oa_course_keep_ends(struct oa_course *course, struct oa_result *result)
{
	keep_certs(course, result);
	keep_addresses(course, result);
}
