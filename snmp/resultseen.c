/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/resultseen.h"

#include "snmp/cut.h"

#include <stdlib.h>
#include <string.h>

_Static_assert((int)OA_CERTS == (int)OA_SEEN_CERTS &&
		       (int)OA_ROLE_BACK_END - 1 == (int)OA_SEEN_BACK_END &&
		       (int)OA_ROLE_AUTODISCOVER - 1 == (int)OA_SEEN_AUTODISCOVER,
	"the order of certificates");

/* Findings about the certificate itself and not about the handshake. */
static bool is_about_cert(const struct oa_step *step)
{
	const char *name = oa_diagnosis(step->code)->name;

	return strncmp(name, "cert-", 5) == 0 ||
	       strncmp(name, "backend-cert-", 13) == 0;
}

static bool is_about_expiry(enum oa_code code)
{
	return code == OA_CODE_CERT_EXPIRES_SOON || code == OA_CODE_CERT_EXPIRED;
}

/* Those of a back end have its place as their subject. */
static bool is_about(const struct oa_step *step, enum oa_role role,
	const struct oa_cert_result *cert)
{
	return is_about_cert(step) && oa_kind_of(step) == oa_role_kind(role) &&
	       (!cert->place[0] || strcmp(step->subject, cert->place) == 0);
}

/* What the run found wrong with the certificate of a role. */
static void judge(
	const struct oa_report *report, enum oa_role role, struct oa_cert_result *cert)
{
	cert->status = cert->expiry = OA_STATUS_OK;
	cert->code = OA_CODE_OK;
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];
		enum oa_status status = oa_status_of(step->state);

		if (!is_about(step, role, cert))
			continue;
		if (cert->code == OA_CODE_OK ||
			oa_status_worst(cert->status, status) != cert->status)
			cert->code = step->code;
		cert->status = oa_status_worst(cert->status, status);
		if (is_about_expiry(step->code))
			cert->expiry = oa_status_worst(cert->expiry, status);
	}
}

static int take_cert(const struct oa_seen_cert *seen, int64_t shown,
	struct oa_cert_result **ret_cert)
{
	struct oa_cert_result *cert = malloc(sizeof(*cert));

	*ret_cert = cert;
	if (!cert)
		return -1;
	*cert = (struct oa_cert_result){.shown = shown,
		.not_before = seen->not_before,
		.not_after = seen->not_after,
		.is_for_name = seen->is_for_name,
		.is_trusted = seen->is_trusted,
		.is_self_signed = seen->is_self_signed};
	oa_cut_to(cert->serial, sizeof(cert->serial), seen->serial);
	oa_cut_to(cert->sha256, sizeof(cert->sha256), seen->sha256);
	oa_cut_to(cert->key, sizeof(cert->key), seen->key);
	oa_cut_to(cert->tls, sizeof(cert->tls), seen->tls);
	oa_cut_to(cert->place, sizeof(cert->place), seen->place);
	return oa_cut_new(seen->subject, &cert->subject) |
	       oa_cut_new(seen->issuer, &cert->issuer) |
	       oa_cut_new(seen->names, &cert->names);
}

static void take_address(
	const struct oa_seen_address *seen, struct oa_address_result *address)
{
	oa_cut_to(address->text, sizeof(address->text), seen->text);
	address->code = seen->code;
	address->ms = oa_milliseconds(seen->seconds);
	address->status = seen->code == OA_CODE_OK           ? OA_STATUS_OK
			  : seen->code == OA_CODE_NOT_TESTED ? OA_STATUS_NOT_TESTED
							     : OA_STATUS_CRITICAL;
}

int oa_result_take_seen(const struct oa_report *report, struct oa_result *result)
{
	const struct oa_seen_ends *ends = &report->seen.ends;
	int taken = 0;

	/* roles and numbers have the same order there and here */
	for (uint32_t i = 0; i < OA_CERTS; i++) {
		if (ends->cert[i].sha256[0])
			taken |= take_cert(
				&ends->cert[i], result->ended, &result->cert[i]);
		if (result->cert[i])
			judge(report, oa_cert_role(i + 1), result->cert[i]);
	}
	for (size_t i = 0; i < ends->address_count && i < OA_ADDRESSES_MAX; i++)
		take_address(&ends->address[i], &result->address[i]);
	result->address_count = ends->address_count;
	return taken;
}
