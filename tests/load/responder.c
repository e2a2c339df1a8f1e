/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Thousands of healthy Exchange front ends on one port of 127.0.0.1, for load.
 *
 *	responder CHAIN.PEM KEY.PEM USER:PASSWORD [PORT [CHAIN.PEM KEY.PEM]...]
 *
 * Prints "ready PORT DNS-PORT" and ends with its standard input, whose lines are
 * orders: those of faults.h, answered by "done", "counts", answered by one line of
 * NAME=NUMBER, "keep", answered by "done", which begins the book of runs, and "runs",
 * answered by what is new in it, see runs.h.  Anything else is answered by "what?".
 *
 * More certificates are one that nobody trusts and one that ends soon.
 */

#include "tests/load/link.h"
#include "tests/load/names.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 256

static void need(bool is_good, const char *what)
{
	if (is_good)
		return;
	fprintf(stderr, "responder: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

bool load_watch(struct load_site *site, struct load_source *source, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.ptr = source};

	return epoll_ctl(site->epoll, EPOLL_CTL_ADD, source->fd, &event) == 0;
}

/* A bound socket of 127.0.0.1; the port is told. */
static int bind_to(int type, uint16_t port, uint16_t *ret_port)
{
	struct sockaddr_in here = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(here);
	int fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1;

	need(fd >= 0, "socket");
	if (type == SOCK_STREAM)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	need(bind(fd, (struct sockaddr *)&here, len) == 0, "bind");
	need(getsockname(fd, (struct sockaddr *)&here, &len) == 0, "getsockname");
	*ret_port = ntohs(here.sin_port);
	return fd;
}

static void greet(struct load_site *site, struct load_source *source, uint32_t events)
{
	int fd, on = 1;

	(void)events;
	while ((fd = accept4(source->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >=
		0) {
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		load_link_open(site, fd);
	}
}

static void tell(const struct load_counts *counts)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	long cpu_ms = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
		      (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
	printf("connections=%lu handshakes=%lu refused=%lu echoes=%lu tunnels=%lu "
	       "calls=%lu questions=%lu open=%lu most=%lu cpu_ms=%ld rss_kb=%ld\n",
		counts->connections, counts->handshakes, counts->refused,
		counts->echoes, counts->tunnels, counts->calls, counts->questions,
		counts->open, counts->most, cpu_ms, used.ru_maxrss);
}

static void keep(struct load_site *site)
{
	load_runs_keep(&site->runs);
	puts("done");
}

static void obey(struct load_site *site, struct load_source *source, uint32_t events)
{
	char text[4096], *rest = text, *line;
	/* Whoever gives orders waits for the answer: there is never half a line. */
	ssize_t n = read(source->fd, text, sizeof(text) - 1);

	(void)events;
	if (n <= 0) {
		site->is_over = true;
		return;
	}
	text[n] = '\0';
	while ((line = strsep(&rest, "\n")) && rest) {
		if (strcmp(line, "counts") == 0)
			tell(&site->counts);
		else if (strcmp(line, "keep") == 0)
			keep(site);
		else if (strcmp(line, "runs") == 0)
			puts(load_runs_take(&site->runs));
		else
			puts(load_obey(&site->faults, line) ? "done" : "what?");
	}
	fflush(stdout);
}

static SSL_CTX *new_tls(struct load_site *site, const char *chain, const char *key)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (!tls || SSL_CTX_use_certificate_chain_file(tls, chain) != 1 ||
		SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1) {
		fprintf(stderr, "responder: %s or %s cannot be used\n", chain, key);
		exit(EXIT_FAILURE);
	}
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(tls, 0);
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_client_hello_cb(tls, load_link_greet, site);
	return tls;
}

static void allow_files(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

static void run(struct load_site *site)
{
	struct epoll_event events[EVENTS];

	while (!site->is_over) {
		int n = epoll_wait(site->epoll, events, EVENTS, load_link_resume(site));

		need(n >= 0 || errno == EINTR, "epoll_wait");
		for (int i = 0; i < n; i++) {
			struct load_source *source = events[i].data.ptr;

			source->ready(site, source, events[i].events);
		}
		load_link_sweep(site);
	}
}

int main(int argc, char **argv)
{
	struct load_site *site = calloc(1, sizeof(*site));
	struct load_source listener = {.ready = greet}, names,
			   orders = {.fd = STDIN_FILENO, .ready = obey};
	uint16_t port = 0, dns_port;

	if (argc < 4 || argc > 9 || strlen(argv[3]) > 300) {
		fputs("usage: responder CHAIN.PEM KEY.PEM USER:PASSWORD "
		      "[PORT [CHAIN.PEM KEY.PEM]...]\n",
			stderr);
		return EXIT_FAILURE;
	}
	need(site, "memory");
	allow_files();
	signal(SIGPIPE, SIG_IGN);
	snprintf(site->account, sizeof(site->account), "Basic ");
	EVP_EncodeBlock((unsigned char *)site->account + strlen(site->account),
		(const unsigned char *)argv[3], (int)strlen(argv[3]));
	site->tls = new_tls(site, argv[1], argv[2]);
	if (argc > 6)
		site->other = new_tls(site, argv[5], argv[6]);
	if (argc > 8)
		site->soon = new_tls(site, argv[7], argv[8]);
	site->epoll = epoll_create1(EPOLL_CLOEXEC);
	need(site->epoll >= 0, "epoll_create1");
	if (argc > 4)
		port = (uint16_t)strtoul(argv[4], NULL, 10);
	listener.fd = bind_to(SOCK_STREAM, port, &port);
	need(listen(listener.fd, SOMAXCONN) == 0, "listen");
	need(load_watch(site, &listener, EPOLLIN), "epoll_ctl");
	need(load_names_serve(site, &names, bind_to(SOCK_DGRAM, 0, &dns_port)), "DNS");
	need(load_watch(site, &orders, EPOLLIN), "standard input is no pipe");
	printf("ready %u %u\n", port, dns_port);
	fflush(stdout);
	run(site);
	load_link_close_all(site);
	load_link_sweep(site);
	SSL_CTX_free(site->tls);
	SSL_CTX_free(site->other);
	SSL_CTX_free(site->soon);
	load_runs_free(&site->runs);
	free(site);
	return EXIT_SUCCESS;
}
