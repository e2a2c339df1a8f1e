/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/krberror.h"

#ifdef HAVE_GSSAPI

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/net/tickets.h"

#include <errno.h>
#include <string.h>

static const struct {
	krb5_error_code code;
	enum oa_tickets_trouble trouble;
} troubles[] = {
	{KRB5_CC_NOTFOUND, OA_TICKETS_NO_SOURCE},
	{KRB5_CC_FORMAT, OA_TICKETS_NO_SOURCE},
	{KRB5_CC_END, OA_TICKETS_NO_SOURCE},
	{KRB5_CC_UNKNOWN_TYPE, OA_TICKETS_NO_SOURCE},
	{KRB5_FCC_NOFILE, OA_TICKETS_NO_SOURCE},
	{KRB5_FCC_PERM, OA_TICKETS_NO_SOURCE},
	{KRB5_KT_NOTFOUND, OA_TICKETS_NO_SOURCE},
	{KRB5_KT_END, OA_TICKETS_NO_SOURCE},
	{KRB5_KT_UNKNOWN_TYPE, OA_TICKETS_NO_SOURCE},
	{KRB5_KEYTAB_BADVNO, OA_TICKETS_NO_SOURCE},
	{KRB5KRB_AP_ERR_TKT_EXPIRED, OA_TICKETS_NO_SOURCE},
	{ENOENT, OA_TICKETS_NO_SOURCE},
	{EACCES, OA_TICKETS_NO_SOURCE},
	{KRB5_KDC_UNREACH, OA_TICKETS_NO_KDC},
	{KRB5_REALM_UNKNOWN, OA_TICKETS_NO_KDC},
	{KRB5_REALM_CANT_RESOLVE, OA_TICKETS_NO_KDC},
	{KRB5_CONFIG_NODEFREALM, OA_TICKETS_NO_KDC},
	{KRB5_CONFIG_CANTOPEN, OA_TICKETS_NO_KDC},
	{KRB5_CONFIG_BADFORMAT, OA_TICKETS_NO_KDC},
	{KRB5KDC_ERR_SVC_UNAVAILABLE, OA_TICKETS_NO_KDC},
	{KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, OA_TICKETS_CLIENT_UNKNOWN},
	{KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN, OA_TICKETS_SERVICE_UNKNOWN},
	{KRB5KDC_ERR_MUST_USE_USER2USER, OA_TICKETS_SERVICE_UNKNOWN},
	{KRB5KDC_ERR_PREAUTH_FAILED, OA_TICKETS_PASSWORD_WRONG},
	{KRB5KRB_AP_ERR_BAD_INTEGRITY, OA_TICKETS_PASSWORD_WRONG},
	{KRB5KDC_ERR_CLIENT_REVOKED, OA_TICKETS_ACCOUNT_UNUSABLE},
	{KRB5KDC_ERR_CLIENT_NOTYET, OA_TICKETS_ACCOUNT_UNUSABLE},
	{KRB5KDC_ERR_NAME_EXP, OA_TICKETS_ACCOUNT_UNUSABLE},
	{KRB5KDC_ERR_KEY_EXP, OA_TICKETS_ACCOUNT_UNUSABLE},
	{KRB5KDC_ERR_POLICY, OA_TICKETS_ACCOUNT_UNUSABLE},
	{KRB5KRB_AP_ERR_SKEW, OA_TICKETS_CLOCK_SKEW},
	{KRB5_KDCREP_SKEW, OA_TICKETS_CLOCK_SKEW},
	{KRB5KRB_AP_ERR_TKT_NYV, OA_TICKETS_CLOCK_SKEW},
};

int oa_krb_fail(
	struct oa_error *err, krb5_context krb5, krb5_error_code code, const char *what)
{
	enum oa_tickets_trouble trouble = OA_TICKETS_OTHER;
	const char *message;
	char text[200];

	if (code == ENOMEM)
		return oa_fail(err, OA_LAYER_SYSTEM, code, "out of memory");
	for (size_t i = 0; i < OA_LENGTH(troubles); i++)
		if (troubles[i].code == code)
			trouble = troubles[i].trouble;
	message = krb5_get_error_message(krb5, code);
	oa_clean(text, sizeof(text), message, strlen(message));
	krb5_free_error_message(krb5, message);
	return oa_fail(err, OA_LAYER_KERBEROS, trouble, "%s: %s", what, text);
}

#endif
