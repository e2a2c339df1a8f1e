/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/speaker.h"
#include "common/base/array.h"

#include <stdio.h>
#include <strings.h>

enum oa_speaker oa_speaker_of(const struct oa_session *session)
{
	static const char *const signs[] = {"X-FEServer", "X-CasErrorCode",
		"X-FailureContext", "X-CalculatedBETarget"};
	char text[128];

	if (!session->has_head)
		return OA_SPEAKER_NONE;
	for (size_t i = 0; i < OA_LENGTH(signs); i++)
		if (oa_session_field(session, signs[i], text, sizeof(text)))
			return OA_SPEAKER_EXCHANGE;
	oa_session_field(session, "Server", text, sizeof(text));
	if (!strncasecmp(text, "Microsoft-HTTPAPI", 17))
		return OA_SPEAKER_HTTP_SYS;
	if (!strncasecmp(text, "Microsoft-IIS", 13))
		return OA_SPEAKER_IIS;
	return OA_SPEAKER_DEVICE;
}

void oa_device_of(const struct oa_session *session, char *buffer, size_t size)
{
	if (!oa_session_field(session, "Server", buffer, size))
		snprintf(buffer, size, "unknown device");
}

bool oa_wants_mailbox(const struct oa_session *session, const char *server)
{
	return !server && oa_session_status(session) == 404 &&
	       oa_speaker_of(session) == OA_SPEAKER_EXCHANGE;
}

bool oa_is_html(const struct oa_session *session)
{
	char type[64];

	oa_session_field(session, "Content-Type", type, sizeof(type));
	return !strncasecmp(type, "text/html", 9) ||
	       (session->page_len && session->page[0] == '<');
}
