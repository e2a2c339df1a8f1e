/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/column.h"
#include "snmp/mibwrite.h"
#include "snmp/store.h"

/* An enumeration whose labels come from the code. */
struct enumeration {
	enum oa_syntax syntax;
	int64_t first;
	int64_t last;
	const char *text;
};

static const struct enumeration enumerations[] = {
	{OA_SYNTAX_STATUS, OA_STATUS_OK, OA_STATUS_DISABLED,
		"What came out of a probe, or of a target as a whole.\n\n"
		"The first four are the results of a monitoring plugin, whose exit "
		"status is the value minus one.  notTested(5) says that there is no "
		"result, because the probe has not been run yet or an earlier one of "
		"the way has failed; disabled(6) that the configuration does not ask "
		"for one.  Neither counts for the status of a target."},
	{OA_SYNTAX_KIND, OA_KIND_NONE + 1, OA_KINDS - 1,
		"The probes of a target, in the order in which a client meets what "
		"they test:\n\n"
		"nameResolution, the addresses of the host name;\n"
		"tcpConnect, the port;\n"
		"tlsHandshake, TLS and the certificate;\n"
		"http, the web server;\n"
		"httpAuth, the logon;\n"
		"rpcProxy, the RPC proxy;\n"
		"backEnd, the back end's web site;\n"
		"tunnelStore, the way to the store (6001);\n"
		"tunnelReferral, the way to the referral service (6002);\n"
		"tunnelAddressBook, the way to the address book (6004);\n"
		"mailbox, the logon to a mailbox;\n"
		"autodiscover, what Autodiscover publishes;\n"
		"mapiHttp, MAPI over HTTP, the successor;\n"
		"history, what several runs say together;\n"
		"monitor, the check itself.\n\n"
		"Later revisions may add values at the end."},
	{OA_SYNTAX_KIND_OR_NONE, OA_KIND_NONE, OA_KINDS - 1,
		"OaProbeType, or none(0) where there is no probe to name."},
	{OA_SYNTAX_ROLE, OA_ROLE_FRONT_END, OA_ROLES,
		"The part that a service plays for a target."},
	{OA_SYNTAX_EVENT, OA_CHANGE_TARGET, OA_CHANGE_AGENT,
		"What an event tells: another status or diagnosis of a target, another "
		"status of a probe, the begin or the end of flapping, another "
		"certificate, a certificate that comes near its end, another status "
		"of the subagent."},
};

static const char code_text[] =
	"A diagnosis of the catalogue.  The labels are the names that the plugins "
	"print, e.g. tcp-refused, without hyphens and digits; objects whose names end "
	"in Code hold the name itself.  The manual oa-plugins(7) says of each what it "
	"means, what was seen and what to do.\n\n"
	"Later revisions add values at the end and change none.  A program takes a "
	"value that it does not know for a diagnosis like any other, and goes by the "
	"status beside it.";

static void begin_type(FILE *file, const char *name, const char *hint, const char *text)
{
	fprintf(file, "%s ::= TEXTUAL-CONVENTION\n", name);
	if (hint)
		fprintf(file, "    DISPLAY-HINT \"%s\"\n", hint);
	fprintf(file, "    STATUS      current\n");
	oa_mib_prose(file, 4, "DESCRIPTION", text);
}

static void write_labels(FILE *file, enum oa_syntax syntax, int64_t first, int64_t last)
{
	const char *between = "";
	char label[OA_SYNTAX_LABEL];

	fprintf(file, "    SYNTAX      INTEGER {\n");
	for (int64_t value = first; value <= last; value++) {
		oa_syntax_label(syntax, value, label);
		if (label[0] == '\0')
			continue;
		fprintf(file, "%s                    %s(%lld)", between, label,
			(long long)value);
		between = ",\n";
	}
	fprintf(file, "\n                }\n\n");
}

static int64_t highest_code(void)
{
	unsigned highest = 0;

	for (size_t code = 0; code < OA_CODES; code++)
		if (oa_diagnosis((enum oa_code)code)->number > highest)
			highest = oa_diagnosis((enum oa_code)code)->number;
	return highest;
}

void oa_mib_types(FILE *file)
{
	oa_mib_title(file, "Textual conventions");
	for (size_t i = 0; i < OA_LENGTH(enumerations); i++) {
		const struct enumeration *type = &enumerations[i];

		begin_type(file, oa_syntax_name(type->syntax), NULL, type->text);
		write_labels(file, type->syntax, type->first, type->last);
	}
	begin_type(file, oa_syntax_name(OA_SYNTAX_CODE), NULL, code_text);
	write_labels(file, OA_SYNTAX_CODE, 1, highest_code());
	begin_type(file, oa_syntax_name(OA_SYNTAX_MILLISECONDS), "d",
		"A time in milliseconds.  One that was measured is at least 1; zero "
		"says "
		"that none was.");
	fprintf(file, "    SYNTAX      Gauge32\n\n");
}
