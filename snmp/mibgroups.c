/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/mibwrite.h"
#include "snmp/notification.h"
#include "snmp/tables.h"

/* Where a walk over the names of a group is. */
struct walk {
	const struct oa_table *table; /* of an object group */
	bool is_of_cert;              /* of a notification group */
};

/* What follows the groups of the tables. */
static const struct {
	const char *name;
	bool is_of_cert;
	const char *text;
} notification_groups[] = {
	{"oaNotificationGroup", false, "Notifications about targets and the subagent."},
	{"oaCertNotificationGroup", true, "Notifications about certificates."},
};

#define NOTIFICATION_GROUPS OA_LENGTH(notification_groups)

static const char *next_object(void *context, size_t i)
{
	const struct oa_table *table = ((const struct walk *)context)->table;

	for (size_t at = 0; at < table->column_count; at++)
		if (!table->columns[at].is_index && i-- == 0)
			return table->columns[at].name;
	return NULL;
}

static const char *next_notification(void *context, size_t i)
{
	const struct walk *walk = context;

	for (size_t at = 0; at < oa_notification_count; at++)
		if (oa_notifications[at].is_of_cert == walk->is_of_cert && i-- == 0)
			return oa_notifications[at].name;
	return NULL;
}

static void end_group(FILE *file, const char *text, size_t number)
{
	fprintf(file, "\n    STATUS      current\n");
	oa_mib_prose(file, 4, "DESCRIPTION", text);
	fprintf(file, "    ::= { oaGroups %zu }\n\n", number);
}

static const char *name_of(const struct oa_table *table)
{
	return table->name ? table->name : table->branch;
}

static void write_compliance(FILE *file)
{
	const char *between = "";

	fprintf(file, "oaCompliance MODULE-COMPLIANCE\n    STATUS      current\n");
	oa_mib_prose(file, 4, "DESCRIPTION", "What a subagent implements: everything.");
	fprintf(file, "    MODULE      -- this module\n        MANDATORY-GROUPS {\n");
	for (size_t i = 0; oa_tables[i]; i++, between = ",\n")
		fprintf(file, "%s            %sGroup", between, name_of(oa_tables[i]));
	for (size_t i = 0; i < NOTIFICATION_GROUPS; i++)
		fprintf(file, ",\n            %s", notification_groups[i].name);
	fprintf(file, "\n        }\n    ::= { oaCompliances 1 }\n\n");
}

void oa_mib_conformance(FILE *file)
{
	struct walk walk;
	size_t number = 0;

	oa_mib_title(file, "Conformance");
	fprintf(file, "oaCompliances   OBJECT IDENTIFIER ::= { oaConformance 1 }\n"
		      "oaGroups        OBJECT IDENTIFIER ::= { oaConformance 2 }\n\n");
	write_compliance(file);
	for (; oa_tables[number]; number++) {
		walk.table = oa_tables[number];
		fprintf(file, "%sGroup OBJECT-GROUP\n    OBJECTS ",
			name_of(walk.table));
		oa_mib_list(file, 8, next_object, &walk);
		end_group(file, walk.table->group_text, number + 1);
	}
	for (size_t i = 0; i < NOTIFICATION_GROUPS; i++) {
		walk.is_of_cert = notification_groups[i].is_of_cert;
		fprintf(file, "%s NOTIFICATION-GROUP\n    NOTIFICATIONS ",
			notification_groups[i].name);
		oa_mib_list(file, 8, next_notification, &walk);
		end_group(file, notification_groups[i].text, ++number);
	}
}
