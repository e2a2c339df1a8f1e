/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certcase.h"
#include "common/base/text.h"
#include "common/net/certfacts.h"

#include <stdarg.h>
#include <stdio.h>

struct oa_step *oa_certcase_find(struct oa_certcase *given, enum oa_code code,
	enum oa_state state, const struct oa_facts *facts)
{
	struct oa_step *step = oa_report_find_as(
		given->front->report, code, state, given->subject, facts);

	if (!given->step)
		given->step = step;
	return step;
}

void oa_certcase_note(struct oa_certcase *given, const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	oa_append(given->notes, sizeof(given->notes), "%s\n", line);
}

void oa_certcase_element(
	const struct oa_certcase *given, int depth, char *buffer, size_t size)
{
	int count = sk_X509_num(given->found.path);
	char name[128];

	buffer[0] = '\0';
	if (depth == 0 || depth >= count)
		return;
	oa_cert_short_name(
		X509_get_subject_name(sk_X509_value(given->found.path, depth)), name,
		sizeof(name));
	snprintf(buffer, size, "%s %s", depth == count - 1 ? "root" : "intermediate",
		name);
}

X509 *oa_certcase_at(const struct oa_certcase *given, int depth)
{
	if (sk_X509_num(given->found.path) > depth)
		return sk_X509_value(given->found.path, depth);
	return depth == 0 ? given->tls->leaf : NULL;
}

void oa_certcase_free(struct oa_certcase *given)
{
	oa_certpath_free(&given->found);
}
