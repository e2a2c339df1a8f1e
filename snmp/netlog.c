/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/netlog.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 512
#define MINUTE_US 60000000
#define FNV_BASIS UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t hash_of(const char *line, size_t len)
{
	uint64_t hash = FNV_BASIS;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)line[i]) * FNV_PRIME;
	return hash;
}

static bool is_repeated(struct oa_netlog *log, uint64_t hash)
{
	for (size_t i = 0; i < OA_NETLOG_LINES; i++)
		if (log->seen[i] == hash)
			return true;
	log->seen[log->next] = hash;
	log->next = (log->next + 1) % OA_NETLOG_LINES;
	return false;
}

static bool is_too_much(struct oa_netlog *log, int64_t now_us)
{
	if (log->count == 0 || now_us - log->minute_us >= MINUTE_US) {
		log->minute_us = now_us;
		log->count = 0;
	}
	return log->count++ >= OA_NETLOG_PER_MINUTE;
}

void oa_netlog_line(
	struct oa_netlog *log, int priority, const char *line, int64_t now_us)
{
	size_t len = strcspn(line, "\n");
	char text[LINE_SIZE];

	if (!log->sink || len == 0)
		return;
	if (is_repeated(log, hash_of(line, len)) || is_too_much(log, now_us))
		return;
	snprintf(text, sizeof(text), "libnetsnmp: %.*s", (int)len, line);
	log->sink(log->context, priority, text);
}

void oa_netlog_say(struct oa_netlog *log, int priority, const char *format, ...)
{
	char text[LINE_SIZE];
	va_list arguments;

	if (!log->sink)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	log->sink(log->context, priority, text);
	memset(log->seen, 0, sizeof(log->seen));
}
