/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/mibtext.h"

#include "common/base/array.h"
#include "snmp/mibwrite.h"
#include "snmp/tables.h"

#include <stdlib.h>
#include <string.h>

/* The latest revision; the text of the module changes with the tables, and this date
 * with it. */
#define REVISION "202611210000Z"

static const char module_text[] =
	"What active tests of Microsoft Outlook Anywhere (RPC over HTTP) have "
	"found.\n\n"
	"A subagent tests a list of targets on a schedule of its own and keeps what it "
	"has found in memory; a request is answered from there and never starts a "
	"test.  The age of a result is an object itself.\n\n"
	"A target is the public name of an Exchange organisation.  Its tests follow "
	"the "
	"way of a client: name resolution, TCP, TLS, HTTP, logon, RPC proxy, and the "
	"tunnels to the store (6001), the referral service (6002) and the address book "
	"(6004), with Autodiscover and MAPI over HTTP beside them.\n\n"
	"oaProblemTable is what a manager reads first: it has those rows only that "
	"are not well, each with the diagnosis and what to do.\n\n"
	"Nothing can be set here; the configuration is a file of the subagent.";

static const char provisional_text[] =
	"\n\nThe place of this module is provisional: it lies in a subtree for private "
	"experiments.  A site with an enterprise number of its own gives the module a "
	"place there by the option oid-root of the subagent.";

/* Where a root lies, by the longest name that a module can import. */
struct place {
	const char *below;  /* name of the node */
	const char *oid;    /* its numbers */
	const char *module; /* that defines it; NULL for none */
};

static const struct place places[] = {
	{"netSnmpPlaypen", "1.3.6.1.4.1.8072.9999.9999", "NET-SNMP-MIB"},
	{"enterprises", "1.3.6.1.4.1", "SNMPv2-SMI"},
	{"iso", "1", NULL},
};

static bool lies_below(const struct oa_oid *root, const struct oa_oid *node)
{
	return root->len > node->len &&
	       memcmp(root->id, node->id, node->len * sizeof(node->id[0])) == 0;
}

static const struct place *place_of(const struct oa_oid *root, size_t *ret_len)
{
	size_t count = OA_LENGTH(places), i = 0;
	struct oa_oid node;

	*ret_len = 0;
	for (; i + 1 < count; i++) {
		if (oa_oid_parse(places[i].oid, &node, NULL) != 0 ||
			!lies_below(root, &node))
			continue;
		*ret_len = node.len;
		return &places[i];
	}
	*ret_len = 1;
	return &places[i];
}

static void write_imports(FILE *file, const struct place *place)
{
	bool is_enterprise = strcmp(place->below, "enterprises") == 0;

	fprintf(file,
		"OUTLOOK-ANYWHERE-MIB DEFINITIONS ::= BEGIN\n\n"
		"IMPORTS\n"
		"    MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE,\n"
		"    Integer32, Unsigned32, Gauge32, Counter32%s\n"
		"        FROM SNMPv2-SMI                                 -- RFC 2578\n"
		"    TEXTUAL-CONVENTION, DateAndTime, TruthValue, TimeStamp\n"
		"        FROM SNMPv2-TC                                  -- RFC 2579\n"
		"    MODULE-COMPLIANCE, OBJECT-GROUP, NOTIFICATION-GROUP\n"
		"        FROM SNMPv2-CONF                                -- RFC 2580\n"
		"    SnmpAdminString\n"
		"        FROM SNMP-FRAMEWORK-MIB                         -- RFC 3411\n"
		"    InetAddressType, InetAddress, InetPortNumber\n"
		"        FROM INET-ADDRESS-MIB",
		is_enterprise ? ",\n    enterprises" : "");
	if (place->module && !is_enterprise)
		fprintf(file, "\n    %s\n        FROM %s", place->below, place->module);
	fprintf(file, ";\n\n");
}

static void write_identity(
	FILE *file, const struct oa_oid *root, const struct place *place, size_t len)
{
	char numbers[OA_OID_TEXT], text[2048];

	snprintf(text, sizeof(text), "%s%s", module_text,
		place == &places[0] ? provisional_text : "");
	fprintf(file,
		"outlookAnywhereMIB MODULE-IDENTITY\n"
		"    LAST-UPDATED \"%s\"\n"
		"    ORGANIZATION \"oa-plugins\"\n"
		"    CONTACT-INFO\n"
		"        \"The documentation that comes with the subagent.\"\n",
		REVISION);
	oa_mib_prose(file, 4, "DESCRIPTION", text);
	fprintf(file, "    REVISION \"%s\"\n", REVISION);
	oa_mib_prose(file, 4, "DESCRIPTION", "The first one.");
	oa_oid_text(root, len, " ", numbers);
	fprintf(file, "    ::= { %s %s }\n\n", place->below, numbers);
}

static void write_branches(FILE *file)
{
	oa_mib_title(file, "Branches");
	fprintf(file,
		"oaNotifications OBJECT IDENTIFIER ::= { outlookAnywhereMIB 0 }\n"
		"oaObjects       OBJECT IDENTIFIER ::= { outlookAnywhereMIB 1 }\n"
		"oaConformance   OBJECT IDENTIFIER ::= { outlookAnywhereMIB 2 }\n\n");
	for (size_t i = 0; oa_tables[i]; i++)
		fprintf(file, "%-15s OBJECT IDENTIFIER ::= { oaObjects %u }\n",
			oa_tables[i]->branch, oa_tables[i]->number);
	fprintf(file, "\n");
}

char *oa_mibtext(const struct oa_oid *root)
{
	char *text = NULL;
	size_t size, len;
	const struct place *place = place_of(root, &len);
	FILE *file = open_memstream(&text, &size);
	bool is_bad;

	if (!file)
		return NULL;
	write_imports(file, place);
	write_identity(file, root, place, len);
	write_branches(file);
	oa_mib_types(file);
	oa_mib_objects(file);
	oa_mib_conformance(file);
	fprintf(file, "END\n");
	is_bad = ferror(file) != 0;
	if (fclose(file) == 0 && !is_bad)
		return text;
	free(text);
	return NULL;
}
