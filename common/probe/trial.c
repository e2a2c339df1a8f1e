/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/trial.h"
#include "common/probe/frontopen.h"
#include "common/probe/hush.h"
#include "common/probe/judge_http.h"
#include "common/probe/kerberos.h"
#include "common/probe/trialresult.h"
#include "common/rpc/rtspdu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define AUTODISCOVER "/autodiscover/autodiscover.xml"

/* What the steps of one trial share. */
struct run {
	struct oa_front *front;
	struct oa_trial *trial;
	struct oa_deadline until;
	struct oa_session session;
	struct oa_http_request request;
	uint8_t body[OA_RTS_LEN_MAX];
	size_t body_len;
	char target[1400];
	int64_t start_us;
};

static const char *method_of(enum oa_trial_by by)
{
	if (by == OA_BY_AUTODISCOVER)
		return "GET";
	return by == OA_BY_IN_ECHO ? "RPC_IN_DATA" : "RPC_OUT_DATA";
}

static void write_conn_a1(struct run *run)
{
	struct oa_writer out = oa_writer(run->body, sizeof(run->body));
	struct oa_rts_cookies cookies = {0};

	/* nobody answers CONN/A1 here, so poor randomness would do no harm */
	(void)!getrandom(&cookies, sizeof(cookies), 0);
	oa_rts_write_conn_a1(&out, &cookies, OA_RTS_WINDOW_BYTES);
	run->body_len = out.len;
}

static void build_request(struct run *run)
{
	const struct oa_trial *trial = run->trial;
	bool is_get = trial->by == OA_BY_AUTODISCOVER;

	run->body_len = is_get ? 0 : 4;
	if (trial->by == OA_BY_CONN_A1)
		write_conn_a1(run);
	oa_front_request(run->front, method_of(trial->by), is_get ? NULL : trial->query,
		is_get ? OA_HTTP_NO_LENGTH : (int64_t)run->body_len, &run->request,
		run->target, sizeof(run->target));
	if (is_get) {
		run->request.target = AUTODISCOVER;
		run->request.is_rpc = false;
	}
}

static struct oa_case case_of(struct run *run, bool was_proven)
{
	enum oa_trial_by by = run->trial->by;

	return (struct oa_case){.front = run->front,
		.session = &run->session,
		.ask = by == OA_BY_CONN_A1        ? OA_ASK_OUT
		       : by == OA_BY_AUTODISCOVER ? OA_ASK_GET
						  : OA_ASK_ECHO,
		.method = run->request.method,
		.server = run->trial->query,
		.was_proven = was_proven,
		.is_trial = true};
}

static void judge_answer(struct run *run, bool was_proven)
{
	struct oa_case given = case_of(run, was_proven);

	run->trial->result = oa_trial_result_of(run->trial, &run->session, was_proven);
	if (run->trial->result != OA_TRIAL_ACCEPTED)
		oa_judge_answer(&given);
}

static void judge_failure(struct run *run, const struct oa_error *error)
{
	struct oa_case given = case_of(run, true);

	run->trial->result = OA_TRIAL_BROKEN;
	oa_judge_no_answer(
		&given, error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(run->start_us));
}

/* 1 if the proof is due, 0 if the server said something else, or -1. */
static int challenge(struct run *run, struct oa_error *err)
{
	int answer;

	if (!oa_trial_is_ntlm(run->trial))
		return 1;
	if (oa_logon_ask(&run->session, (enum oa_scheme)run->trial->scheme,
		    &run->request, run->until, err) < 0)
		return -1;
	answer = oa_logon_hear(&run->session, run->request.method, run->until, err);
	return answer < 0 ? -1 : answer == OA_LOGON_CHALLENGED;
}

static int prove(struct run *run, struct oa_error *err)
{
	struct oa_logon logon = oa_front_logon(run->front);

	/* who runs trials judges refusals: some are meant to be refused */
	logon.was_refused = NULL;
	logon.scheme = run->trial->scheme;
	if (!run->trial->is_kerberos)
		logon.tickets = NULL;
	if (run->trial->binding == OA_BINDING_ABSENT)
		logon.no_channel_binding = true;
	return oa_logon_send(&run->session, &logon, &run->request, run->body,
		run->body_len, run->until, err);
}

/* An OUT channel that is taken may stay silent until IN is there. */
static int hear(struct run *run, struct oa_error *err)
{
	const struct oa_trial *trial = run->trial;

	if (trial->by == OA_BY_CONN_A1)
		return oa_session_read_head(&run->session,
			oa_deadline_step(run->until, trial->patience), err);
	if (oa_session_read_head(&run->session, run->until, err) < 0)
		return -1;
	return oa_session_read_body(
		&run->session, run->request.method, run->until, err);
}

static void exchange(struct run *run)
{
	struct oa_error error = {0};
	int step = challenge(run, &error);

	if (step > 0)
		step = prove(run, &error) < 0 ? -1 : 1;
	if (step > 0 && hear(run, &error) < 0) {
		if (run->trial->by == OA_BY_CONN_A1 &&
			error.layer == OA_LAYER_TIMEOUT) {
			run->trial->result = OA_TRIAL_ACCEPTED;
			return;
		}
		step = -1;
	}
	if (step < 0)
		judge_failure(run, &error);
	else
		judge_answer(run, step > 0);
}

/* The binding of a connection is what the logon sends, so a false one there is a
 * false one on the wire. */
static void spoil_binding(struct oa_connection *connection)
{
	struct oa_tls_info *tls = &connection->tls;

	if (tls->binding_len)
		tls->binding[tls->binding_len - 1] ^= 0xff;
}

/* Of a certificate that is not trusted, too. */
static void keep_seen(struct oa_trial *trial, const struct oa_connections *group)
{
	const struct oa_tls_info *tls = &group->item[0].tls;

	memcpy(trial->seen, tls->binding, tls->binding_len);
	trial->seen_len = tls->binding_len;
}

static void carry_out(struct run *run)
{
	struct oa_connections group = {0};
	struct oa_connection *connection = oa_front_open(
		run->front, &group, 1, run->until);

	run->trial->result = OA_TRIAL_BROKEN;
	keep_seen(run->trial, &group);
	if (connection && !run->front->is_unusable &&
		!run->front->has_bad_certificate) {
		if (run->trial->binding == OA_BINDING_WRONG)
			spoil_binding(connection);
		oa_session_init(&run->session, connection, run->front->report,
			oa_scheme_name((enum oa_scheme)run->trial->scheme));
		run->start_us = oa_now_us();
		exchange(run);
		run->trial->seconds = oa_seconds_since(run->start_us);
		if (run->session.has_head)
			oa_device_of(&run->session, run->trial->device,
				sizeof(run->trial->device));
	}
	oa_session_free(&run->session);
	oa_connections_free(&group);
}

/* What the KDC refuses, the front end never sees. */
static int get_ticket(struct run *run)
{
	struct oa_trial *trial = run->trial;

	trial->is_kerberos = trial->scheme == OA_SCHEME_NEGOTIATE &&
			     oa_kerberos_is_wanted(run->front);
	if (!trial->is_kerberos ||
		oa_kerberos_log_on(run->front, oa_deadline_share(run->until, 0.5),
			&trial->kerberos) == 0)
		return 0;
	oa_kerberos_find(run->front, &trial->kerberos);
	trial->result = trial->kerberos.layer == OA_LAYER_KERBEROS &&
					trial->kerberos.number ==
						OA_TICKETS_PASSWORD_WRONG
				? OA_TRIAL_REFUSED
				: OA_TRIAL_BROKEN;
	return -1;
}

void oa_trial_run(
	struct oa_front *front, struct oa_trial *trial, struct oa_deadline until)
{
	struct run *run = calloc(1, sizeof(*run));
	unsigned scheme = front->scheme;
	struct oa_hush hush;

	trial->result = OA_TRIAL_NONE;
	snprintf(trial->device, sizeof(trial->device), "unknown device");
	if (!run)
		return;
	oa_hush_begin(&hush, front);
	front->scheme = trial->scheme;
	*run = (struct run){.front = front, .trial = trial, .until = until};
	build_request(run);
	if (get_ticket(run) == 0)
		carry_out(run);
	front->scheme = scheme;
	oa_hush_end(&hush, front, &trial->finding);
	free(run);
}

bool oa_trial_saw(const struct oa_trial *trial, const uint8_t *binding, size_t len)
{
	return trial->seen_len == len && memcmp(trial->seen, binding, len) == 0;
}

bool oa_trial_has_ticket(const struct oa_trial *trial)
{
	return trial->is_kerberos && trial->kerberos.layer == OA_LAYER_NONE;
}

const char *oa_trial_name(const struct oa_trial *trial)
{
	if (trial->scheme != OA_SCHEME_NEGOTIATE)
		return oa_scheme_name((enum oa_scheme)trial->scheme);
	return trial->is_kerberos ? "Negotiate (Kerberos)" : "Negotiate (NTLM)";
}

bool oa_trial_is_refused(const struct oa_trial *trial)
{
	return trial->result == OA_TRIAL_REFUSED || trial->result == OA_TRIAL_FRESH;
}

void oa_trial_free(struct oa_trial *trial)
{
	free(trial->finding.details);
	trial->finding.details = NULL;
}
