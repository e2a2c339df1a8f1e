/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/base64.h"
#include "common/net/certfacts.h"
#include "common/probe/certmemory.h"
#include "common/probe/certsides.h"
#include "common/probe/inspection.h"
#include "common/report/unreadable.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Hexadecimal digits, with or without colons between the bytes. */
static bool read_hex(const char *text, char ret_hex[65])
{
	size_t count = 0;

	for (; *text; text++) {
		if (*text == ':' && count % 2 == 0)
			continue;
		if (!isxdigit((unsigned char)*text) || count == 64)
			return false;
		ret_hex[count++] = (char)tolower((unsigned char)*text);
	}
	ret_hex[count] = '\0';
	return count == 64;
}

bool oa_cert_pin_parse(const char *text, char ret_hex[65])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[33];
	size_t len = 0;

	if (strncasecmp(text, "sha256//", 8) != 0)
		return read_hex(text, ret_hex);
	if (oa_base64_decode(text + 8, strlen(text + 8), digest, sizeof(digest), &len) <
			0 ||
		len != 32)
		return false;
	for (size_t i = 0; i < len; i++) {
		ret_hex[2 * i] = digits[digest[i] >> 4];
		ret_hex[2 * i + 1] = digits[digest[i] & 15];
	}
	ret_hex[64] = '\0';
	return true;
}

static bool is_pinned(const struct oa_certcase *given, const char *cert_hex)
{
	const struct oa_strings *pins = &given->plan->pins;
	char key_hex[OA_CERT_HEX_SIZE], pin[65];

	oa_cert_key_sha256(given->tls->leaf, key_hex);
	for (size_t i = 0; i < pins->count; i++)
		if (oa_cert_pin_parse(pins->item[i], pin) &&
			(!strcmp(pin, cert_hex) || !strcmp(pin, key_hex)))
			return true;
	return pins->count == 0;
}

/* What earlier runs have seen of this target; memory of node 2 is none of node 1. */
static struct oa_certmemory_key memory_key(const struct oa_certcase *given)
{
	return (struct oa_certmemory_key){.dir = given->plan->state_dir,
		.host = given->front->target->host,
		.port = given->front->target->port,
		.node = given->subject,
		.until = given->front->until};
}

static void judge_pins(struct oa_certcase *given, const char *hex, int64_t known_since)
{
	struct oa_facts facts = {0};
	char date[32];

	if (known_since) {
		oa_cert_moment(known_since, date, sizeof(date));
		oa_facts_set(&facts, "date", "%s", date);
		oa_facts_set(&facts, "name", "%s", given->plan->pins.item[0]);
		oa_certcase_find(
			given, OA_CODE_CERT_NOT_REPLACED, OA_STATE_WARNING, &facts);
		return;
	}
	oa_facts_set(&facts, "name", "%s", hex);
	oa_step_detail(oa_certcase_find(given, OA_CODE_CERT_UNEXPECTED,
			       OA_STATE_WARNING, &facts),
		"expected %s", given->plan->pins.item[0]);
}

static bool has_issuer(const struct oa_certcase *given)
{
	const struct oa_strings *patterns = &given->plan->issuers;
	char name[128];

	for (size_t i = 0; i < patterns->count; i++)
		if (oa_issuer_matches(patterns->item[i], given->tls->leaf,
			    given->found.path, name, sizeof(name)))
			return true;
	return patterns->count == 0;
}

/* Another authority than the expected one may have been chosen on purpose; where a
 * second view still has the expected one, or nobody trusts the new one, somebody
 * sits in between. */
static void judge_issuer(struct oa_certcase *given, const char *hex, bool was_good)
{
	bool is_intercepted = given->has_other_view || was_good ||
			      (!given->is_trusted &&
				      !given->front->target->tls.is_insecure);
	struct oa_facts facts = {0};
	char issuer[128];

	oa_cert_short_name(
		X509_get_issuer_name(given->tls->leaf), issuer, sizeof(issuer));
	oa_facts_set(&facts, "issuer", "%s", issuer);
	oa_facts_set(&facts, "name", "%s", hex);
	oa_step_detail(
		oa_certcase_find(given,
			is_intercepted ? OA_CODE_TLS_INTERCEPTED
				       : OA_CODE_CERT_UNEXPECTED,
			is_intercepted ? OA_STATE_CRITICAL : OA_STATE_WARNING, &facts),
		"issuer %s, expected %s", issuer, given->plan->issuers.item[0]);
}

void oa_certcase_identity(struct oa_certcase *given)
{
	const struct oa_cert_plan *plan = given->plan;
	struct oa_certmemory memory = {0};
	struct oa_certmemory_key key = memory_key(given);
	struct oa_error error = {0};
	char hex[OA_CERT_HEX_SIZE];
	bool is_known, is_expected, is_issued;

	oa_cert_sha256(given->tls->leaf, hex);
	if (plan->state_dir && oa_certmemory_load(&key, &memory, &error) < 0)
		oa_report_find_unreadable(
			given->front->report, NULL, "--state-dir", &error);
	is_known = !strcmp(memory.sha256, hex);
	is_expected = is_pinned(given, hex);
	is_issued = has_issuer(given);
	if (!is_expected)
		judge_pins(given, hex, is_known ? memory.first_seen : 0);
	if (!is_issued)
		judge_issuer(given, hex, memory.sha256[0] && !is_known);
	/* what was never expected is not remembered as if it had been */
	if (!plan->state_dir || !is_expected || !is_issued || error.layer)
		return;
	if (!is_known) {
		memcpy(memory.sha256, hex, sizeof(hex));
		memory.first_seen = given->now;
	}
	if (oa_certmemory_save(&key, &memory, &error) < 0)
		oa_report_find_unreadable(
			given->front->report, NULL, "--state-dir", &error);
}
