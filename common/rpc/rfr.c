/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rfr.h"

#include <string.h>

void oa_rfr_write_new_dsa(struct oa_writer *out, const char *user_dn)
{
	oa_ndr_write_u32(out, 0); /* flags */
	oa_ndr_write_string(out, user_dn);
	oa_ndr_write_pointer(out, true, 0); /* unused */
	oa_ndr_write_pointer(out, true, 0); /* the server's name comes back here */
}

/* A pointer to a pointer to a string; either may be null. */
static void read_name(struct oa_reader *in, char *buffer, size_t size)
{
	buffer[0] = '\0';
	if (oa_ndr_read_pointer(in) && oa_ndr_read_pointer(in))
		oa_ndr_read_string(in, buffer, size);
}

int oa_rfr_parse_new_dsa(const void *stub, size_t len, struct oa_rfr_name *ret_name,
	struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_rfr_name name = {0};
	char unused[4];

	if (oa_ndr_read_result(stub, len, &name.value, err) < 0)
		return oa_fail_context(err, "RfrGetNewDSA");
	if (!name.value) {
		read_name(&in, unused, sizeof(unused));
		read_name(&in, name.name, sizeof(name.name));
		(void)oa_ndr_read_u32(&in);
	}
	if (in.bad || (!name.value && oa_read_left(&in)))
		return oa_fail(err, OA_LAYER_RPC, 0,
			"RfrGetNewDSA: malformed reply of %zu bytes", len);
	*ret_name = name;
	return 0;
}

void oa_rfr_write_fqdn(struct oa_writer *out, const char *server_dn)
{
	oa_ndr_write_u32(out, 0); /* flags */
	oa_ndr_write_u32(out, (uint32_t)strlen(server_dn) + 1);
	oa_ndr_write_string(out, server_dn);
}

int oa_rfr_parse_fqdn(const void *stub, size_t len, struct oa_rfr_name *ret_name,
	struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_rfr_name name = {0};

	if (oa_ndr_read_result(stub, len, &name.value, err) < 0)
		return oa_fail_context(err, "RfrGetFQDNFromServerDN");
	if (!name.value) {
		if (oa_ndr_read_pointer(&in))
			oa_ndr_read_string(&in, name.name, sizeof(name.name));
		(void)oa_ndr_read_u32(&in);
	}
	if (in.bad || (!name.value && oa_read_left(&in)))
		return oa_fail(err, OA_LAYER_RPC, 0,
			"RfrGetFQDNFromServerDN: malformed reply of %zu bytes", len);
	*ret_name = name;
	return 0;
}
