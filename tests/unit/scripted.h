/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_SCRIPTED_H
#define OA_TESTS_UNIT_SCRIPTED_H

/*
 * A web server on 127.0.0.1 that answers one request after the other, on whatever
 * connection they come, by the lines of a script, and a front end made of it.
 */

#include "common/net/base64.h"
#include "common/probe/frontopen.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers without a body. */
#define SCRIPTED_END "Content-Length: 0\r\n\r\n"
#define SCRIPTED_IIS "Server: Microsoft-IIS/10.0\r\n"

#define SCRIPTED_MAX 10

/* The script, the server, and the run. */
struct scripted {
	const char *answer[SCRIPTED_MAX]; /* ends with NULL: the connection closes */
	size_t used;                      /* answers given */
	struct loopback server;
	struct oa_target target;
	struct oa_report report;
	struct oa_front front;
};

/* Reads a request with its body; false at the end of the connection. */
static inline bool scripted_hear(int fd)
{
	char request[8192] = "";
	size_t have = 0;

	for (;;) {
		ssize_t got = recv(fd, request + have, sizeof(request) - 1 - have, 0);
		const char *end, *field;
		size_t body;

		if (got <= 0)
			return false;
		have += (size_t)got;
		request[have] = '\0';
		end = strstr(request, "\r\n\r\n");
		if (!end)
			continue;
		field = strstr(request, "Content-Length: ");
		body = field && field < end ? strtoul(field + 16, NULL, 10) : 0;
		if (have >= (size_t)(end + 4 - request) + body)
			return true;
	}
}

static inline void scripted_serve(int fd, void *handle)
{
	struct scripted *script = handle;

	while (scripted_hear(fd)) {
		const char *answer = script->used < SCRIPTED_MAX
					     ? script->answer[script->used]
					     : NULL;

		if (!answer)
			return;
		script->used++;
		ck_assert_int_ge(send(fd, answer, strlen(answer), MSG_NOSIGNAL), 0);
		if (strstr(answer, "Connection: close"))
			return;
	}
}

/* Starts the server and prepares a run against it, without TLS. */
static inline void scripted_start(struct scripted *script)
{
	script->server.serve = scripted_serve;
	script->server.handle = script;
	loopback_start(&script->server);
	script->target = (struct oa_target){.host = "127.0.0.1",
		.address = "127.0.0.1",
		.port = script->server.port,
		.path = "/rpc/rpcproxy.dll",
		.no_tls = true,
		.who.user = "LAB\\alice",
		.auth = OA_AUTH_AUTO};
	oa_secret_set(&script->target.who.password, "hunter2", 7);
	oa_report_init(&script->report);
	ck_assert_int_eq(oa_front_init(&script->front, &script->target, &script->report,
				 oa_deadline_in(10)),
		0);
}

static inline void scripted_stop(struct scripted *script)
{
	oa_front_free(&script->front);
	oa_report_free(&script->report);
	oa_secret_free(&script->target.who.password);
	loopback_stop(&script->server);
}

/* Returns the code of the first step that is not good, OA_CODE_OK if there is none. */
static inline enum oa_code scripted_code(const struct scripted *script)
{
	for (size_t i = 0; i < script->report.step_count; i++)
		if (script->report.steps[i].state != OA_STATE_OK)
			return script->report.steps[i].code;
	return OA_CODE_OK;
}

/* Writes a 401 with a token (hex) of the scheme, and further fields, to buffer. */
static inline const char *scripted_challenge(char *buffer, size_t size,
	const char *scheme, const char *token, const char *fields)
{
	struct hex bytes = hex(token);
	char text[1024] = "";

	ck_assert_uint_lt(oa_base64_encoded_len(bytes.len), sizeof(text));
	oa_base64_encode(bytes.bytes, bytes.len, text);
	snprintf(buffer, size,
		"HTTP/1.1 401 No\r\n" SCRIPTED_IIS
		"WWW-Authenticate: %s %s\r\n%s" SCRIPTED_END,
		scheme, text, fields);
	return buffer;
}

/* Challenges of EX1 and EX2 in LAB, [MS-NLMP] 2.2.1.2, with names and a time. */
#define SCRIPTED_CHALLENGE_OF(digit)                                                   \
	"4e544c4d5353500002000000060006003800000035828ae20123456789abcdef"             \
	"0000000000000000540054003e0000000a007c4f0000000f4c00410042000200"             \
	"06004c0041004200010006004500580" digit "00040010006c00610062002e"             \
	"007400650073007400030018004500580" digit "002e006c00610062002e00"             \
	"7400650073007400070008000080209bcb82d80100000000"
#define SCRIPTED_EX1 SCRIPTED_CHALLENGE_OF("031")
#define SCRIPTED_EX2 SCRIPTED_CHALLENGE_OF("032")

#endif
