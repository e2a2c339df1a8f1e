/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/pox.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_text(const char *text, size_t size)
{
	if (!memchr(text, '\0', size) || strpbrk(text, "|\r\n\t"))
		abort();
}

static void check(const struct oa_pox *pox)
{
	if (pox->protocol_count > OA_POX_PROTOCOLS_MAX)
		abort();
	check_text(pox->redirect, sizeof(pox->redirect));
	check_text(pox->error_message, sizeof(pox->error_message));
	check_text(pox->user_dn, sizeof(pox->user_dn));
	check_text(pox->mapi.store_external, sizeof(pox->mapi.store_external));
	for (size_t i = 0; i < pox->protocol_count; i++) {
		check_text(pox->protocol[i].server, sizeof(pox->protocol[i].server));
		check_text(
			pox->protocol[i].principal, sizeof(pox->protocol[i].principal));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_pox pox;
	struct oa_error err = {.layer = OA_LAYER_NONE};

	if (oa_pox_parse(data, len, &pox, &err) == 0)
		check(&pox);
	else if (err.layer != OA_LAYER_HTTP)
		abort();
	return 0;
}
