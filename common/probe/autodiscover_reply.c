/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_reply.h"
#include "common/base/text.h"
#include "common/net/httpbody.h"
#include "common/probe/judge_http.h"

#include <stdio.h>
#include <string.h>

/* The answer may be longer than what a session keeps of a page. */
int oa_adreply_read(
	struct oa_adreply *reply, struct oa_deadline until, struct oa_error *err)
{
	struct oa_session *session = reply->session;
	struct oa_http_body body;

	if (oa_session_read_head(session, until, err) < 0 ||
		oa_http_body_init(&body, &session->in, &session->head,
			reply->is_get ? "GET" : "POST", err) < 0 ||
		oa_http_body_skip(&body, OA_POX_MAX, reply->bytes, OA_POX_MAX, until,
			&reply->len, &session->can_reuse, err) < 0)
		return -1;
	session->page_len = reply->len < OA_SESSION_PAGE_MAX ? reply->len
							     : OA_SESSION_PAGE_MAX;
	memcpy(session->page, reply->bytes, session->page_len);
	reply->answer->status = oa_session_status(session);
	return 0;
}

void oa_adreply_take_page(struct oa_adreply *reply)
{
	const struct oa_session *session = reply->session;

	reply->answer->status = oa_session_status(session);
	reply->len = session->page_len;
	memcpy(reply->bytes, session->page, reply->len);
}

static void tell_status(const struct oa_adreply *reply)
{
	const struct oa_http_span *reason = &reply->session->head.reason;
	char text[120], device[100];

	oa_clean(text, sizeof(text), reason->text, reason->len);
	oa_device_of(reply->session, device, sizeof(device));
	snprintf(reply->answer->text, sizeof(reply->answer->text), "%d %s from %s",
		reply->answer->status, text, device);
}

static bool is_redirect(const struct oa_adreply *reply)
{
	int status = reply->answer->status;

	return (status == 301 || status == 302 || status == 303 || status == 307 ||
		       status == 308) &&
	       oa_session_field(reply->session, "Location", reply->answer->location,
		       sizeof(reply->answer->location));
}

/* What web servers say to a path that they do not have. */
static bool is_absent(int status)
{
	return status == 403 || status == 404 || status == 405 || status == 410;
}

/* http.sys speaks for an application pool that is stopped. */
static bool is_of_pool(const struct oa_adreply *reply)
{
	return reply->answer->status == 503 &&
	       oa_speaker_of(reply->session) == OA_SPEAKER_HTTP_SYS;
}

enum oa_adresult oa_adreply_judge(
	const struct oa_adreply *reply, bool was_proven, struct oa_error *ret_error)
{
	struct oa_adanswer *answer = reply->answer;

	*ret_error = (struct oa_error){0};
	tell_status(reply);
	answer->fault = is_of_pool(reply) ? OA_AD_STOPPED_POOL : OA_AD_OTHER;
	if (is_redirect(reply))
		return OA_AD_REDIRECTED;
	if (reply->is_get)
		return OA_AD_WEBSITE;
	if (answer->status == 401)
		return was_proven ? OA_AD_REFUSED : OA_AD_BAD;
	if (answer->status != 200)
		return is_absent(answer->status) && !was_proven &&
				       oa_speaker_of(reply->session) !=
					       OA_SPEAKER_EXCHANGE
			       ? OA_AD_WEBSITE
			       : OA_AD_BAD;
	if (oa_pox_parse(reply->bytes, reply->len, &answer->pox, ret_error) == 0)
		return OA_AD_ANSWERED;
	answer->fault = OA_AD_NO_POX;
	snprintf(answer->text, sizeof(answer->text), "200 with %s", ret_error->text);
	return was_proven ? OA_AD_BAD : OA_AD_WEBSITE;
}
