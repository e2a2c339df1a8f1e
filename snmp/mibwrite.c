/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/mibwrite.h"

#include <string.h>

#define COLUMNS 72

void oa_mib_title(FILE *file, const char *title)
{
	static const char rule[] =
		"-- "
		"====================================================================";

	fprintf(file, "%s\n-- %s\n%s\n\n", rule, title, rule);
}

static void new_line(FILE *file, unsigned indent, unsigned *column)
{
	fprintf(file, "\n%*s", (int)indent, "");
	*column = indent;
}

/* Writes the words up to the end of a paragraph; returns what is behind it. */
static const char *paragraph(
	FILE *file, unsigned indent, const char *text, unsigned *column)
{
	unsigned blanks = 0;

	while (*text != '\0' && *text != '\n') {
		unsigned len = (unsigned)strcspn(text, " \n");

		if (*column + blanks + len + 1 > COLUMNS && blanks > 0)
			new_line(file, indent, column);
		else
			*column += (unsigned)fprintf(file, "%*s", (int)blanks, "");
		*column += (unsigned)fprintf(file, "%.*s", (int)len, text);
		text += len;
		blanks = (unsigned)strspn(text, " ");
		text += blanks;
	}
	return text;
}

void oa_mib_prose(FILE *file, unsigned indent, const char *keyword, const char *text)
{
	unsigned column;

	fprintf(file, "%*s%s", (int)indent, "", keyword);
	new_line(file, indent + 4, &column);
	column += (unsigned)fprintf(file, "\"");
	while (*(text = paragraph(file, indent + 4, text, &column)) != '\0') {
		if (*++text != '\n') {
			new_line(file, indent + 4, &column);
			continue;
		}
		fprintf(file, "\n");
		new_line(file, indent + 4, &column);
		text++;
	}
	fprintf(file, "\"\n");
}

void oa_mib_list(FILE *file, unsigned indent,
	const char *(*next)(void *context, size_t i), void *context)
{
	unsigned column = indent;
	const char *name;

	fprintf(file, "{\n%*s", (int)indent, "");
	for (size_t i = 0; (name = next(context, i)) != NULL; i++) {
		if (i > 0) {
			fprintf(file, ",");
			if (column + strlen(name) + 3 > COLUMNS)
				new_line(file, indent, &column);
			else
				column += (unsigned)fprintf(file, " ");
			column++;
		}
		column += (unsigned)fprintf(file, "%s", name);
	}
	fprintf(file, "\n%*s}", (int)indent - 4, "");
}
