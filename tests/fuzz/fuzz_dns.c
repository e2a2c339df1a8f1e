/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dnsreply.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_name(const char *name, size_t size)
{
	if (!memchr(name, '\0', size) || strpbrk(name, "\r\n\t|"))
		abort();
}

/* An answer of a name server, for both questions that can be asked. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_dns_services services = {.count = 0};
	char target[256] = "";

	oa_dns_reply_services(data, len, &services);
	if (services.count > OA_DNS_SERVICES_MAX)
		abort();
	for (size_t i = 0; i < services.count; i++)
		check_name(services.item[i].target, sizeof(services.item[i].target));
	if (!oa_dns_reply_alias(data, len, target) && target[0])
		abort();
	check_name(target, sizeof(target));
	return 0;
}
