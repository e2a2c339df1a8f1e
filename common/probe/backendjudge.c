/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backendjudge.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/net/cert.h"
#include "common/net/wwwauth.h"
#include "common/probe/backendcert.h"
#include "common/probe/hush.h"

#include <stdio.h>
#include <string.h>

/* What stops a client at 443 is another thing at 444. */
static const struct {
	enum oa_code from, to;
	const char *reason;
} meanings[] = {
	{OA_CODE_TCP_REFUSED, OA_CODE_BACKEND_SITE_DOWN, "connection refused"},
	{OA_CODE_TCP_FILTERED, OA_CODE_BACKEND_PORT_FILTERED, ""},
	{OA_CODE_TLS_CLOSED, OA_CODE_BACKEND_CERT_MISSING, ""},
	{OA_CODE_TLS_TIMEOUT, OA_CODE_BACKEND_SITE_DOWN, "no answer to TLS"},
	{OA_CODE_TLS_NOT_SPOKEN, OA_CODE_BACKEND_SITE_DOWN, "does not speak TLS"},
	{OA_CODE_HTTP_TIMEOUT, OA_CODE_BACKEND_SITE_DOWN, "TLS but no HTTP answer"},
	{OA_CODE_HTTP_NO_ANSWER, OA_CODE_BACKEND_SITE_DOWN,
		"closes the connection after the request"},
	{OA_CODE_HTTP_MALFORMED, OA_CODE_BACKEND_SITE_DOWN, "broken HTTP"},
};

static void judge_failure(struct oa_backend_case *given)
{
	struct oa_backend *backend = given->backend;
	const struct oa_step *failure = &backend->failure;
	bool has_begun = backend->first && backend->first->tls.record_count > 0;

	given->is_broken = true;
	for (size_t i = 0; i < OA_LENGTH(meanings); i++) {
		if (meanings[i].from != failure->code)
			continue;
		if (failure->code == OA_CODE_TLS_CLOSED && has_begun)
			oa_backend_find_reason(given, OA_CODE_BACKEND_SITE_DOWN,
				"closes the connection during TLS");
		else
			oa_step_detail(oa_backend_find_reason(given, meanings[i].to,
					       meanings[i].reason),
				"%s", failure->text);
		return;
	}
	oa_hush_replay_as(given->front->report, backend->place, failure);
}

/* Front ends log on to the back end by Kerberos, else NTLM. */
static void judge_schemes(struct oa_backend_case *given)
{
	if (given->backend->schemes & (OA_SCHEME_NTLM | OA_SCHEME_NEGOTIATE))
		return;
	oa_step_detail(oa_backend_find(given, OA_CODE_BACKEND_LOGON_REFUSED),
		"444 offers %s, front ends need Negotiate or NTLM",
		given->backend->offers[0] ? given->backend->offers : "nothing");
}

static void judge_answer(struct oa_backend_case *given)
{
	const struct oa_look *look = &given->backend->look;
	char reason[120];

	if (oa_backend_is_foreign(given->backend)) {
		snprintf(reason, sizeof(reason), "%d from %s%s, not from Exchange",
			look->status, look->who,
			given->backend->is_html ? " with a page" : "");
		oa_step_detail(oa_backend_find_reason(
				       given, OA_CODE_BACKEND_SITE_DOWN, reason),
			"%s", given->backend->answer);
		return;
	}
	switch (look->status) {
	case 200:
	case 403:
		return;
	case 401:
		judge_schemes(given);
		return;
	case 503:
		if (!given->backend->has_rpc_error)
			oa_step_detail(
				oa_backend_find(given, OA_CODE_BACKEND_POOL_STOPPED),
				"%s", given->backend->answer);
		return;
	default:
		snprintf(reason, sizeof(reason), "%d from %s", look->status, look->who);
		oa_step_detail(oa_backend_find_reason(
				       given, OA_CODE_BACKEND_SITE_DOWN, reason),
			"%s", given->backend->answer);
	}
}

static bool has_other_certificate(const struct oa_backend *backend)
{
	const struct oa_tls_info *tls = &backend->first->tls;
	const struct oa_trial *trial = &backend->trial;

	return trial->seen_len && !oa_trial_saw(trial, tls->binding, tls->binding_len);
}

/* What the end of a trial means for the site; OA_CODE_OK if nothing.  Of a certificate
 * that has been judged already nothing is said again. */
static enum oa_code meaning_of(const struct oa_backend *backend)
{
	enum oa_code code = backend->trial.finding.code;

	if (backend->trial.result != OA_TRIAL_BROKEN)
		return OA_CODE_OK;
	if (code == OA_CODE_HTTP_APP_POOL_STOPPED)
		return OA_CODE_BACKEND_POOL_STOPPED;
	switch (oa_diagnosis(code)->hop) {
	case OA_HOP_HTTP:
	case OA_HOP_BACKEND:
		return OA_CODE_BACKEND_SITE_DOWN;
	case OA_HOP_TLS:
		return has_other_certificate(backend) ? OA_CODE_BACKEND_CERT_UNTRUSTED
						      : OA_CODE_OK;
	default:
		return OA_CODE_OK;
	}
}

/* Only what the site itself says counts: a logon that a back end refuses from a
 * stranger is none of a front end's. */
static void judge_trial(struct oa_backend_case *given)
{
	const struct oa_trial *trial = &given->backend->trial;
	enum oa_code meaning = meaning_of(given->backend);
	char reason[200];

	if (trial->result == OA_TRIAL_NONE)
		return;
	if (meaning != OA_CODE_OK) {
		snprintf(reason, sizeof(reason), "%s: %.150s",
			meaning == OA_CODE_BACKEND_CERT_UNTRUSTED
				? "another one on a second connection"
				: "behind the logon",
			trial->finding.text);
		oa_backend_find_reason(given, meaning, reason);
		return;
	}
	oa_append(given->notes, sizeof(given->notes), "echo with logon: %s\n",
		trial->result == OA_TRIAL_ACCEPTED ? "answered" : trial->finding.text);
}

static void describe(struct oa_backend_case *given, struct oa_step *step)
{
	const struct oa_backend *backend = given->backend;
	const struct oa_tls_info *tls = &backend->first->tls;
	char text[256];

	oa_step_detail(step, "%s", backend->answer);
	if (backend->offers[0])
		oa_step_detail(step, "offers %s", backend->offers);
	if (backend->dns_name[0])
		oa_step_detail(step, "calls itself %s (%s)", backend->dns_name,
			backend->netbios_name);
	oa_step_detail(step, "%s, %s", tls->version, tls->cipher);
	if (tls->leaf) {
		oa_cert_names(tls->leaf, text, sizeof(text));
		oa_step_detail(step, "certificate of %s, %ld days left", text,
			oa_cert_days_left(tls->leaf, oa_front_now(given->front)));
	}
	for (const char *line = given->notes; *line;) {
		int len = (int)strcspn(line, "\n");

		oa_step_detail(step, "%.*s", len, line);
		line += len + 1;
	}
}

static void record_health(struct oa_backend_case *given)
{
	const struct oa_backend *backend = given->backend;
	int status = oa_backend_beside(given);
	char beside[32] = "does not answer";

	if (status)
		snprintf(beside, sizeof(beside), "answers %d", status);
	describe(given, oa_report_ok(given->front->report, OA_HOP_BACKEND,
				backend->place, backend->seconds, "%d from %s, 443 %s",
				backend->look.status, backend->look.who, beside));
}

static void set_facts(struct oa_backend_case *given)
{
	const struct oa_looks *looks = &given->front->looks;
	const char *fe = looks->logon.fe[0] ? looks->logon.fe : looks->get.fe;

	oa_backend_name(given->backend, &given->facts);
	oa_facts_set(&given->facts, "be", "%s", given->backend->host);
	oa_facts_set(
		&given->facts, "fe", "%s", fe[0] ? fe : given->front->target->host);
}

bool oa_backend_judge(struct oa_backend *backend, struct oa_front *front,
	const struct oa_backend_plan *plan)
{
	struct oa_backend_case given = {
		.backend = backend, .front = front, .plan = plan};

	set_facts(&given);
	if (backend->failure.code != OA_CODE_OK) {
		judge_failure(&given);
		return false;
	}
	oa_backend_judge_certificate(&given);
	judge_answer(&given);
	if (!given.is_broken)
		judge_trial(&given);
	if (!given.is_broken)
		record_health(&given);
	return !given.is_broken;
}
