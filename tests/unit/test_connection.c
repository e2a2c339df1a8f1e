/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/connection.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

/* What the server does with a connection. */
enum manner {
	MANNER_ECHO,       /* TLS, then everything comes back */
	MANNER_PLAIN_ECHO, /* the same without TLS */
	MANNER_GREET,      /* TLS, and an end in good order */
	MANNER_RESET,      /* TLS, and a reset */
	MANNER_CLOSE,      /* an end before any handshake */
	MANNER_HTTP,       /* an answer in clear to the ClientHello */
	MANNER_SILENCE,    /* nothing */
	MANNER_PROXY_407,  /* a forward proxy that wants a logon */
	MANNER_PROXY_OK,   /* a forward proxy with the echo behind it */
};

/* A server and what is needed to reach it. */
struct fixture {
	struct pki root;
	struct pki leaf;
	SSL_CTX *ctx;
	enum manner manner;
	struct loopback server;
	X509_STORE *trust;
	struct oa_tls_settings settings;
	struct oa_connect how;
	struct oa_connections group;
};

static void reset(int fd)
{
	struct linger at_once = {.l_onoff = 1};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

static void echo_plain(int fd)
{
	char bytes[256];
	ssize_t len;

	while ((len = recv(fd, bytes, sizeof(bytes), 0)) > 0)
		send(fd, bytes, (size_t)len, MSG_NOSIGNAL);
}

static void echo_tls(SSL *ssl)
{
	char bytes[256];
	int len;

	while ((len = SSL_read(ssl, bytes, sizeof(bytes))) > 0)
		SSL_write(ssl, bytes, len);
}

static void serve_tls(const struct fixture *f, int fd)
{
	SSL *ssl = SSL_new(f->ctx);

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1) {
		if (f->manner == MANNER_GREET)
			SSL_shutdown(ssl);
		else if (f->manner == MANNER_RESET)
			reset(fd);
		else
			echo_tls(ssl);
	}
	SSL_free(ssl);
}

static void answer(int fd, const char *text)
{
	char request[1024];

	if (recv(fd, request, sizeof(request), 0) > 0)
		send(fd, text, strlen(text), MSG_NOSIGNAL);
}

static void serve(int fd, void *handle)
{
	const struct fixture *f = handle;
	char byte;

	switch (f->manner) {
	case MANNER_PLAIN_ECHO:
		echo_plain(fd);
		break;
	case MANNER_CLOSE:
		break;
	case MANNER_HTTP:
		answer(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
		break;
	case MANNER_SILENCE:
		while (recv(fd, &byte, 1, 0) > 0)
			;
		break;
	case MANNER_PROXY_407:
		answer(fd, "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
		break;
	case MANNER_PROXY_OK:
		answer(fd, "HTTP/1.1 200 OK\r\n\r\n");
		serve_tls(f, fd);
		break;
	default:
		serve_tls(f, fd);
		break;
	}
}

static void fixture_init(struct fixture *f, enum manner manner)
{
	static const char *const addresses[] = {"127.0.0.1"};
	struct pki_request root = {.common_name = "Lab Root", .is_ca = true};
	struct pki_request leaf = {
		.common_name = "mail.lab.test", .alt_names = "DNS:mail.lab.test"};

	signal(SIGPIPE, SIG_IGN);
	*f = (struct fixture){.manner = manner,
		.server = {.serve = serve, .handle = f},
		.settings = {.min_version = 12, .max_version = 13}};
	f->root = pki_make(&root, NULL);
	f->leaf = pki_make(&leaf, &f->root);
	f->ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_use_certificate(f->ctx, f->leaf.cert);
	SSL_CTX_use_PrivateKey(f->ctx, f->leaf.key);
	f->trust = X509_STORE_new();
	X509_STORE_add_cert(f->trust, f->root.cert);
	loopback_start(&f->server);
	f->how = (struct oa_connect){.host = "mail.lab.test",
		.port = f->server.port,
		.address = addresses,
		.address_count = 1,
		.tls = &f->settings,
		.trust = f->trust,
		.now = PKI_NOW};
	ck_assert_int_eq(oa_connections_init(&f->group, NULL), 0);
}

static void fixture_free(struct fixture *f)
{
	oa_connections_free(&f->group);
	loopback_stop(&f->server);
	X509_STORE_free(f->trust);
	SSL_CTX_free(f->ctx);
	pki_free(&f->leaf);
	pki_free(&f->root);
}

static struct oa_connection *connect_in(struct fixture *f, double seconds)
{
	struct oa_error err = {0};
	struct oa_connection *connection = oa_connections_open(
		&f->group, 1, &f->how, oa_deadline_in(seconds), &err);

	ck_assert_msg(connection != NULL, "%s", err.text);
	return connection;
}

/* Receives some bytes as soon as there are any. */
static int receive(const struct oa_stream *stream, void *buffer, size_t size,
	struct oa_deadline until, size_t *ret_len, struct oa_error *err)
{
	int result;

	while ((result = stream->recv(stream->handle, buffer, size, ret_len, err)) ==
		OA_STREAM_AGAIN)
		if (oa_stream_wait(stream, false, until, err) < 0)
			return -1;
	return result;
}

static void check_echo(struct oa_connection *connection)
{
	struct oa_deadline until = oa_deadline_in(5);
	char bytes[16];
	size_t len = 0;

	ck_assert_int_eq(
		oa_stream_send_all(&connection->stream, "hello", 5, until, NULL), 0);
	ck_assert_int_eq(
		receive(&connection->stream, bytes, sizeof(bytes), until, &len, NULL),
		OA_STREAM_DONE);
	ck_assert_uint_eq(len, 5);
	ck_assert_mem_eq(bytes, "hello", 5);
}

START_TEST(opens_with_tls)
{
	struct oa_connection *connection;
	struct fixture f;

	fixture_init(&f, MANNER_ECHO);
	connection = connect_in(&f, 5);
	ck_assert_msg(connection->phase == OA_PHASE_OPEN, "%s", connection->error.text);
	ck_assert_int_eq(connection->error.layer, OA_LAYER_NONE);
	ck_assert_double_ge(connection->tcp_seconds, 0);
	ck_assert_double_gt(connection->tls_seconds, 0);
	ck_assert_str_eq(connection->peer, "127.0.0.1");
	ck_assert(connection->tls.is_done);
	ck_assert_uint_eq(connection->tls.problem_count, 0);
	ck_assert_uint_eq(connection->tls.binding_len, 21 + 32);
	check_echo(connection);
	oa_connection_close(connection);
	/* what the handshake showed is still there */
	ck_assert_ptr_nonnull(connection->tls.leaf);
	oa_connection_close(connection);
	fixture_free(&f);
}
END_TEST

START_TEST(opens_without_tls)
{
	struct oa_connection *connection;
	struct fixture f;

	fixture_init(&f, MANNER_PLAIN_ECHO);
	f.how.no_tls = true;
	connection = connect_in(&f, 5);
	ck_assert_int_eq(connection->phase, OA_PHASE_OPEN);
	ck_assert_double_lt(connection->tls_seconds, 0);
	ck_assert_int_eq(connection->tls_us, 0);
	check_echo(connection);
	fixture_free(&f);
}
END_TEST

START_TEST(opens_several_at_once)
{
	struct oa_connection *first;
	struct oa_error err = {0};
	struct fixture f;

	fixture_init(&f, MANNER_GREET);
	first = oa_connections_open(&f.group, 3, &f.how, oa_deadline_in(5), &err);
	ck_assert_ptr_nonnull(first);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(first[i].phase, OA_PHASE_OPEN);
	ck_assert_ptr_null(
		oa_connections_open(&f.group, 2, &f.how, oa_deadline_in(5), &err));
	ck_assert_int_eq(err.layer, OA_LAYER_SYSTEM);
	ck_assert_int_eq(err.number, EMFILE);
	ck_assert_ptr_eq(connect_in(&f, 5), first + 3);
	fixture_free(&f);
}
END_TEST

/* 127.0.0.2 is this host, too, but the server listens on 127.0.0.1 alone. */
START_TEST(tries_the_next_address)
{
	static const char *const addresses[] = {"127.0.0.2", "127.0.0.1"};
	struct oa_connection *connection;
	struct fixture f;

	fixture_init(&f, MANNER_ECHO);
	f.how.address = addresses;
	f.how.address_count = 2;
	connection = connect_in(&f, 5);
	ck_assert_int_eq(connection->phase, OA_PHASE_OPEN);
	ck_assert_str_eq(connection->peer, "127.0.0.1");
	ck_assert_uint_eq(connection->dials.count, 2);
	ck_assert_str_eq(connection->dials.item[0].address, "127.0.0.2");
	ck_assert_int_eq(connection->dials.item[0].number, ECONNREFUSED);
	ck_assert_double_ge(connection->dials.item[0].seconds, 0);
	ck_assert_str_eq(connection->dials.item[1].address, "127.0.0.1");
	ck_assert_int_eq(connection->dials.item[1].number, 0);
	fixture_free(&f);
}
END_TEST

START_TEST(does_not_obey_the_environment_unasked)
{
	struct oa_connection *connection;
	char url[64];
	struct fixture f;

	fixture_init(&f, MANNER_ECHO);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u", loopback_closed_port());
	setenv("https_proxy", url, 1);
	connection = connect_in(&f, 5);
	ck_assert_int_eq(connection->phase, OA_PHASE_OPEN);
	f.how.forward_proxy = "env";
	connection = connect_in(&f, 5);
	ck_assert_int_eq(connection->phase, OA_PHASE_PROXY);
	unsetenv("https_proxy");
	fixture_free(&f);
}
END_TEST

static const struct failed_case {
	enum manner manner;
	bool has_nobody; /* nothing listens at all */
	bool is_proxy;   /* the server is a forward proxy */
	double seconds;  /* deadline */
	enum oa_phase phase;
	enum oa_layer layer;
	long number;
	const char *text;
} faileds[] = {
	{MANNER_ECHO, true, false, 5, OA_PHASE_TCP, OA_LAYER_TCP, ECONNREFUSED,
		"Connection refused"},
	{MANNER_CLOSE, false, false, 5, OA_PHASE_TLS, OA_LAYER_TLS, 0, ""},
	{MANNER_HTTP, false, false, 5, OA_PHASE_TLS, OA_LAYER_TLS, 0, ""},
	{MANNER_SILENCE, false, false, 0.3, OA_PHASE_TLS, OA_LAYER_TIMEOUT, 0,
		"no TLS answer"},
	{MANNER_PROXY_407, false, true, 5, OA_PHASE_PROXY, OA_LAYER_PROXY, 407,
		"HTTP status 407"},
	{MANNER_CLOSE, false, true, 5, OA_PHASE_PROXY, OA_LAYER_PROXY, 0, ""},
	{MANNER_SILENCE, false, true, 0.3, OA_PHASE_PROXY, OA_LAYER_PROXY, 0, ""},
	{MANNER_ECHO, true, true, 5, OA_PHASE_PROXY, OA_LAYER_PROXY, 0, ""},
};

START_TEST(tells_where_it_failed)
{
	for (size_t i = 0; i < OA_LENGTH(faileds); i++) {
		const struct failed_case *test = &faileds[i];
		int64_t start_us = oa_now_us();
		struct oa_connection *connection;
		char url[64];
		struct fixture f;

		fixture_init(&f, test->manner);
		if (test->has_nobody)
			f.how.port = loopback_closed_port();
		snprintf(url, sizeof(url), "http://127.0.0.1:%u", f.how.port);
		if (test->is_proxy)
			f.how.forward_proxy = url;
		connection = connect_in(&f, test->seconds);
		ck_assert_msg(connection->phase == test->phase, "%zu: phase %d", i,
			connection->phase);
		ck_assert_msg(connection->error.layer == test->layer, "%zu: %s", i,
			connection->error.text);
		ck_assert_int_eq(connection->error.number, test->number);
		ck_assert_msg(strstr(connection->error.text, test->text) != NULL, "%s",
			connection->error.text);
		ck_assert_str_ne(connection->error.text, "");
		if (test->manner == MANNER_HTTP)
			ck_assert_mem_eq(connection->tls.first_bytes, "HTTP/", 5);
		ck_assert_double_lt(oa_seconds_since(start_us), 3);
		fixture_free(&f);
	}
}
END_TEST

/* A queue of connections that is full makes Linux drop further SYNs. */
START_TEST(unanswered_syn_times_out)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct oa_connection *connection;
	struct fixture f;
	int filling[4];
	int fd;

	fixture_init(&f, MANNER_ECHO);
	fd = loopback_socket(SOCK_STREAM, &f.how.port);
	ck_assert_int_eq(listen(fd, 0), 0);
	address.sin_port = htons(f.how.port);
	for (size_t i = 0; i < OA_LENGTH(filling); i++) {
		filling[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(filling[i], (struct sockaddr *)&address, sizeof(address));
	}
	/* Linux asks a second time after a second */
	connection = connect_in(&f, 1.6);
	ck_assert_uint_eq(connection->dials.count, 1);
	ck_assert_int_eq(connection->dials.item[0].number, ETIMEDOUT);
	ck_assert_int_eq(connection->phase, OA_PHASE_TCP);
	ck_assert_int_eq(connection->error.layer, OA_LAYER_TCP);
	ck_assert_int_eq(connection->error.number, ETIMEDOUT);
	ck_assert_double_lt(connection->tcp_seconds, 0);
	for (size_t i = 0; i < OA_LENGTH(filling); i++)
		close(filling[i]);
	close(fd);
	fixture_free(&f);
}
END_TEST

START_TEST(passes_a_forward_proxy)
{
	struct oa_connection *connection;
	char url[64];
	struct fixture f;

	fixture_init(&f, MANNER_PROXY_OK);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u", f.server.port);
	f.how.forward_proxy = url;
	f.how.port = 443;
	f.how.address_count = 0;
	connection = connect_in(&f, 5);
	ck_assert_msg(connection->phase == OA_PHASE_OPEN, "%s", connection->error.text);
	check_echo(connection);
	fixture_free(&f);
}
END_TEST

static const struct demand_case {
	int max_version;
	enum oa_phase phase; /* after opening */
	long alert;
} demands[] = {
	{TLS1_2_VERSION, OA_PHASE_TLS, 40},
	{TLS1_3_VERSION, OA_PHASE_OPEN, 116}, /* the alert comes later */
};

START_TEST(client_certificate_demanded)
{
	for (size_t i = 0; i < OA_LENGTH(demands); i++) {
		struct oa_connection *connection;
		struct oa_error err = {0};
		char bytes[16];
		size_t len;
		struct fixture f;

		fixture_init(&f, MANNER_ECHO);
		SSL_CTX_set_verify(
			f.ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
		SSL_CTX_set_max_proto_version(f.ctx, demands[i].max_version);
		connection = connect_in(&f, 5);
		ck_assert_int_eq(connection->phase, demands[i].phase);
		ck_assert(connection->tls.is_client_cert_asked);
		if (connection->phase == OA_PHASE_OPEN)
			ck_assert_int_eq(
				receive(&connection->stream, bytes, sizeof(bytes),
					oa_deadline_in(5), &len, &err),
				-1);
		else
			err = connection->error;
		ck_assert_int_eq(err.layer, OA_LAYER_TLS);
		ck_assert_int_eq(err.number, demands[i].alert);
		fixture_free(&f);
	}
}
END_TEST

static const struct end_case {
	enum manner manner;
	int result; /* of receiving */
	enum oa_layer layer;
} ends[] = {
	{MANNER_GREET, OA_STREAM_EOF, OA_LAYER_NONE},
	{MANNER_RESET, -1, OA_LAYER_CLOSED},
};

START_TEST(sees_the_end)
{
	for (size_t i = 0; i < OA_LENGTH(ends); i++) {
		struct oa_connection *connection;
		struct oa_error err = {0};
		char bytes[16];
		size_t len = 0;
		struct fixture f;

		fixture_init(&f, ends[i].manner);
		connection = connect_in(&f, 5);
		ck_assert_msg(connection->phase == OA_PHASE_OPEN, "%s",
			connection->error.text);
		ck_assert_int_eq(receive(&connection->stream, bytes, sizeof(bytes),
					 oa_deadline_in(5), &len, &err),
			ends[i].result);
		ck_assert_int_eq(err.layer, ends[i].layer);
		fixture_free(&f);
	}
}
END_TEST

OA_TEST_MAIN("connection", opens_with_tls, opens_without_tls, opens_several_at_once,
	tries_the_next_address, does_not_obey_the_environment_unasked,
	tells_where_it_failed, unanswered_syn_times_out, passes_a_forward_proxy,
	client_certificate_demanded, sees_the_end)
