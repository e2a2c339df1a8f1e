/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/iface.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const struct oa_syntax oa_syntax_ndr = {
	.uuid = {0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00,
		0x2b, 0x10, 0x48, 0x60},
	.major = 2,
	.minor = 0,
};

#define OA_IFACE(KEY, NAME, TITLE, SPN, PORT, MAJOR, MINOR, ...)                       \
	[OA_IFACE_##KEY] = {OA_IFACE_##KEY, NAME, TITLE, SPN, PORT,                    \
		{{__VA_ARGS__}, MAJOR, MINOR}},

static const struct oa_iface interfaces[OA_IFACE_COUNT] = {
#include "common/rpc/iface.def"
};

const struct oa_iface *oa_iface_get(enum oa_iface_key key)
{
	return &interfaces[key];
}

const struct oa_iface *oa_iface_by_name(const char *name)
{
	for (size_t i = 0; i < OA_IFACE_COUNT; i++) {
		if (!strcasecmp(interfaces[i].name, name))
			return &interfaces[i];
	}
	return NULL;
}

const struct oa_iface *oa_iface_by_port(uint16_t port)
{
	for (size_t i = 0; i < OA_IFACE_COUNT; i++) {
		if (port && interfaces[i].port == port)
			return &interfaces[i];
	}
	return NULL;
}

const struct oa_iface *oa_iface_by_syntax(const struct oa_syntax *syntax)
{
	for (size_t i = 0; i < OA_IFACE_COUNT; i++) {
		const struct oa_syntax *own = &interfaces[i].syntax;

		if (own->major == syntax->major &&
			!memcmp(own->uuid, syntax->uuid, sizeof(own->uuid)))
			return &interfaces[i];
	}
	return NULL;
}

void oa_syntax_format(const struct oa_syntax *syntax, char *buffer, size_t size)
{
	const uint8_t *u = syntax->uuid;

	snprintf(buffer, size,
		"%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x"
		" %u.%u",
		u[3], u[2], u[1], u[0], u[5], u[4], u[7], u[6], u[8], u[9], u[10],
		u[11], u[12], u[13], u[14], u[15], syntax->major, syntax->minor);
}
