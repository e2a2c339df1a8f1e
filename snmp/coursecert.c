/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/coursecert.h"

#include <stdio.h>
#include <string.h>

#define KNOWN_FOR_S  3600
#define TOLD_EVERY_S 86400

bool oa_cert_course_show(
	struct oa_cert_course *course, const char *sha256, int64_t when)
{
	struct oa_cert_known *known = course->known;
	struct oa_cert_known shown = {.last = when};
	bool is_first = !known[0].sha256[0];
	bool is_known = false;
	size_t place = 0;

	snprintf(shown.sha256, sizeof(shown.sha256), "%.16s", sha256);
	if (!is_first && strcmp(known[0].sha256, shown.sha256) != 0)
		course->changes++;
	while (place < OA_CERTS_KNOWN - 1 &&
		strcmp(known[place].sha256, shown.sha256) != 0)
		place++;
	if (strcmp(known[place].sha256, shown.sha256) == 0)
		is_known = place == 0 || when - known[place].last < KNOWN_FOR_S;
	memmove(known + 1, known, place * sizeof(*known));
	known[0] = shown;
	return !is_first && !is_known;
}

bool oa_cert_course_near(
	struct oa_cert_course *course, enum oa_status nearness, int64_t when)
{
	bool is_nearer = course->told && nearness != course->nearness &&
			 oa_status_worst(nearness, course->nearness) == nearness;

	/* another node's may still be near its end */
	if (!oa_status_is_bad(nearness))
		return false;
	if (course->told && !is_nearer && when - course->told < TOLD_EVERY_S)
		return false;
	course->told = when;
	course->nearness = nearness;
	return true;
}
