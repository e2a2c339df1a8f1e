/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/mibwrite.h"
#include "snmp/notification.h"
#include "snmp/tables.h"

static void write_column(
	FILE *file, const struct oa_table *table, const struct oa_column *column)
{
	fprintf(file, "%s OBJECT-TYPE\n    SYNTAX      %s%s%s\n", column->name,
		oa_syntax_name(column->syntax), column->range ? " " : "",
		column->range ? column->range : "");
	if (column->units)
		fprintf(file, "    UNITS       \"%s\"\n", column->units);
	fprintf(file, "    MAX-ACCESS  %s\n    STATUS      current\n",
		column->is_index ? "not-accessible" : "read-only");
	oa_mib_prose(file, 4, "DESCRIPTION", column->text);
	fprintf(file, "    ::= { %s%s %u }\n\n",
		table->name ? table->name : table->branch, table->name ? "Entry" : "",
		column->number);
}

/* The name of a SEQUENCE begins with a capital. */
static void write_sequence(FILE *file, const struct oa_table *table)
{
	fprintf(file, "O%sEntry ::= SEQUENCE {\n", table->name + 1);
	for (size_t i = 0; i < table->column_count; i++)
		fprintf(file, "    %-23s %s%s\n", table->columns[i].name,
			oa_syntax_name(table->columns[i].syntax),
			i + 1 < table->column_count ? "," : "");
	fprintf(file, "}\n\n");
}

static void write_entry(FILE *file, const struct oa_table *table)
{
	fprintf(file,
		"%sEntry OBJECT-TYPE\n    SYNTAX      O%sEntry\n"
		"    MAX-ACCESS  not-accessible\n    STATUS      current\n",
		table->name, table->name + 1);
	oa_mib_prose(file, 4, "DESCRIPTION", table->row_text);
	fprintf(file, "    INDEX       { ");
	for (size_t i = 0; table->indexes[i]; i++)
		fprintf(file, "%s%s", i > 0 ? ", " : "", table->indexes[i]);
	fprintf(file, " }\n    ::= { %sTable 1 }\n\n", table->name);
	write_sequence(file, table);
}

static void write_table(FILE *file, const struct oa_table *table)
{
	oa_mib_title(file, table->title);
	if (table->name) {
		fprintf(file,
			"%sTable OBJECT-TYPE\n    SYNTAX      SEQUENCE OF O%sEntry\n"
			"    MAX-ACCESS  not-accessible\n    STATUS      current\n",
			table->name, table->name + 1);
		oa_mib_prose(file, 4, "DESCRIPTION", table->text);
		fprintf(file, "    ::= { %s 1 }\n\n", table->branch);
		write_entry(file, table);
	}
	for (size_t i = 0; i < table->column_count; i++)
		write_column(file, table, &table->columns[i]);
}

static void write_notification(FILE *file, const struct oa_notification *notification)
{
	struct oa_object objects[OA_NOTIFICATION_OBJECTS];
	size_t count = oa_notification_objects(notification, objects);

	fprintf(file, "%s NOTIFICATION-TYPE\n    OBJECTS     {\n", notification->name);
	for (size_t i = 0; i < count; i++)
		fprintf(file, "                    %s%s\n", objects[i].column->name,
			i + 1 < count ? "," : "");
	fprintf(file, "                }\n    STATUS      current\n");
	oa_mib_prose(file, 4, "DESCRIPTION", notification->text);
	fprintf(file, "    ::= { oaNotifications %u }\n\n", notification->type);
}

void oa_mib_objects(FILE *file)
{
	for (size_t i = 0; oa_tables[i]; i++)
		write_table(file, oa_tables[i]);
	oa_mib_title(file, "Notifications");
	for (size_t i = 0; i < oa_notification_count; i++)
		write_notification(file, &oa_notifications[i]);
}
