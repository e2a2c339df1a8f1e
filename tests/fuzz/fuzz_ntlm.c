/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlm.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_answer(
	const struct oa_ntlm_challenge *challenge, enum oa_ntlm_use use)
{
	const struct oa_ntlm_fresh fresh = {.now = 132000000000000000};
	struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};
	const struct oa_ntlm_login login = {.use = use,
		.user = "LAB\\alice",
		.password = &password,
		.target_name = "HTTP/mail.lab.test"};
	struct oa_ntlm_answer answer;
	struct oa_error err = {0};

	if (oa_ntlm_authenticate(&login, challenge, &fresh, &answer, &err) < 0) {
		if (err.layer != OA_LAYER_AUTH)
			abort();
		return;
	}
	if (answer.len < 88 || memcmp(answer.bytes, "NTLMSSP", 8) != 0)
		abort();
	oa_ntlm_answer_free(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_ntlm_challenge challenge;
	struct oa_error err = {0};

	if (oa_ntlm_challenge_parse(data, len, &challenge, &err) < 0) {
		if (err.layer != OA_LAYER_AUTH || !err.text[0])
			abort();
		return 0;
	}
	check_answer(&challenge, OA_NTLM_FOR_CONNECT);
	check_answer(&challenge, OA_NTLM_FOR_SEALING);
	return 0;
}
