/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/courseends.h"

#include <stdlib.h>
#include <string.h>

static void keep_certs(struct oa_course *course, struct oa_result *result)
{
	for (int i = 0; i < OA_ROLES; i++) {
		struct oa_cert_result *known = &course->result.cert[i];

		if (result->cert[i].is_seen || !known->is_seen)
			continue;
		result->cert[i] = *known;
		*known = (struct oa_cert_result){0};
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
