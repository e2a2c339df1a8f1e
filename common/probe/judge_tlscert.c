/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cert.h"
#include "common/probe/certonway.h"
#include "common/probe/certsides.h"
#include "common/probe/inspection.h"
#include "common/probe/judge_tls.h"
#include "common/probe/tlsproblem.h"

#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <string.h>

static void find_problem(struct oa_front *front, const struct oa_tls_info *tls,
	const struct oa_tls_problem *problem)
{
	struct oa_facts facts = {0};
	enum oa_code code = OA_CODE_CERT_UNTRUSTED;
	const X509 *cert = sk_X509_value(tls->path, problem->depth);
	char date[32];
	long days_left;

	if (!cert)
		cert = tls->leaf;
	days_left = oa_cert_days_left(cert, oa_front_now(front));

	if (problem->error == X509_V_ERR_CERT_HAS_EXPIRED)
		code = OA_CODE_CERT_EXPIRED;
	else if (problem->error == X509_V_ERR_CERT_NOT_YET_VALID)
		code = OA_CODE_CERT_NOT_YET_VALID;
	oa_cert_not_before(cert, date, sizeof(date));
	oa_facts_set(&facts, "days", "%ld", days_left < 0 ? -days_left : 0);
	oa_facts_set(&facts, "date", "%s", date);
	oa_facts_set(
		&facts, "reason", "%s", X509_verify_cert_error_string(problem->error));
	oa_step_detail(oa_report_find(front->report, code, NULL, &facts),
		"depth %d, %s: %s", problem->depth, problem->subject,
		X509_verify_cert_error_string(problem->error));
}

static void find_none(struct oa_front *front)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "reason", "the server sent no certificate");
	oa_report_find(front->report, OA_CODE_CERT_UNTRUSTED, NULL, &facts);
	front->has_bad_certificate = true;
}

static void find_problems(struct oa_front *front, const struct oa_tls_info *tls)
{
	char names[256], issuer[128];
	struct oa_facts facts = {0};

	if (!tls->leaf) {
		find_none(front);
		return;
	}
	if (oa_inspection_made(tls->leaf, tls->path, issuer, sizeof(issuer))) {
		oa_facts_set(&facts, "issuer", "%s", issuer);
		oa_report_find(front->report, OA_CODE_TLS_INTERCEPTED, NULL, &facts);
		front->has_bad_certificate = true;
	}
	for (size_t i = 0; i < tls->problem_count; i++)
		if (oa_tls_problem_kind(tls->problems[i].error) !=
			OA_TLS_PROBLEM_STRENGTH) {
			find_problem(front, tls, &tls->problems[i]);
			front->has_bad_certificate = true;
		}
	if (oa_cert_covers(tls->leaf, front->target->host))
		return;
	front->has_bad_certificate = true;
	oa_cert_names(tls->leaf, names, sizeof(names));
	oa_facts_set(&facts, "list", "%s", names);
	oa_report_find(front->report, OA_CODE_CERT_NAME_MISMATCH, NULL, &facts);
}

static const char *verdict_of(const struct oa_front *front)
{
	if (front->target->tls.is_insecure)
		return "certificate not verified";
	return front->has_bad_certificate ? "certificate refused" : "certificate good";
}

static void describe_certificate(
	struct oa_step *step, const struct oa_tls_info *tls, int64_t now)
{
	char text[256];

	oa_step_detail(step, "%s, %s", tls->version, tls->cipher);
	oa_cert_names(tls->leaf, text, sizeof(text));
	oa_step_detail(step, "names: %s", text);
	oa_cert_issuer(tls->leaf, text, sizeof(text));
	oa_step_detail(step, "issuer: %s", text);
	oa_cert_describe_path(step, tls->path, now);
}

/* The certificate by which the others of the run are measured. */
static void remember(struct oa_front *front, const struct oa_tls_info *tls)
{
	if (front->has_bad_certificate)
		return;
	memcpy(front->binding, tls->binding, tls->binding_len);
	front->binding_len = tls->binding_len;
}

static bool is_known(const struct oa_front *front, const struct oa_tls_info *tls)
{
	return tls->binding_len && tls->binding_len == front->binding_len &&
	       !memcmp(tls->binding, front->binding, tls->binding_len);
}

void oa_judge_tls(struct oa_front *front, const struct oa_connection *connection)
{
	const struct oa_tls_info *tls = &connection->tls;
	double seconds = connection->tls_seconds;
	struct oa_facts facts = {0};
	struct oa_step *step;
	long days_left;

	oa_report_value(front->report, "tls_time", seconds);
	if (!strcmp(tls->alpn, "h2")) {
		oa_facts_set(&facts, "reason", "ALPN chose h2");
		oa_report_find(front->report, OA_CODE_TLS_H2_ONLY, NULL, &facts);
		front->is_unusable = true;
		return;
	}
	if (tls->leaf && front->cert_plan) {
		oa_cert_judge_on_way(front, connection);
		remember(front, tls);
		return;
	}
	if (!tls->leaf || !front->target->tls.is_insecure)
		find_problems(front, tls);
	if (front->has_bad_certificate)
		return;
	remember(front, tls);
	days_left = oa_cert_days_left(tls->leaf, oa_front_now(front));
	step = oa_report_ok(front->report, OA_HOP_TLS, NULL, seconds,
		days_left < 0 ? "%s, %s, expired %ld days ago"
			      : "%s, %s, %ld days left",
		tls->version, verdict_of(front), labs(days_left));
	describe_certificate(step, tls, oa_front_now(front));
}

bool oa_judge_tls_again(struct oa_front *front, const struct oa_connection *connection)
{
	const struct oa_tls_info *tls = &connection->tls;
	const struct oa_target *target = front->target;

	if (target->no_tls || target->tls.is_insecure || front->has_bad_certificate ||
		is_known(front, tls))
		return true;
	find_problems(front, tls);
	return !front->has_bad_certificate;
}
