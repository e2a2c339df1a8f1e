/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/http_rules.h"
#include "common/base/array.h"
#include "common/probe/http_signs.h"

typedef bool predicate(struct oa_case *given);

/* One line of a decision table; the first one that fits decides. */
struct rule {
	int status;        /* or 0 for any */
	unsigned speakers; /* bits by enum oa_speaker, or 0 for any */
	predicate *holds;  /* or NULL */
	enum oa_code code;
};

#define HTTP_SYS (1u << OA_SPEAKER_HTTP_SYS)
#define IIS      (1u << OA_SPEAKER_IIS)
#define EXCHANGE (1u << OA_SPEAKER_EXCHANGE)
#define DEVICE   (1u << OA_SPEAKER_DEVICE)

static const struct rule rules[] = {
	{407, 0, NULL, OA_CODE_MONITOR_PROXY_REFUSED},

	{400, HTTP_SYS | IIS, oa_sign_says_invalid_hostname,
		OA_CODE_HTTP_HOST_NOT_BOUND},
	{400, 0, oa_sign_small_passes, OA_CODE_IN_BODY_TOO_LARGE},
	{400, HTTP_SYS, oa_sign_get_passes, OA_CODE_HTTP_BAD_REQUEST},
	{400, HTTP_SYS, oa_sign_other_host_passes, OA_CODE_HTTP_HOST_NOT_BOUND},
	{400, HTTP_SYS | IIS, NULL, OA_CODE_HTTP_BAD_REQUEST},

	{401, 0, oa_sign_is_backend_401, OA_CODE_BACKEND_LOGON_REFUSED},
	{401, 0, oa_sign_has_no_scheme, OA_CODE_AUTH_NO_SCHEME},
	{401, 0, oa_sign_was_accepted, OA_CODE_AUTH_CHANNELS_DIFFER},
	{401, 0, oa_sign_has_fresh_challenge, OA_CODE_AUTH_CONNECTION_NOT_PINNED},
	{401, 0, oa_sign_lacks_scheme, OA_CODE_AUTH_SCHEME_MISSING},
	{401, 0, oa_sign_left_binding_out, OA_CODE_FEATURE_MISSING},
	{401, 0, oa_sign_had_ticket, OA_CODE_AUTH_KERBEROS_REFUSED},
	{401, 0, oa_sign_was_proven, OA_CODE_AUTH_REJECTED},
	{401, 0, NULL, OA_CODE_AUTH_SCHEME_MISSING},

	{403, 0, oa_sign_says_403_4, OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH},
	{403, 0, oa_sign_says_403_7, OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{403, 0, oa_sign_says_url_denied, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{403, 0, oa_sign_forbids_user, OA_CODE_AUTH_NOT_AUTHORIZED},
	{403, DEVICE, oa_sign_get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{403, DEVICE, NULL, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{403, 0, NULL, OA_CODE_HTTP_FORBIDDEN},

	{404, 0, oa_sign_is_guid_unknown, OA_CODE_MAILBOX_GUID_UNKNOWN},
	{404, EXCHANGE, oa_sign_is_host_target, OA_CODE_RPC_TARGET_INVALID},
	{404, EXCHANGE, oa_sign_has_cas_code, OA_CODE_MAILBOX_NOT_LOCATED},
	{404, 0, oa_sign_small_passes, OA_CODE_IN_BODY_TOO_LARGE},
	{404, HTTP_SYS, oa_sign_other_host_passes, OA_CODE_HTTP_HOST_NOT_BOUND},
	{404, 0, oa_sign_says_handler, OA_CODE_HTTP_HANDLER_MISSING},
	{404, IIS, oa_sign_small_fails_too, OA_CODE_RPC_METHOD_FILTERED},
	{404, IIS | EXCHANGE, oa_sign_was_proven, OA_CODE_HTTP_HANDLER_MISSING},
	{404, IIS | EXCHANGE, oa_sign_get_passes, OA_CODE_RPC_METHOD_FILTERED},
	{404, DEVICE, oa_sign_get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{404, 0, oa_sign_nobody_is_exchange, OA_CODE_NOT_EXCHANGE},
	{404, DEVICE, NULL, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{404, 0, NULL, OA_CODE_HTTP_PATH_NOT_FOUND},

	{405, IIS | EXCHANGE, NULL, OA_CODE_HTTP_HANDLER_MISSING},
	{501, IIS | EXCHANGE, NULL, OA_CODE_HTTP_HANDLER_MISSING},
	{405, DEVICE, oa_sign_get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{501, DEVICE, oa_sign_get_passes, OA_CODE_RPC_METHOD_REFUSED},
	{405, DEVICE, oa_sign_others_pass, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{501, DEVICE, oa_sign_others_pass, OA_CODE_HTTP_PATH_NOT_PUBLISHED},
	{405, DEVICE, oa_sign_nobody_is_exchange, OA_CODE_NOT_EXCHANGE},
	{501, DEVICE, oa_sign_nobody_is_exchange, OA_CODE_NOT_EXCHANGE},

	{408, 0, oa_sign_is_in, OA_CODE_IN_BODY_BUFFERED},
	{411, 0, oa_sign_small_passes, OA_CODE_IN_BODY_TOO_LARGE},
	{413, 0, oa_sign_is_in, OA_CODE_IN_BODY_TOO_LARGE},

	{500, EXCHANGE, oa_sign_has_cas_code, OA_CODE_MAILBOX_NOT_LOCATED},
	{500, EXCHANGE, oa_sign_is_backend_401, OA_CODE_BACKEND_LOGON_REFUSED},
	{500, EXCHANGE, oa_sign_is_backend_503, OA_CODE_BACKEND_POOL_STOPPED},
	{500, EXCHANGE, NULL, OA_CODE_BACKEND_HOP_FAILED},
	{500, 0, oa_sign_says_wrong_principal, OA_CODE_HTTP_GATEWAY_ERROR},
	{500, 0, oa_sign_says_no_win32, OA_CODE_HTTP_APP_POOL_CRASHING},

	{502, 0, oa_sign_says_http_1_1, OA_CODE_TLS_H2_ONLY},
	{503, EXCHANGE, oa_sign_is_busy, OA_CODE_FRONT_END_BUSY},
	{503, EXCHANGE, oa_sign_says_overload, OA_CODE_FRONT_END_BUSY},
	{503, EXCHANGE, oa_sign_has_cas_code, OA_CODE_MAILBOX_NOT_LOCATED},
	{503, EXCHANGE, oa_sign_is_backend_503, OA_CODE_BACKEND_POOL_STOPPED},
	{502, EXCHANGE, NULL, OA_CODE_BACKEND_UNREACHABLE},
	{503, EXCHANGE, NULL, OA_CODE_BACKEND_UNREACHABLE},
	{504, EXCHANGE, NULL, OA_CODE_BACKEND_UNREACHABLE},
	{429, EXCHANGE, NULL, OA_CODE_FRONT_END_BUSY},
	{503, HTTP_SYS, oa_sign_recovers, OA_CODE_HTTP_503_BURST},
	{503, HTTP_SYS, oa_sign_was_served, OA_CODE_HTTP_APP_POOL_CRASHING},
	{503, HTTP_SYS, NULL, OA_CODE_HTTP_APP_POOL_STOPPED},
	{503, IIS, NULL, OA_CODE_HTTP_503_BURST},
	/* rpcproxy.dll says neither 502 nor 504: an IIS that does is one in front */
	{502, DEVICE | IIS, oa_sign_get_fails_too, OA_CODE_HTTP_GATEWAY_ERROR},
	{503, DEVICE, oa_sign_get_fails_too, OA_CODE_HTTP_GATEWAY_ERROR},
	{504, DEVICE | IIS, oa_sign_get_fails_too, OA_CODE_HTTP_GATEWAY_ERROR},
	{500, DEVICE, oa_sign_is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
	{502, DEVICE | IIS, oa_sign_is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
	{503, DEVICE, oa_sign_is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
	{504, DEVICE | IIS, oa_sign_is_tunnel, OA_CODE_RPC_ERROR_HIDDEN},
};

static bool fits(const struct rule *rule, struct oa_case *given)
{
	if (rule->status && rule->status != given->status)
		return false;
	if (rule->speakers && !(rule->speakers & 1u << given->speaker))
		return false;
	return !rule->holds || rule->holds(given);
}

enum oa_code oa_http_code(struct oa_case *given)
{
	if (given->status / 100 == 3)
		return oa_sign_leads_to_itself(given)
			       ? OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH
			       : OA_CODE_HTTP_REDIRECT;
	if (given->status == 200)
		return oa_sign_nobody_is_exchange(given) ? OA_CODE_NOT_EXCHANGE
							 : OA_CODE_HTTP_NOT_RPC;
	for (size_t i = 0; i < OA_LENGTH(rules); i++)
		if (fits(&rules[i], given))
			return rules[i].code;
	return OA_CODE_HTTP_UNEXPECTED_STATUS;
}
