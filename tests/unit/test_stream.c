/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/stream.h"
#include "tests/unit/memstream.h"
#include "tests/unit/runner.h"

START_TEST(sends_everything_in_pieces)
{
	struct memstream memory = {.piece = 3, .hesitates = true};
	struct oa_stream stream = memstream_open(&memory, memstream_ready_fd());

	ck_assert_int_eq(
		oa_stream_send_all(&stream, "0123456789", 10, oa_deadline_in(5), NULL),
		0);
	ck_assert_uint_eq(memory.sent_len, 10);
	ck_assert_mem_eq(memory.sent, "0123456789", 10);
}
END_TEST

START_TEST(gives_up_at_the_deadline)
{
	struct memstream memory = {.end = MEMSTREAM_QUIET};
	struct oa_stream stream = memstream_open(&memory, -1);
	struct oa_error err = {0};
	int64_t start = oa_now_us();

	ck_assert_int_eq(
		oa_stream_wait(&stream, false, oa_deadline_in(0.05), &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_TIMEOUT);
	ck_assert_double_lt(oa_seconds_since(start), 1);
}
END_TEST

START_TEST(failures_of_the_stream_come_through)
{
	struct memstream memory = {.end = MEMSTREAM_RESET, .sent_len = 4096};
	struct oa_stream stream = memstream_open(&memory, -1);
	struct oa_error err = {0};

	ck_assert_int_eq(
		oa_stream_send_all(&stream, "x", 1, oa_deadline_in(5), &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_CLOSED);
	ck_assert_int_eq(err.number, EPIPE);
}
END_TEST

OA_TEST_MAIN("stream", sends_everything_in_pieces, gives_up_at_the_deadline,
	failures_of_the_stream_come_through)
