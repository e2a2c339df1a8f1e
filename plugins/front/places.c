/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/places.h"

#include "common/probe/backend.h"

int oa_check_places(const struct oa_strings *places, struct oa_error *err)
{
	char host[256];
	uint16_t port;

	for (size_t i = 0; i < places->count; i++)
		if (!oa_backend_parse(places->item[i], host, &port))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--backend: %.60s is not HOST or HOST:PORT",
				places->item[i]);
	return 0;
}
