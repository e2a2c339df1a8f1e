/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/load/link.h"
#include "tests/load/front.h"
#include "tests/load/tunnel.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Bytes before the first name in the extension of RFC 6066 section 3: length of the
 * list, type, length of the name. */
#define NAME_AT 5

/* What a front end that is slow takes for a handshake, and how often that is looked at.
 */
#define SLOW_US 250000
#define TURN_MS 20

static int64_t monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void know(const struct load_site *site, struct load_link *link, const char *name,
	size_t len)
{
	link->number = load_number(name, len);
	link->fault = load_runs_fault(
		&site->runs, link->number, site->faults.of[link->number]);
}

/* True if the handshake cannot go on at this moment. */
static bool must_wait(struct load_link *link)
{
	if (link->fault == LOAD_SILENT || link->fault == LOAD_RESET)
		return true;
	if (link->fault != LOAD_SLOW)
		return false;
	if (!link->until_us)
		link->until_us = monotonic_us() + SLOW_US;
	return monotonic_us() < link->until_us;
}

static void choose_certificate(
	const struct load_site *site, const struct load_link *link)
{
	if (link->fault == LOAD_OTHER && site->other)
		SSL_set_SSL_CTX(link->ssl, site->other);
	if (link->fault == LOAD_SOON && site->soon)
		SSL_set_SSL_CTX(link->ssl, site->soon);
}

int load_link_greet(SSL *ssl, int *alert, void *given)
{
	struct load_site *site = given;
	struct load_link *link = SSL_get_app_data(ssl);
	const unsigned char *bytes;
	size_t len;

	(void)alert;
	if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &bytes, &len) ==
			1 &&
		len > NAME_AT)
		know(site, link, (const char *)bytes + NAME_AT, len - NAME_AT);
	if (must_wait(link))
		return SSL_CLIENT_HELLO_RETRY;
	choose_certificate(site, link);
	return SSL_CLIENT_HELLO_SUCCESS;
}

/* Only the end of the client is noticed from now on. */
static void hang(struct load_site *site, struct load_link *link)
{
	struct epoll_event event = {.events = EPOLLRDHUP, .data.ptr = link};

	link->use = LOAD_HANGS;
	epoll_ctl(site->epoll, EPOLL_CTL_MOD, link->source.fd, &event);
}

static void reset(struct load_site *site, struct load_link *link)
{
	struct linger now = {.l_onoff = 1};

	setsockopt(link->source.fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	load_link_close(site, link);
}

static void wait_a_while(struct load_site *site, struct load_link *link)
{
	if (link->use == LOAD_GREETS)
		site->waiting++;
	link->use = LOAD_WAITS;
}

static void greet(struct load_site *site, struct load_link *link)
{
	int result = SSL_accept(link->ssl);

	if (result == 1) {
		site->counts.handshakes++;
		link->use = LOAD_ASKS;
		return;
	}
	switch (SSL_get_error(link->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		return;
	case SSL_ERROR_WANT_CLIENT_HELLO_CB:
		if (link->fault == LOAD_RESET)
			reset(site, link);
		else if (link->fault == LOAD_SLOW)
			wait_a_while(site, link);
		else
			hang(site, link);
		return;
	default:
		load_link_close(site, link);
	}
}

/* Reads all there is; false at the end, or when nobody takes it. */
static bool fill(struct load_site *site, struct load_link *link)
{
	for (;;) {
		int n = SSL_read(link->ssl, link->input + link->len,
			(int)(sizeof(link->input) - link->len));

		if (n <= 0)
			return SSL_get_error(link->ssl, n) == SSL_ERROR_WANT_READ;
		link->len += (size_t)n;
		load_front_input(site, link);
		if (link->is_closed || link->len == sizeof(link->input))
			return false;
	}
}

static void ready(struct load_site *site, struct load_source *source, uint32_t events)
{
	struct load_link *link = (struct load_link *)source;

	/* An event that was at hand when the other channel closed this one. */
	if (link->is_closed)
		return;
	ERR_clear_error();
	if (link->use == LOAD_HANGS || link->use == LOAD_WAITS || events & EPOLLERR) {
		load_link_close(site, link);
		return;
	}
	if (link->use == LOAD_GREETS)
		greet(site, link);
	if (link->is_closed || link->use == LOAD_GREETS || link->use == LOAD_WAITS ||
		link->use == LOAD_HANGS)
		return;
	if (!fill(site, link))
		load_link_close(site, link);
}

void load_link_open(struct load_site *site, int fd)
{
	struct load_link *link = calloc(1, sizeof(*link));

	if (!link || !(link->ssl = SSL_new(site->tls)) ||
		SSL_set_fd(link->ssl, fd) != 1)
		abort();
	link->source = (struct load_source){.fd = fd, .ready = ready};
	SSL_set_app_data(link->ssl, link);
	link->next = site->links;
	link->place = &site->links;
	if (link->next)
		link->next->place = &link->next;
	site->links = link;
	site->counts.connections++;
	if (++site->counts.open > site->counts.most)
		site->counts.most = site->counts.open;
	if (!load_watch(site, &link->source, EPOLLIN | EPOLLRDHUP))
		abort();
}

void load_link_send(
	struct load_site *site, struct load_link *link, const void *bytes, size_t len)
{
	/* All answers together are far smaller than the buffer of a socket. */
	if (!link->is_closed && SSL_write(link->ssl, bytes, (int)len) != (int)len)
		load_link_close(site, link);
}

void load_link_end(struct load_site *site, struct load_link *link)
{
	SSL_shutdown(link->ssl);
	shutdown(link->source.fd, SHUT_WR);
	hang(site, link);
}

void load_link_drop(struct load_link *link, size_t len)
{
	link->len -= len;
	memmove(link->input, link->input + len, link->len);
}

void load_link_close(struct load_site *site, struct load_link *link)
{
	if (link->is_closed)
		return;
	link->is_closed = true;
	*link->place = link->next;
	if (link->next)
		link->next->place = link->place;
	link->next = site->gone;
	site->gone = link;
	site->counts.open--;
	site->waiting -= link->use == LOAD_WAITS;
	if (link->tunnel)
		load_tunnel_end(site, link->tunnel);
	if (SSL_is_init_finished(link->ssl))
		SSL_shutdown(link->ssl);
	close(link->source.fd);
}

int load_link_resume(struct load_site *site)
{
	int64_t now_us = monotonic_us();
	struct load_link *next;

	if (!site->waiting)
		return -1;
	for (struct load_link *link = site->links; link; link = next) {
		next = link->next;
		if (link->use != LOAD_WAITS || now_us < link->until_us)
			continue;
		site->waiting--;
		link->use = LOAD_GREETS;
		greet(site, link);
	}
	return site->waiting ? TURN_MS : -1;
}

void load_link_close_all(struct load_site *site)
{
	while (site->links)
		load_link_close(site, site->links);
}

void load_link_sweep(struct load_site *site)
{
	while (site->gone) {
		struct load_link *link = site->gone;

		site->gone = link->next;
		SSL_free(link->ssl);
		free(link);
	}
}
