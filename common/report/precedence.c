/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/diagnosis.h"

#define GROUP_MAX 6

/* Every cause of a row explains every effect of it, and every code of the hops
 * first..last if has_hops.  Unused places hold OA_CODE_OK, which no finding has.
 * Chains are written out in full, so that no search is needed. */
struct explanation {
	enum oa_code causes[GROUP_MAX];
	enum oa_code effects[GROUP_MAX];
	bool has_hops;
	enum oa_hop first, last;
};

/* clang-format off */
#define C(id)          OA_CODE_##id
#define BY(...)        .causes = {__VA_ARGS__}
#define EXPLAINED(...) .effects = {__VA_ARGS__}
#define HOPS(from, to) .has_hops = true, .first = OA_HOP_##from, .last = OA_HOP_##to

static const struct explanation explanations[] = {
	/* the monitor itself, and the view from it */
	{BY(C(MONITOR_CLOCK_WRONG)),
	 EXPLAINED(C(CERT_EXPIRED), C(CERT_NOT_YET_VALID), C(SERVER_CLOCK_SKEW))},
	{BY(C(MONITOR_NO_ROUTE)), EXPLAINED(C(TCP_FILTERED))},
	{BY(C(OUTSIDE_ONLY_FAILURE), C(INTERMITTENT_FAILURE)), HOPS(DNS, MAPIHTTP)},
	{BY(C(PING_FAILS_LOGON_WORKS)), HOPS(PROXY, BIND)},
	{BY(C(RECENTLY_ENABLED), C(SETTINGS_NOT_APPLIED)),
	 EXPLAINED(C(HTTP_PATH_NOT_FOUND), C(HTTP_503_BURST),
	           C(HTTP_APP_POOL_STOPPED), C(HTTP_APP_POOL_CRASHING))},

	/* who answers on 443 */
	{BY(C(IIS_SITE_STOPPED)), EXPLAINED(C(TCP_REFUSED))},
	{BY(C(NOT_EXCHANGE)), EXPLAINED(C(CERT_NAME_MISMATCH)), HOPS(HTTP, HTTP)},
	{BY(C(TLS_INTERCEPTED)), EXPLAINED(C(CERT_UNTRUSTED), C(CERT_NAME_MISMATCH))},
	{BY(C(TLS_CLIENT_CERT_REQUIRED)), EXPLAINED(C(TLS_ALERT), C(HTTP_FORBIDDEN))},

	/* HTTP */
	{BY(C(HTTP_HOST_NOT_BOUND)), EXPLAINED(C(HTTP_BAD_REQUEST))},
	{BY(C(HTTP_SSL_OFFLOAD_MISMATCH)),
	 EXPLAINED(C(HTTP_FORBIDDEN), C(HTTP_REDIRECT))},
	{BY(C(HTTP_APP_POOL_CRASHING)),
	 EXPLAINED(C(HTTP_APP_POOL_STOPPED), C(HTTP_NO_ANSWER))},
	{BY(C(HTTP_503_BURST)),
	 EXPLAINED(C(HTTP_APP_POOL_CRASHING), C(HTTP_APP_POOL_STOPPED),
	           C(HTTP_NO_ANSWER))},
	{BY(C(IN_BODY_TOO_LARGE)),
	 EXPLAINED(C(RPC_METHOD_REFUSED), C(RPC_METHOD_FILTERED))},
	{BY(C(IN_BODY_TOO_LARGE), C(RPC_METHOD_REFUSED), C(RPC_METHOD_FILTERED)),
	 EXPLAINED(C(HTTP_PATH_NOT_PUBLISHED), C(HTTP_PATH_NOT_FOUND))},

	/* which mailbox or server */
	{BY(C(RPC_TARGET_INVALID)), EXPLAINED(C(MAILBOX_GUID_UNKNOWN))},
	{BY(C(RPC_TARGET_INVALID), C(MAILBOX_GUID_UNKNOWN)),
	 EXPLAINED(C(MAILBOX_NOT_LOCATED))},
	{BY(C(RPC_TARGET_INVALID), C(MAILBOX_GUID_UNKNOWN), C(MAILBOX_NOT_LOCATED)),
	 EXPLAINED(C(HTTP_PATH_NOT_FOUND), C(HTTP_HANDLER_MISSING))},

	/* logon */
	{BY(C(AUTH_ACCOUNT_UNUSABLE), C(AUTH_NOT_AUTHORIZED),
	    C(AUTH_EXTENDED_PROTECTION), C(AUTH_CONNECTION_NOT_PINNED)),
	 EXPLAINED(C(AUTH_FRONT_DIFFERS), C(AUTH_NTLM_REFUSED), C(AUTH_REJECTED))},
	{BY(C(AUTH_FRONT_DIFFERS)), EXPLAINED(C(AUTH_NTLM_REFUSED), C(AUTH_REJECTED))},
	{BY(C(AUTH_NTLM_REFUSED)), EXPLAINED(C(AUTH_REJECTED))},

	/* back end */
	{BY(C(LEGACY_CAS_REFUSED)),
	 EXPLAINED(C(BACKEND_LOGON_REFUSED), C(AUTH_REJECTED))},
	{BY(C(BACKEND_LOGON_REFUSED)), EXPLAINED(C(AUTH_REJECTED))},
	{BY(C(BACKEND_ALL_SERVICES_FAILED)), EXPLAINED(C(BACKEND_HOP_FAILED))},
	{BY(C(BACKEND_CERT_MISSING), C(BACKEND_CERT_NAME_MISMATCH),
	    C(BACKEND_POOL_STOPPED), C(BACKEND_SITE_DOWN)),
	 EXPLAINED(C(BACKEND_HOP_FAILED), C(BACKEND_ALL_SERVICES_FAILED),
	           C(BACKEND_UNREACHABLE))},

	/* behind the proxy */
	{BY(C(RPC_TARGET_UNRESOLVABLE)),
	 EXPLAINED(C(RPC_TARGET_NOT_ALLOWED), C(ENDPOINT_6001_DOWN),
	           C(ENDPOINT_6002_DOWN), C(ENDPOINT_6004_DOWN),
	           C(RPC_TARGET_UNREACHABLE), C(RPC_SERVER_UNAVAILABLE))},
	{BY(C(RPC_TARGET_NOT_ALLOWED)),
	 EXPLAINED(C(ENDPOINT_6001_DOWN), C(ENDPOINT_6002_DOWN),
	           C(ENDPOINT_6004_DOWN), C(RPC_TARGET_UNREACHABLE),
	           C(RPC_SERVER_UNAVAILABLE))},
	{BY(C(ENDPOINT_6001_DOWN), C(ENDPOINT_6002_DOWN), C(ENDPOINT_6004_DOWN)),
	 EXPLAINED(C(RPC_TARGET_UNREACHABLE), C(RPC_SERVER_UNAVAILABLE))},
	{BY(C(RPC_TARGET_UNREACHABLE)), EXPLAINED(C(RPC_SERVER_UNAVAILABLE))},
	{BY(C(IN_BODY_BUFFERED)), EXPLAINED(C(TUNNEL_SPLIT_NODES), C(TUNNEL_NO_C2))},
	{BY(C(TUNNEL_SPLIT_NODES)), EXPLAINED(C(TUNNEL_NO_C2))},
};

/* One code for each phase in which an answer may stay away. */
static const enum oa_code timeouts[] = {
	C(DNS_RESOLVER_FAILED), C(TCP_FILTERED), C(TLS_TIMEOUT), C(HTTP_TIMEOUT),
	C(TUNNEL_NO_A3), C(TUNNEL_NO_C2), C(IN_BODY_BUFFERED), C(RPC_NO_ANSWER),
	C(BACKEND_PORT_FILTERED), C(BACKEND_SITE_DOWN), C(MONITOR_PROXY_REFUSED),
	C(DEADLINE_EXCEEDED),
};
/* clang-format on */

static bool has_code(const enum oa_code *codes, size_t count, enum oa_code code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code && code != OA_CODE_OK)
			return true;
	return false;
}

bool oa_diagnosis_is_timeout(enum oa_code code)
{
	return has_code(timeouts, OA_LENGTH(timeouts), code);
}

static bool covers(const struct explanation *row, enum oa_code effect)
{
	enum oa_hop hop = oa_diagnosis(effect)->hop;

	if (row->has_hops && hop >= row->first && hop <= row->last)
		return true;
	return has_code(row->effects, GROUP_MAX, effect);
}

bool oa_diagnosis_explains(enum oa_code cause, enum oa_code effect)
{
	if (cause == effect)
		return false;
	for (size_t i = 0; i < OA_LENGTH(explanations); i++) {
		const struct explanation *row = &explanations[i];

		if (has_code(row->causes, GROUP_MAX, cause) && covers(row, effect))
			return true;
	}
	return false;
}
