/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/iface.h"

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

const struct oa_iface *oa_iface_other(uint16_t port, enum oa_iface_key key)
{
	if (key == OA_IFACE_MGMT)
		return oa_iface_by_port(port);
	if (port == 6002 && key == OA_IFACE_RFR)
		return oa_iface_get(OA_IFACE_NSPI);
	if (port == 6004 && key == OA_IFACE_NSPI)
		return oa_iface_get(OA_IFACE_RFR);
	return NULL;
}
