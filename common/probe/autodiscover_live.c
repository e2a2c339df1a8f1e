/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_live.h"
#include "common/probe/channel.h"
#include "common/probe/echo.h"
#include "common/probe/frontopen.h"
#include "common/probe/hush.h"
#include "common/probe/looks.h"

#include <stdio.h>
#include <stdlib.h>

#define PLAIN_SECONDS 1.5

static void keep(
	struct oa_front *front, struct oa_session *session, struct oa_adlive *live)
{
	live->schemes = session->offers.schemes;
	snprintf(live->names, sizeof(live->names), "%s", session->offers.names);
	if (live->status == 401 || live->status == 200)
		oa_channel_served(front, session);
}

void oa_adlive_look(
	struct oa_front *front, struct oa_deadline until, struct oa_adlive *ret_live)
{
	struct oa_connections group = {0};
	struct oa_connection *connection;
	struct oa_session session;
	int64_t start_us;

	*ret_live = (struct oa_adlive){.status = 0};
	connection = oa_front_open(front, &group, 1, until);
	if (connection && !front->is_unusable) {
		oa_session_init(&session, connection, front->report, "RPC");
		start_us = oa_now_us();
		ret_live->status = oa_look_ask(front, &session,
			(uint16_t)front->target->port, !front->target->no_tls, until);
		if (ret_live->status)
			oa_report_value(
				front->report, "http_time", oa_seconds_since(start_us));
		if (!front->looks.get.is_taken)
			front->looks.get = oa_look_at(
				&session, oa_seconds_since(start_us));
		keep(front, &session, ret_live);
		oa_session_free(&session);
	}
	if (connection && connection->tls.leaf) {
		ret_live->leaf = connection->tls.leaf;
		X509_up_ref(ret_live->leaf);
	}
	oa_connections_free(&group);
}

static bool is_about_logon(const struct oa_step *finding)
{
	enum oa_hop hop = oa_diagnosis(finding->code)->hop;

	return finding->code != OA_CODE_OK &&
	       (hop == OA_HOP_AUTH || hop == OA_HOP_MONITOR);
}

/* Any end but a refusal leaves the password as good as it was. */
void oa_adlive_prove(
	struct oa_front *front, struct oa_deadline until, struct oa_adlive *live)
{
	struct oa_step finding = {.code = OA_CODE_OK};
	struct oa_hush hush;
	char query[300];

	if (front->was_accepted || live->status != 401 || front->has_bad_certificate)
		return;
	snprintf(query, sizeof(query), "%s:6001", front->target->host);
	oa_hush_begin(&hush, front);
	oa_echo_test(front, query, NULL, NULL, until);
	oa_hush_end(&hush, front, &finding);
	if (front->was_accepted) {
		oa_report_ok(front->report, OA_HOP_AUTH, NULL, -1,
			"%s accepted for %s on %s", oa_scheme_name(front->scheme),
			front->user, front->target->path);
	} else if (is_about_logon(&finding)) {
		oa_hush_replay(front->report, &finding);
		live->is_refused = true;
	} else if (finding.code != OA_CODE_OK) {
		oa_report_ok(front->report, OA_HOP_AUTH, NULL, -1,
			"note: no logon proven on %s: %s", front->target->path,
			finding.text);
	}
	free(finding.details);
}

void oa_adlive_ask_plain(struct oa_front *front, uint16_t port,
	struct oa_deadline until, struct oa_adlive *live)
{
	struct oa_deadline part = oa_deadline_step(until, PLAIN_SECONDS);
	struct oa_connect how = front->how;
	struct oa_connections group = {0};
	struct oa_connection *connection = NULL;
	struct oa_session session;

	if (live->is_plain_asked)
		return;
	how.no_tls = true;
	how.port = port;
	live->is_plain_asked = true;
	if (oa_connections_init(&group, NULL) == 0)
		connection = oa_connections_open(&group, 1, &how, part, NULL);
	if (connection && connection->phase == OA_PHASE_OPEN) {
		oa_session_init(&session, connection, front->report, "PLAIN");
		live->plain_status = oa_look_ask(front, &session, port, false, part);
		oa_session_free(&session);
	}
	oa_connections_free(&group);
}

void oa_adlive_free(struct oa_adlive *live)
{
	X509_free(live->leaf);
	live->leaf = NULL;
}
