/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/headers.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/net/base64.h"
#include "common/probe/front.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* So much of one part is decoded and shown. */
#define PART_MAX 768

/* Below this length only padding shows that it is base64. */
#define SURE_LEN 8

static bool is_control(uint8_t byte)
{
	return byte < ' ' && byte != '\r' && byte != '\n' && byte != '\t';
}

/* Decodes the beginning of one part of X-FailureContext.  The first two, server and
 * status, are plain; numbers and short words could be base64 by chance, text with a
 * control character in it is not meant to be. */
static bool decode_part(
	const char *part, size_t len, uint8_t bytes[PART_MAX], size_t *ret_len)
{
	bool is_sure = len >= SURE_LEN || (len && part[len - 1] == '=');

	if (len > PART_MAX / 3 * 4)
		len = PART_MAX / 3 * 4;
	if (!is_sure || oa_base64_decode(part, len, bytes, PART_MAX, ret_len) < 0)
		return false;
	for (size_t i = 0; i < *ret_len; i++)
		if (is_control(bytes[i]))
			return false;
	return true;
}

void oa_headers_failure(const char *value, size_t len, char *buffer, size_t size)
{
	char text[PART_MAX];
	uint8_t bytes[PART_MAX];
	size_t decoded, part_len;
	int number = 0;

	buffer[0] = '\0';
	for (size_t at = 0; at <= len; at += part_len + 1, number++) {
		const char *part = value + at;
		const char *end = memchr(part, ';', len - at);

		part_len = end ? (size_t)(end - part) : len - at;
		if (number >= 2 && decode_part(part, part_len, bytes, &decoded))
			oa_clean(text, sizeof(text), (const char *)bytes, decoded);
		else
			oa_clean(text, sizeof(text), part, part_len);
		oa_append(buffer, size, "%s%s", number ? ";" : "", text);
	}
}

struct oa_build oa_headers_build(const struct oa_session *session)
{
	struct oa_build build = {0};
	char text[64];

	if (!session->has_head)
		return build;
	if (oa_session_field(session, "X-OWA-Version", text, sizeof(text)) &&
		oa_build_parse(text, &build))
		return build;
	if (oa_session_field(session, "X-FEServer", text, sizeof(text)))
		return oa_build_of_front_end();
	return build;
}

void oa_headers_speaker(const struct oa_session *session, char *buffer, size_t size)
{
	char name[128];

	switch (oa_speaker_of(session)) {
	case OA_SPEAKER_NONE:
		snprintf(buffer, size, "nobody");
		break;
	case OA_SPEAKER_HTTP_SYS:
		snprintf(buffer, size, "http.sys");
		break;
	case OA_SPEAKER_IIS:
		snprintf(buffer, size, "IIS");
		break;
	case OA_SPEAKER_EXCHANGE:
		oa_session_field(session, "X-FEServer", name, sizeof(name));
		snprintf(buffer, size, "Exchange front end%s%s", name[0] ? " " : "",
			name);
		break;
	case OA_SPEAKER_DEVICE:
		if (oa_session_field(session, "Server", name, sizeof(name)))
			snprintf(buffer, size, "device %s", name);
		else
			snprintf(buffer, size, "unknown device");
		break;
	}
}

static void describe_failure(struct oa_step *step, const struct oa_session *session)
{
	const struct oa_http_field *field = oa_http_head_next(
		&session->head, "X-FailureContext", NULL);
	char text[1024];

	if (!field)
		return;
	oa_headers_failure(field->value.text, field->value.len, text, sizeof(text));
	oa_step_detail(step, "X-FailureContext: %s", text);
}

static void describe_build(struct oa_step *step, const struct oa_session *session)
{
	char text[64], name[64], meaning[200];
	struct oa_build build;

	if (!oa_session_field(session, "X-OWA-Version", text, sizeof(text)))
		return;
	if (!oa_build_parse(text, &build)) {
		oa_step_detail(step, "X-OWA-Version: %s", text);
		return;
	}
	oa_build_name(&build, name, sizeof(name));
	oa_build_meaning(&build, meaning, sizeof(meaning));
	oa_step_detail(step, "X-OWA-Version: %s, %s: %s", text, name, meaning);
}

void oa_describe_answer(struct oa_step *step, const struct oa_session *session)
{
	static const char *const fields[] = {"Server", "X-FEServer", "X-BEServer",
		"X-CalculatedBETarget", "X-BackEndHttpStatus", "X-CasErrorCode",
		"X-DiagInfo", "request-id", "Via"};
	char text[200];

	if (!session->has_head)
		return;
	oa_clean(text, sizeof(text), session->head.line.text, session->head.line.len);
	oa_step_detail(step, "%s", text);
	oa_headers_speaker(session, text, sizeof(text));
	oa_step_detail(step, "written by: %s", text);
	for (size_t i = 0; i < OA_LENGTH(fields); i++)
		if (oa_session_field(session, fields[i], text, sizeof(text)))
			oa_step_detail(step, "%s: %s", fields[i], text);
	describe_failure(step, session);
	describe_build(step, session);
}
