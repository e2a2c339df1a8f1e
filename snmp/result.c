/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/result.h"

#include <math.h>
#include <stdlib.h>

static const char *const leg_labels[OA_LEGS] = {
	[OA_LEG_TOTAL] = "time",
	[OA_LEG_DNS] = "dns_time",
	[OA_LEG_TCP] = "tcp_time",
	[OA_LEG_TLS] = "tls_time",
	[OA_LEG_AUTH] = "auth_time",
	[OA_LEG_A] = "a3_time",
	[OA_LEG_C] = "c2_time",
	[OA_LEG_CALL] = "call_time",
};

const char *oa_leg_label(enum oa_leg leg)
{
	return leg_labels[leg];
}

uint32_t oa_milliseconds(double seconds)
{
	double ms = ceil(seconds * 1000);

	if (!(seconds >= 0))
		return 0;
	return ms < 1 ? 1 : ms > UINT32_MAX ? UINT32_MAX : (uint32_t)ms;
}

void oa_cert_result_free(struct oa_cert_result *cert)
{
	if (!cert)
		return;
	free(cert->subject);
	free(cert->issuer);
	free(cert->names);
	free(cert);
}

void oa_result_free(struct oa_result *result)
{
	for (int i = 0; i < OA_KINDS; i++)
		free(result->probe[i].text);
	for (int i = 0; i < OA_CERTS; i++)
		oa_cert_result_free(result->cert[i]);
	free(result->text);
	free(result->hint);
	*result = (struct oa_result){0};
}
