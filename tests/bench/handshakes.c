/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Bare TLS handshakes, as the floor for a check that contains them.
 *
 *	handshakes ADDRESS PORT NAME CA-FILE COUNT
 *
 * Each is a connection of its own to an IPv4 address, verified by the trust store that
 * the checks use, and closed at once.  Fails when one does.
 */

#include "common/net/trust.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int dial(const char *address, const char *port)
{
	struct sockaddr_in there = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || inet_pton(AF_INET, address, &there.sin_addr) != 1 ||
		connect(fd, (struct sockaddr *)&there, sizeof(there)) < 0) {
		perror("handshakes");
		exit(EXIT_FAILURE);
	}
	return fd;
}

static bool shake_hands(SSL_CTX *tls, int fd, char *name)
{
	SSL *ssl = SSL_new(tls);
	bool is_good = ssl && SSL_set_fd(ssl, fd) == 1 &&
		       SSL_set_tlsext_host_name(ssl, name) == 1 &&
		       SSL_set1_host(ssl, name) == 1 && SSL_connect(ssl) == 1;

	SSL_free(ssl);
	close(fd);
	return is_good;
}

int main(int argc, char **argv)
{
	struct oa_error error = {0};
	X509_STORE *trust;
	SSL_CTX *tls;

	if (argc != 6) {
		fputs("usage: handshakes ADDRESS PORT NAME CA-FILE COUNT\n", stderr);
		return EXIT_FAILURE;
	}
	trust = oa_trust_new(argv[4], NULL, true, &error);
	tls = SSL_CTX_new(TLS_client_method());
	if (!trust || !tls) {
		fprintf(stderr, "handshakes: %s\n", error.text);
		return EXIT_FAILURE;
	}
	SSL_CTX_set_cert_store(tls, trust);
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
	for (long left = strtol(argv[5], NULL, 10); left > 0; left--)
		if (!shake_hands(tls, dial(argv[1], argv[2]), argv[3])) {
			fputs("handshakes: a handshake failed\n", stderr);
			return EXIT_FAILURE;
		}
	SSL_CTX_free(tls);
	return EXIT_SUCCESS;
}
