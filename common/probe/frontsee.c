/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/frontsee.h"

#include "common/base/text.h"
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/net/route.h"
#include "common/probe/headers.h"
#include "common/probe/tlsproblem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool is_trusted(const struct oa_tls_info *tls)
{
	for (size_t i = 0; i < tls->problem_count; i++)
		if (oa_tls_problem_kind(tls->problems[i].error) == OA_TLS_PROBLEM_TRUST)
			return false;
	return true;
}

/* "a, b" becomes "a b". */
static void drop_commas(char *text)
{
	char *to = text;

	for (; *text; text++)
		if (*text != ',')
			*to++ = *text;
	*to = '\0';
}

/* OpenSSL's "TLSv1.3", as people write it. */
static void name_version(const char *version, char *buffer, size_t size)
{
	if (strncmp(version, "TLSv", 4) == 0)
		snprintf(buffer, size, "TLS %s%s", version + 4,
			strchr(version, '.') ? "" : ".0");
	else
		snprintf(buffer, size, "%s", version);
}

struct oa_seen_cert *oa_see_cert(struct oa_report *report, enum oa_seen_role role,
	const char *place, const struct oa_tls_info *tls, const char *name)
{
	struct oa_seen_cert *seen = oa_seen_cert_of(&report->seen.ends, role, place);
	struct oa_cert_life life;

	if (!tls->leaf || !seen)
		return NULL;
	life = oa_cert_life(tls->leaf);
	*seen = (struct oa_seen_cert){.not_before = life.start,
		.not_after = life.end,
		.is_for_name = oa_cert_covers(tls->leaf, name),
		.is_trusted = is_trusted(tls),
		.is_self_signed = oa_cert_is_self_issued(tls->leaf)};
	if (place)
		snprintf(seen->place, sizeof(seen->place), "%s", place);
	oa_cert_sha256(tls->leaf, seen->sha256);
	oa_cert_serial(tls->leaf, seen->serial, sizeof(seen->serial));
	oa_cert_subject(tls->leaf, seen->subject, sizeof(seen->subject));
	oa_cert_issuer(tls->leaf, seen->issuer, sizeof(seen->issuer));
	oa_cert_names(tls->leaf, seen->names, sizeof(seen->names));
	drop_commas(seen->names);
	oa_cert_key(tls->leaf, seen->key, sizeof(seen->key));
	name_version(tls->version, seen->tls, sizeof(seen->tls));
	return seen;
}

void oa_see_addresses(struct oa_front *front)
{
	if (front->role != OA_SEEN_FRONT_END)
		return;
	for (size_t i = 0; i < front->dns.count; i++)
		oa_seen_add_address(&front->report->seen.ends, front->dns.address[i]);
}

/* Otherwise: what is known of an address whose own dial says nothing, or to which the
 * monitor has no way. */
static void see_dials(struct oa_seen_ends *ends, const struct oa_connection *connection,
	enum oa_code otherwise)
{
	for (size_t i = 0; i < connection->dials.count; i++) {
		const struct oa_dial *dial = &connection->dials.item[i];
		enum oa_code code = otherwise;

		if (dial->number == ECONNREFUSED)
			code = OA_CODE_TCP_REFUSED;
		else if (dial->number && oa_has_route(dial->address))
			code = OA_CODE_TCP_FILTERED;
		oa_seen_tried(ends, dial->address, code, dial->seconds);
	}
}

/* The code by which the report has just judged it. */
static enum oa_code newest_finding(const struct oa_report *report)
{
	for (size_t i = report->step_count; i-- > 0;)
		if (report->steps[i].code != OA_CODE_OK &&
			report->steps[i].code != OA_CODE_NOT_TESTED)
			return report->steps[i].code;
	return OA_CODE_NOT_TESTED;
}

void oa_see_failure(struct oa_front *front, const struct oa_connection *connection)
{
	struct oa_seen_ends *ends = &front->report->seen.ends;

	if (front->role != OA_SEEN_FRONT_END || connection->phase != OA_PHASE_TCP)
		return;
	if (connection->dials.count)
		see_dials(ends, connection, newest_finding(front->report));
	else
		oa_seen_tried(ends, "", newest_finding(front->report), -1);
}

/* Through a forward proxy the peer is the proxy, and no address of the name. */
void oa_front_see(struct oa_front *front, const struct oa_connection *connection)
{
	struct oa_report *report = front->report;
	struct oa_seen *seen = &report->seen;

	snprintf(seen->address, sizeof(seen->address), "%s", connection->peer);
	if (connection->tls.leaf)
		oa_cert_sha256(connection->tls.leaf, seen->certificate);
	oa_see_cert(report, front->role, NULL, &connection->tls, front->target->host);
	if (front->role != OA_SEEN_FRONT_END || !connection->peer[0] ||
		front->target->forward_proxy)
		return;
	see_dials(&seen->ends, connection, OA_CODE_NOT_TESTED);
	oa_seen_tried(
		&seen->ends, connection->peer, OA_CODE_OK, connection->tcp_seconds);
}

static void see_node(struct oa_seen *seen, const struct oa_session *session)
{
	bool is_challenged = session->challenge.bytes || session->offers.ntlm.bytes ||
			     session->offers.negotiate.bytes;
	struct oa_ntlm_challenge challenge;

	if (!seen->name[0])
		oa_session_field(session, "X-FEServer", seen->name, sizeof(seen->name));
	if (!seen->name[0] && oa_logon_challenge(session, &challenge))
		oa_clean(seen->name, sizeof(seen->name), challenge.nb_computer,
			strlen(challenge.nb_computer));
	if (!seen->build[0])
		oa_session_field(
			session, "X-OWA-Version", seen->build, sizeof(seen->build));
	/* the answer to a first leg names the scheme of that leg alone */
	if (!seen->schemes[0] && !is_challenged)
		snprintf(seen->schemes, sizeof(seen->schemes), "%s",
			session->offers.names);
}

void oa_front_learn(struct oa_front *front, const struct oa_session *session)
{
	struct oa_build build = oa_headers_build(session);

	see_node(&front->report->seen, session);

	if (build.first_year && (!front->build.first_year || build.part[0]))
		front->build = build;
}
