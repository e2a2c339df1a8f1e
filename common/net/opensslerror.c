/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/opensslerror.h"

#include <errno.h>
#include <openssl/err.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static bool lacked_memory(void)
{
	unsigned long code;
	bool result = false;

	while ((code = ERR_get_error()))
		if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE)
			result = true;
	return result;
}

int oa_openssl_fail(struct oa_error *err, const char *text, ...)
{
	char told[sizeof(err->text)];
	va_list list;

	if (lacked_memory())
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	va_start(list, text);
	vsnprintf(told, sizeof(told), text, list);
	va_end(list);
	return oa_fail(err, OA_LAYER_FILE, 0, "%s", told);
}
