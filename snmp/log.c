/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/log.h"

#include "common/base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_SIZE 1024

/* Priorities of syslog(3). */
static const int priorities[] = {
	[OA_LOG_ERROR] = 3,
	[OA_LOG_WARNING] = 4,
	[OA_LOG_NOTICE] = 5,
	[OA_LOG_INFO] = 6,
	[OA_LOG_DEBUG] = 7,
};

/* The variable is inherited by processes whose output goes elsewhere. */
static bool leads_to(int fd, const char *journal)
{
	char name[64] = "";
	struct stat status;

	if (fstat(fd, &status) < 0)
		return false;
	oa_append(name, sizeof(name), "%ju:%ju", (uintmax_t)status.st_dev,
		(uintmax_t)status.st_ino);
	return strcmp(name, journal) == 0;
}

void oa_log_init(struct oa_log *log, int fd, const char *journal)
{
	*log = (struct oa_log){.fd = fd,
		.level = OA_LOG_NOTICE,
		.has_priorities = journal && leads_to(fd, journal)};
}

static void put(int fd, const char *line, size_t len)
{
	ssize_t written = write(fd, line, len);

	(void)written; /* there is nobody left to tell */
}

void oa_log(const struct oa_log *log, enum oa_log_level level, const char *format, ...)
{
	char text[LINE_SIZE], line[LINE_SIZE + 32] = "";
	size_t head;
	va_list list;

	if (level > log->level)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (log->has_priorities)
		oa_append(line, sizeof(line), "<%d>", priorities[level]);
	else
		oa_append(line, sizeof(line), "oa-agentx: ");
	head = strlen(line);
	oa_clean(line + head, LINE_SIZE, text, strlen(text));
	oa_append(line, sizeof(line), "\n");
	put(log->fd, line, strlen(line));
}
