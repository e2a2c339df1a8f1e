/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/starved.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A run that waited for so large a part of its time is void, but not for less than the
 * least that a step waits for its answer. */
#define SHARE    3
#define LEAST_US 500000

#define NS_PER_US 1000

bool oa_waited_parse(const char *line, uint64_t *ret_ns)
{
	const char *blank = strchr(line, ' ');
	char *end;
	uint64_t number;

	if (!blank || blank[1] < '0' || blank[1] > '9')
		return false;
	number = strtoumax(blank + 1, &end, 10);
	if (*end != ' ' && *end != '\n')
		return false;
	*ret_ns = number;
	return true;
}

bool oa_waited_of_thread(uint64_t *ret_ns)
{
	int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	char line[128];
	ssize_t len;

	if (fd < 0)
		return false;
	len = read(fd, line, sizeof(line) - 1);
	close(fd);
	if (len <= 0)
		return false;
	line[len] = '\0';
	return oa_waited_parse(line, ret_ns);
}

void oa_starved_begin(struct oa_starved *starved, oa_waited *read, int64_t now_us)
{
	*starved = (struct oa_starved){.read = read, .start_us = now_us};
	starved->is_known = read(&starved->waited_ns);
}

bool oa_starved_end(const struct oa_starved *starved, int64_t now_us)
{
	int64_t took_us = now_us - starved->start_us;
	uint64_t waited_ns;
	int64_t waited_us;

	if (!starved->is_known || !starved->read(&waited_ns) ||
		waited_ns < starved->waited_ns)
		return false;
	waited_us = (int64_t)((waited_ns - starved->waited_ns) / NS_PER_US);
	return waited_us > LEAST_US && waited_us > took_us / SHARE;
}
