/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/diagnosis.h"

#include <string.h>
#include <strings.h>

static const struct oa_diagnosis catalogue[OA_CODES] = {
#define OA_DIAGNOSIS(id, number, name, hop, state, message, hint, evidence, programs)  \
	[OA_CODE_##id] = {name, number, OA_HOP_##hop, OA_STATE_##state, message, hint, \
		evidence, programs},
#include "common/report/diagnoses.def"
#undef OA_DIAGNOSIS
};

static const char *const hop_names[OA_HOPS] = {
	[OA_HOP_DNS] = "dns",
	[OA_HOP_TCP] = "tcp",
	[OA_HOP_TLS] = "tls",
	[OA_HOP_HTTP] = "http",
	[OA_HOP_AUTH] = "auth",
	[OA_HOP_PROXY] = "proxy",
	[OA_HOP_BACKEND] = "backend",
	[OA_HOP_TUNNEL] = "tunnel",
	[OA_HOP_ENDPOINT] = "endpoint",
	[OA_HOP_BIND] = "bind",
	[OA_HOP_MAILBOX] = "mailbox",
	[OA_HOP_AUTODISCOVER] = "autodiscover",
	[OA_HOP_MAPIHTTP] = "mapihttp",
	[OA_HOP_TIME] = "time",
	[OA_HOP_MONITOR] = "monitor",
};

static const struct {
	const char *name;
	int exit_code;
} states[OA_STATES] = {
	[OA_STATE_OK] = {"OK", 0},
	[OA_STATE_UNKNOWN] = {"UNKNOWN", 3},
	[OA_STATE_WARNING] = {"WARNING", 1},
	[OA_STATE_CRITICAL] = {"CRITICAL", 2},
};

const struct oa_diagnosis *oa_diagnosis(enum oa_code code)
{
	return &catalogue[code];
}

bool oa_diagnosis_find(const char *name, enum oa_code *ret_code)
{
	for (size_t i = 0; i < OA_CODES; i++) {
		if (strcmp(catalogue[i].name, name) == 0) {
			*ret_code = (enum oa_code)i;
			return true;
		}
	}
	return false;
}

const char *oa_hop_name(enum oa_hop hop)
{
	return hop_names[hop];
}

const char *oa_state_name(enum oa_state state)
{
	return states[state].name;
}

int oa_state_exit_code(enum oa_state state)
{
	return states[state].exit_code;
}
