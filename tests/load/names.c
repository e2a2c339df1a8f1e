/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/load/names.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* [RFC 1035] 4.1 */
#define HEAD_LEN 12
#define TYPE_A   1

enum { NOERROR = 0, NXDOMAIN = 3 };

static const uint8_t zone[] = "\3lab\4test";
static const uint8_t record[] = {0xc0, HEAD_LEN, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4};
static const uint8_t here[] = {127, 0, 0, 1};
/* Nothing of the tests listens there. */
static const uint8_t nowhere[] = {127, 0, 0, 211};

struct question {
	const char *name; /* first label */
	size_t name_len;
	size_t end; /* of the question, from the start of the message */
	uint16_t type;
	uint16_t id;
	bool is_ours; /* is below lab.test */
};

/* Only plain names: no compression, one question. */
static bool parse(const uint8_t *bytes, size_t len, struct question *ret_question)
{
	struct question question = {0};
	size_t at = HEAD_LEN;

	if (len < HEAD_LEN + 5)
		return false;
	question.name = (const char *)bytes + at + 1;
	question.name_len = bytes[at];
	while (at < len && bytes[at] != 0) {
		if (len - at >= sizeof(zone) &&
			memcmp(bytes + at, zone, sizeof(zone)) == 0)
			question.is_ours = true;
		at += 1 + (size_t)bytes[at];
	}
	if (at + 5 > len)
		return false;
	question.type = (uint16_t)(bytes[at + 1] << 8 | bytes[at + 2]);
	question.end = at + 5;
	question.id = (uint16_t)(bytes[0] << 8 | bytes[1]);
	*ret_question = question;
	return true;
}

/* Makes the question the answer, in place; returns its length, 0 for silence. */
static size_t answer(
	uint8_t *bytes, const struct question *question, enum load_fault fault)
{
	bool is_known = question->is_ours && fault != LOAD_UNKNOWN;
	bool has_address = is_known && question->type == TYPE_A;
	size_t len = question->end;

	if (fault == LOAD_DARK)
		return 0;
	bytes[2] = (uint8_t)(0x84 | (bytes[2] & 1));
	bytes[3] = (uint8_t)(0x80 | (is_known ? NOERROR : NXDOMAIN));
	memset(bytes + 6, 0, 6);
	if (!has_address)
		return len;
	bytes[7] = 1;
	memcpy(bytes + len, record, sizeof(record));
	len += sizeof(record);
	memcpy(bytes + len, fault == LOAD_REFUSED ? nowhere : here, sizeof(here));
	return len + sizeof(here);
}

static uint16_t port_of(const struct sockaddr_storage *from)
{
	return ntohs(((const struct sockaddr_in *)from)->sin_port);
}

/* The fault that a question meets. */
static enum load_fault meet(
	struct load_site *site, const struct question *question, uint16_t port)
{
	unsigned number = load_number(question->name, question->name_len);

	return load_runs_ask(&site->runs, number,
		&(struct load_question){
			.type = question->type, .id = question->id, .port = port},
		site->faults.of[number]);
}

static void ready(struct load_site *site, struct load_source *source, uint32_t events)
{
	uint8_t bytes[512 + sizeof(record) + sizeof(here)];
	struct sockaddr_storage from;

	(void)events;
	for (;;) {
		socklen_t from_len = sizeof(from);
		ssize_t n = recvfrom(
			source->fd, bytes, 512, 0, (struct sockaddr *)&from, &from_len);
		struct question question;

		if (n < 0)
			return;
		site->counts.questions++;
		if (!parse(bytes, (size_t)n, &question))
			continue;
		size_t len = answer(
			bytes, &question, meet(site, &question, port_of(&from)));

		if (len)
			sendto(source->fd, bytes, len, 0, (struct sockaddr *)&from,
				from_len);
	}
}

bool load_names_serve(struct load_site *site, struct load_source *source, int fd)
{
	*source = (struct load_source){.fd = fd, .ready = ready};
	return load_watch(site, source, EPOLLIN);
}
