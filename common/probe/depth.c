/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/depth.h"

#include <string.h>

uint16_t oa_depth_port(enum oa_depth depth)
{
	switch (depth) {
	case OA_DEPTH_REFERRAL:
		return 6002;
	case OA_DEPTH_ADDRESS_BOOK:
		return 6004;
	case OA_DEPTH_LOGON:
		return 6001;
	default:
		return 0;
	}
}

struct oa_mapi_version oa_deep_version(const struct oa_deep_plan *plan)
{
	/* Outlook 16.0.17928.20156, of 2024 */
	static const struct oa_mapi_version current = {{0x1000, 0xc608, 20156}};
	static const struct oa_mapi_version none;

	return memcmp(&plan->poses, &none, sizeof(none)) ? plan->poses : current;
}

enum oa_depth oa_depth_at(enum oa_depth depth, uint16_t port)
{
	for (enum oa_depth deep = depth; deep > OA_DEPTH_CALL; deep--)
		if (oa_depth_port(deep) == port)
			return deep;
	return depth > OA_DEPTH_CALL ? OA_DEPTH_CALL : depth;
}
