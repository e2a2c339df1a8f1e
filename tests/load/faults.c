/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/load/faults.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[LOAD_FAULTS] = {
	[LOAD_HEALTHY] = "healthy",
	[LOAD_STOPPED] = "503",
	[LOAD_LOCKED] = "401",
	[LOAD_SILENT] = "silent",
	[LOAD_RESET] = "reset",
	[LOAD_REFUSED] = "refused",
	[LOAD_UNKNOWN] = "unknown",
	[LOAD_DARK] = "dark",
	[LOAD_SLOW] = "slow",
	[LOAD_OTHER] = "other",
	[LOAD_SOON] = "soon",
	[LOAD_NAK] = "nak",
	[LOAD_CUT] = "cut",
};

unsigned load_number(const char *name, size_t len)
{
	unsigned number = 0;

	for (size_t i = 0; i < len && name[i] != '.'; i++) {
		if (!isdigit((unsigned char)name[i]))
			continue;
		number = number * 10 + (unsigned)(name[i] - '0');
		if (number >= LOAD_TARGETS_MAX)
			return 0;
	}
	return number;
}

const char *load_fault_word(enum load_fault fault)
{
	return words[fault];
}

static bool find_fault(const char *word, size_t len, enum load_fault *ret_fault)
{
	for (int i = 0; i < LOAD_FAULTS; i++)
		if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0) {
			*ret_fault = (enum load_fault)i;
			return true;
		}
	return false;
}

/* "all", "FIRST" or "FIRST LAST" */
static bool find_range(
	const char *text, unsigned long *ret_first, unsigned long *ret_last)
{
	char *end;

	if (strcmp(text, "all") == 0) {
		*ret_first = 0;
		*ret_last = LOAD_TARGETS_MAX - 1;
		return true;
	}
	*ret_first = strtoul(text, &end, 10);
	if (end == text)
		return false;
	*ret_last = *ret_first;
	if (*end == ' ') {
		text = end + 1;
		*ret_last = strtoul(text, &end, 10);
	}
	return *end == '\0' && *ret_first <= *ret_last && *ret_last < LOAD_TARGETS_MAX;
}

bool load_obey(struct load_faults *faults, const char *order)
{
	const char *space = strchr(order, ' ');
	unsigned long first, last;
	enum load_fault fault;

	if (!space || !find_fault(order, (size_t)(space - order), &fault) ||
		!find_range(space + 1, &first, &last))
		return false;
	memset(faults->of + first, fault, last - first + 1);
	return true;
}
