/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/status.h"
#include "common/base/array.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LABEL_SIZE 65

static const char *const labels[] = {
	[OA_STATUS_OK] = "ok",
	[OA_STATUS_WARNING] = "warning",
	[OA_STATUS_CRITICAL] = "critical",
	[OA_STATUS_UNKNOWN] = "unknown",
	[OA_STATUS_NOT_TESTED] = "notTested",
	[OA_STATUS_DISABLED] = "disabled",
};

/* Not the order of the exit codes. */
static const int weights[] = {
	[OA_STATUS_DISABLED] = 1,
	[OA_STATUS_NOT_TESTED] = 2,
	[OA_STATUS_OK] = 3,
	[OA_STATUS_UNKNOWN] = 4,
	[OA_STATUS_WARNING] = 5,
	[OA_STATUS_CRITICAL] = 6,
};

static const struct {
	const char *label;
	enum oa_kind kind;
} roles[] = {
	[OA_ROLE_FRONT_END] = {"frontEnd", OA_KIND_TLS},
	[OA_ROLE_BACK_END] = {"backEnd", OA_KIND_BACKEND},
	[OA_ROLE_AUTODISCOVER] = {"autodiscover", OA_KIND_AUTODISCOVER},
};

enum oa_status oa_status_of(enum oa_state state)
{
	return (enum oa_status)(oa_state_exit_code(state) + OA_STATUS_OK);
}

const char *oa_status_label(enum oa_status status)
{
	return labels[status];
}

bool oa_status_is_bad(enum oa_status status)
{
	return weights[status] > weights[OA_STATUS_OK];
}

bool oa_status_is_tested(enum oa_status status)
{
	return weights[status] >= weights[OA_STATUS_OK];
}

enum oa_status oa_status_worst(enum oa_status one, enum oa_status other)
{
	return weights[other] > weights[one] ? other : one;
}

enum oa_role oa_cert_role(uint32_t number)
{
	return number <= OA_ROLES ? (enum oa_role)number : OA_ROLE_BACK_END;
}

const char *oa_role_label(enum oa_role role)
{
	return roles[role].label;
}

enum oa_kind oa_role_kind(enum oa_role role)
{
	return roles[role].kind;
}

/* The ports of the classic endpoints have names, other digits are spelt out.  Returns
 * how many characters of name that takes. */
static size_t spell_number(const char *name, const char **ret_word)
{
	static const char *const digits[] = {"Zero", "One", "Two", "Three", "Four",
		"Five", "Six", "Seven", "Eight", "Nine"};
	static const struct {
		const char *port;
		const char *word;
	} ports[] = {{"6001", "Store"}, {"6002", "Referral"}, {"6004", "AddressBook"}};

	for (size_t i = 0; i < OA_LENGTH(ports); i++) {
		if (strncmp(name, ports[i].port, 4) == 0) {
			*ret_word = ports[i].word;
			return 4;
		}
	}
	*ret_word = digits[*name - '0'];
	return 1;
}

void oa_code_label(enum oa_code code, char *buffer, size_t size)
{
	char label[LABEL_SIZE] = "";
	size_t used = 0;
	bool is_start = false;

	for (const char *at = oa_diagnosis(code)->name; *at && used + 1 < LABEL_SIZE;) {
		if (isdigit((unsigned char)*at)) {
			const char *word;

			at += spell_number(at, &word);
			used += (size_t)snprintf(
				label + used, LABEL_SIZE - used, "%s", word);
			is_start = true;
			continue;
		}
		if (*at != '-')
			label[used++] = is_start ? (char)toupper((unsigned char)*at)
						 : *at;
		is_start = *at++ == '-';
	}
	label[used < LABEL_SIZE ? used : LABEL_SIZE - 1] = '\0';
	snprintf(buffer, size, "%s", label);
}
