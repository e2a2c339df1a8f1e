/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/emsmdb.h"
#include "common/rpc/nspi.h"
#include "common/rpc/rfr.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* What is refused says why, by the layer that refuses it. */
static void check_refusal(int result, const struct oa_error *err)
{
	if (result && (err->layer != OA_LAYER_RPC || !err->text[0]))
		abort();
}

static int parse_connect(const uint8_t *data, size_t len, struct oa_error *err)
{
	struct oa_emsmdb_session session;
	char version[OA_MAPI_VERSION_TEXT_LEN];

	if (oa_emsmdb_parse_connect(data, len, &session, err) < 0)
		return -1;
	if (!session.value && oa_ndr_handle_is_null(&session.handle))
		abort();
	if (!memchr(session.user_name, 0, sizeof(session.user_name)))
		abort();
	oa_mapi_version_format(&session.server, version, sizeof(version));
	return 0;
}

static int parse_end(const uint8_t *data, size_t len, struct oa_error *err)
{
	uint32_t value;

	if (oa_nspi_parse_unbind(data, len, &value, NULL) == 0 &&
		oa_emsmdb_parse_disconnect(data, len, &value, NULL) != 0)
		abort();
	return oa_emsmdb_parse_disconnect(data, len, &value, err);
}

static int parse_bind(const uint8_t *data, size_t len, struct oa_error *err)
{
	struct oa_nspi_session session;

	return oa_nspi_parse_bind(data, len, &session, err);
}

static int parse_resolve(const uint8_t *data, size_t len, struct oa_error *err)
{
	struct oa_nspi_resolved resolved;

	return oa_nspi_parse_resolve(data, len, &resolved, err);
}

static int parse_update(const uint8_t *data, size_t len, struct oa_error *err)
{
	struct oa_nspi_size size;

	return oa_nspi_parse_update(data, len, &size, err);
}

static int parse_new_dsa(const uint8_t *data, size_t len, struct oa_error *err)
{
	struct oa_rfr_name name;

	return oa_rfr_parse_new_dsa(data, len, &name, err);
}

static int parse_fqdn(const uint8_t *data, size_t len, struct oa_error *err)
{
	struct oa_rfr_name name;

	return oa_rfr_parse_fqdn(data, len, &name, err);
}

/* The first byte chooses the decoder. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct {
		uint8_t choice;
		int (*parse)(const uint8_t *data, size_t len, struct oa_error *err);
	} decoders[] = {
		{'c', parse_connect},
		{'e', parse_end},
		{'b', parse_bind},
		{'r', parse_resolve},
		{'u', parse_update},
		{'d', parse_new_dsa},
		{'f', parse_fqdn},
	};

	for (size_t i = 0; len && i < OA_LENGTH(decoders); i++) {
		struct oa_error err = {0};

		if (data[0] == decoders[i].choice)
			check_refusal(decoders[i].parse(data + 1, len - 1, &err), &err);
	}
	return 0;
}
