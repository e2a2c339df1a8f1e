/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlmlogin.h"

#include "common/base/bytes.h"
#include "common/net/ntlmcrypt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MIC_PROVIDED 0x2U /* MsvAvFlags: the message has a MIC */

void oa_ntlm_channel_binding(
	const void *application_data, size_t len, uint8_t ret_binding[16])
{
	/* both addresses of the gss_channel_bindings_struct are empty */
	uint8_t head[20];
	struct oa_writer out = oa_writer(head, sizeof(head));
	const struct oa_ntlm_piece pieces[] = {
		{head, sizeof(head)}, {application_data, len}};

	oa_write_zeros(&out, 16);
	oa_write_u32(&out, (uint32_t)len);
	oa_ntlm_md5(pieces, 2, ret_binding);
}

static int convert(const char *what, const char *text, size_t len,
	struct oa_utf16 *ret_utf16, struct oa_error *err)
{
	if (oa_utf16_from_utf8(text, len, ret_utf16, err) < 0)
		return oa_fail_context(err, "%s", what);
	return 0;
}

/* As convert, for a text that may be missing. */
static int convert_any(const char *what, const char *text, struct oa_utf16 *ret_utf16,
	struct oa_error *err)
{
	return convert(what, text, text ? strlen(text) : 0, ret_utf16, err);
}

void oa_ntlm_names_free(struct oa_ntlm_names *names)
{
	oa_utf16_free(&names->user);
	oa_utf16_free(&names->upper_user);
	oa_utf16_free(&names->domain);
	oa_utf16_free(&names->workstation);
	oa_utf16_free(&names->target_name);
}

int oa_ntlm_names_make(const struct oa_ntlm_login *login,
	struct oa_ntlm_names *ret_names, struct oa_error *err)
{
	struct oa_ntlm_names names = {0};
	const char *user = login->user;
	const char *domain = login->domain ? login->domain : "";
	size_t domain_len = strlen(domain);
	const char *backslash = login->domain ? NULL : strchr(user, '\\');

	if (backslash) {
		domain = user;
		domain_len = (size_t)(backslash - user);
		user = backslash + 1;
	}
	if (convert_any("user name", user, &names.user, err) < 0 ||
		convert_any("user name", user, &names.upper_user, err) < 0 ||
		convert("domain", domain, domain_len, &names.domain, err) < 0 ||
		convert_any("workstation", login->workstation, &names.workstation,
			err) < 0 ||
		convert_any("target name", login->target_name, &names.target_name,
			err) < 0) {
		oa_ntlm_names_free(&names);
		return -1;
	}
	oa_utf16_upcase(&names.upper_user);
	*ret_names = names;
	return 0;
}

static int make_key(const struct oa_secret *password, const struct oa_ntlm_names *names,
	uint8_t ret_key[16], struct oa_error *err)
{
	struct oa_utf16 clear;
	uint8_t hash[16];

	if (convert("password", password->bytes, password->len, &clear, err) < 0)
		return -1;
	oa_ntlm_nt_hash(&clear, hash);
	oa_ntlm_v2_key(hash, &names->upper_user, &names->domain, ret_key);
	oa_utf16_free(&clear);
	oa_wipe(hash, sizeof(hash));
	return 0;
}

static void write_attribute(
	struct oa_writer *out, enum oa_ntlm_av kind, const void *value, size_t len)
{
	oa_write_u16(out, (uint16_t)kind);
	oa_write_u16(out, (uint16_t)len);
	oa_write_bytes(out, value, len);
}

/* Copies the server's attributes, but for those that are the client's to set. */
static void copy_attributes(
	struct oa_writer *out, const struct oa_ntlm_challenge *challenge)
{
	struct oa_reader in = oa_reader(
		challenge->target_info, challenge->target_info_len);

	while (oa_read_left(&in)) {
		unsigned kind = oa_read_u16(&in);
		struct oa_reader value = oa_read_part(&in, oa_read_u16(&in));

		if (in.bad || kind == OA_NTLM_AV_EOL)
			return;
		if (kind != OA_NTLM_AV_FLAGS && kind != OA_NTLM_AV_TARGET_NAME &&
			kind != OA_NTLM_AV_CHANNEL_BINDINGS)
			write_attribute(out, kind, value.data, value.len);
	}
}

/* Writes what the client says in the NTLMv2 response ([MS-NLMP] 2.2.2.7). */
static void write_blob(struct oa_writer *out, const struct oa_ntlm_login *login,
	const struct oa_ntlm_names *names, const struct oa_ntlm_challenge *challenge,
	const struct oa_ntlm_fresh *fresh)
{
	static const uint8_t no_binding[16];
	uint32_t av_flags = challenge->av_flags;
	uint8_t av_bytes[4];
	struct oa_writer av = oa_writer(av_bytes, sizeof(av_bytes));

	if (challenge->has_timestamp)
		av_flags |= MIC_PROVIDED;
	oa_write_u32(&av, av_flags);
	oa_write_u16(out, 0x0101);
	oa_write_zeros(out, 6);
	oa_write_u64(out, challenge->has_timestamp ? challenge->timestamp : fresh->now);
	oa_write_bytes(out, fresh->client_challenge, sizeof(fresh->client_challenge));
	oa_write_zeros(out, 4);
	copy_attributes(out, challenge);
	if (av_flags)
		write_attribute(out, OA_NTLM_AV_FLAGS, av_bytes, sizeof(av_bytes));
	write_attribute(out, OA_NTLM_AV_CHANNEL_BINDINGS,
		login->channel_binding ? login->channel_binding : no_binding, 16);
	write_attribute(out, OA_NTLM_AV_TARGET_NAME, names->target_name.bytes,
		names->target_name.len);
	write_attribute(out, OA_NTLM_AV_EOL, NULL, 0);
	oa_write_zeros(out, 4);
}

int oa_ntlm_proof_make(const struct oa_ntlm_login *login,
	const struct oa_ntlm_names *names, const struct oa_ntlm_challenge *challenge,
	const struct oa_ntlm_fresh *fresh, struct oa_ntlm_proof *ret_proof,
	struct oa_error *err)
{
	/* proof, fixed part, the attributes with their heads, and the end */
	size_t cap = 16 + 28 + challenge->target_info_len + 8 + 20 + 4 +
		     names->target_name.len + 4 + 4;
	struct oa_ntlm_proof proof = {0};
	struct oa_writer out;
	struct oa_ntlm_piece blob;
	uint8_t key[16];

	if (make_key(login->password, names, key, err) < 0)
		return -1;
	proof.nt = malloc(cap);
	if (!proof.nt) {
		oa_wipe(key, sizeof(key));
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	}
	out = oa_writer(proof.nt + 16, cap - 16);
	write_blob(&out, login, names, challenge, fresh);
	proof.nt_len = 16 + out.len;
	blob = (struct oa_ntlm_piece){out.data, out.len};
	oa_ntlm_v2_proof(key, challenge->challenge, &blob, proof.nt, proof.base_key);
	if (!challenge->has_timestamp)
		oa_ntlm_lm_response(
			key, challenge->challenge, fresh->client_challenge, proof.lm);
	oa_wipe(key, sizeof(key));
	*ret_proof = proof;
	oa_wipe(&proof, sizeof(proof));
	return 0;
}

void oa_ntlm_proof_free(struct oa_ntlm_proof *proof)
{
	if (proof->nt)
		oa_wipe(proof->nt, proof->nt_len);
	free(proof->nt);
	oa_wipe(proof, sizeof(*proof));
}
