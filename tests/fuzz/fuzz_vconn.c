/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/client.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/memstream.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* What one run needs. */
struct run {
	struct oa_report report;
	struct memstream out_memory;
	struct memstream in_memory;
	struct oa_connection out_connection;
	struct oa_connection in_connection;
	struct oa_session out;
	struct oa_session in;
	struct oa_vconn vconn;
	struct oa_rpc rpc;
};

/* Bits 0 to 3: size of the pieces; 4: AGAIN before each of them; 5: the end; 6 and 7:
 * the level of NTLM, 0 for no logon. */
static void choose(struct memstream *memory, uint8_t choice)
{
	memory->piece = choice & 15;
	memory->hesitates = choice & 16;
	memory->end = choice & 32 ? MEMSTREAM_RESET : MEMSTREAM_EOF;
}

/* Opens, binds, calls, and takes whatever comes until the end. */
static void converse(struct run *run, unsigned level, struct oa_deadline until)
{
	static const enum oa_rpcauth_level levels[] = {OA_RPCAUTH_LEVEL_CONNECT,
		OA_RPCAUTH_LEVEL_CONNECT, OA_RPCAUTH_LEVEL_INTEGRITY,
		OA_RPCAUTH_LEVEL_PRIVACY};
	const struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};
	const struct oa_rpc_logon logon = {
		.type = level ? OA_RPCAUTH_NTLM : OA_RPCAUTH_NONE,
		.level = levels[level],
		.user = "LAB\\alice",
		.password = &password,
		.spn = "exchangeMDB/EX1.lab.test"};
	struct oa_rpc_outcome outcome;
	struct oa_error err = {0};
	uint8_t *pdu;
	size_t len;

	if (oa_vconn_wait(&run->vconn, OA_VCONN_OPEN, until, &err) < 0)
		return;
	oa_rpc_init(&run->rpc, &run->vconn);
	if (oa_rpc_bind(&run->rpc, oa_iface_get(OA_IFACE_EMSMDB), &logon, until,
		    &outcome, &err) == 0)
		(void)oa_rpc_call(&run->rpc, 6, NULL, 0, until, &outcome, &err);
	oa_rpc_free(&run->rpc);
	while (oa_vconn_recv(&run->vconn, until, &pdu, &len, &err) == 0)
		;
}

/* The first byte chooses how the others arrive on the OUT channel. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct run *run = calloc(1, sizeof(*run));
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	if (!run || fd < 0)
		abort();
	if (len)
		choose(&run->out_memory, data[0]);
	run->out_memory.bytes = data + (len ? 1 : 0);
	run->out_memory.len = len ? len - 1 : 0;
	run->in_memory.end = MEMSTREAM_QUIET;
	run->out_connection.stream = memstream_open(&run->out_memory, fd);
	run->in_connection.stream = memstream_open(&run->in_memory, fd);
	oa_report_init(&run->report);
	oa_session_init(&run->out, &run->out_connection, &run->report, "OUT");
	oa_session_init(&run->in, &run->in_connection, &run->report, "IN");
	if (oa_vconn_init(&run->vconn, &run->report, NULL) == 0) {
		oa_vconn_set_out(&run->vconn, &run->out);
		oa_vconn_set_in(&run->vconn, &run->in);
		converse(run, len ? data[0] >> 6 : 0, oa_deadline_in(5));
	}
	oa_session_free(&run->out);
	oa_session_free(&run->in);
	oa_report_free(&run->report);
	close(fd);
	free(run);
	return 0;
}
