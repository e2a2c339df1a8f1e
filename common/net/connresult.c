/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/connresult.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int stream_failure(struct oa_connection *connection, CURLcode code,
	const char *what, struct oa_error *err)
{
	int alert = connection->tls.alert;
	long number = 0;

	if (alert >= 0)
		return oa_fail(err, OA_LAYER_TLS, alert, "TLS alert %d (%s) while %s",
			alert, oa_tls_alert_name(alert), what);
	curl_easy_getinfo(connection->curl, CURLINFO_OS_ERRNO, &number);
	(void)code;
	return oa_fail(err, OA_LAYER_CLOSED, number ? number : ECONNRESET,
		"connection broke while %s", what);
}

static int stream_send(void *handle, const void *bytes, size_t len, size_t *ret_len,
	struct oa_error *err)
{
	struct oa_connection *connection = handle;
	CURLcode code = curl_easy_send(connection->curl, bytes, len, ret_len);

	if (code == CURLE_AGAIN)
		return OA_STREAM_AGAIN;
	if (code != CURLE_OK)
		return stream_failure(connection, code, "sending", err);
	return OA_STREAM_DONE;
}

static int stream_recv(
	void *handle, void *buffer, size_t size, size_t *ret_len, struct oa_error *err)
{
	struct oa_connection *connection = handle;
	CURLcode code = curl_easy_recv(connection->curl, buffer, size, ret_len);

	if (code == CURLE_AGAIN)
		return OA_STREAM_AGAIN;
	if (code != CURLE_OK)
		return stream_failure(connection, code, "receiving", err);
	return *ret_len ? OA_STREAM_DONE : OA_STREAM_EOF;
}

/* What the phases took; a phase that was not reached keeps its -1. */
static void take_times(struct oa_connection *connection, bool is_open)
{
	int64_t now_us = oa_now_us();
	int64_t connected_us = connection->tls_us ? connection->tls_us : now_us;
	const char *peer = NULL;

	if (!is_open && !connection->tls_us)
		return;
	connection->tcp_seconds = (double)(connected_us - connection->started_us) / 1e6;
	if (is_open && connection->tls_us)
		connection->tls_seconds = (double)(now_us - connection->tls_us) / 1e6;
	if (!curl_easy_getinfo(connection->curl, CURLINFO_PRIMARY_IP, &peer) && peer)
		snprintf(connection->peer, sizeof(connection->peer), "%s", peer);
}

static long proxy_status(CURL *curl)
{
	long status = 0;

	curl_easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &status);
	return status;
}

static void fail_tcp(struct oa_connection *connection, CURLcode code)
{
	long number = ETIMEDOUT;

	if (code != CURLE_OPERATION_TIMEDOUT && code != CURLE_COULDNT_CONNECT) {
		oa_fail(&connection->error, OA_LAYER_SYSTEM, 0, "libcurl: %s",
			connection->message[0] ? connection->message
					       : curl_easy_strerror(code));
		return;
	}
	if (code != CURLE_OPERATION_TIMEDOUT)
		curl_easy_getinfo(connection->curl, CURLINFO_OS_ERRNO, &number);
	oa_fail(&connection->error, OA_LAYER_TCP, number, "%s",
		number ? strerror((int)number) : connection->message);
}

static void fail_proxy(struct oa_connection *connection, CURLcode code)
{
	long status = proxy_status(connection->curl);

	if (status)
		oa_fail(&connection->error, OA_LAYER_PROXY, status, "HTTP status %ld",
			status);
	else
		oa_fail(&connection->error, OA_LAYER_PROXY, 0, "%s",
			connection->message[0] ? connection->message
					       : curl_easy_strerror(code));
}

static void fail_tls(struct oa_connection *connection, CURLcode code)
{
	int alert = connection->tls.alert;

	if (connection->error.layer == OA_LAYER_FEATURE)
		return;
	if (code == CURLE_OPERATION_TIMEDOUT)
		oa_fail(&connection->error, OA_LAYER_TIMEOUT, 0, "no TLS answer");
	else if (alert >= 0)
		oa_fail(&connection->error, OA_LAYER_TLS, alert, "TLS alert %d (%s)",
			alert, oa_tls_alert_name(alert));
	else
		oa_fail(&connection->error, OA_LAYER_TLS, 0, "%s",
			connection->message[0] ? connection->message
					       : curl_easy_strerror(code));
}

static void settle_failure(struct oa_connection *connection, CURLcode code)
{
	take_times(connection, false);
	if (connection->tls_us) {
		connection->phase = OA_PHASE_TLS;
		fail_tls(connection, code);
	} else if (connection->how->forward_proxy) {
		connection->phase = OA_PHASE_PROXY;
		fail_proxy(connection, code);
	} else {
		fail_tcp(connection, code);
	}
}

void oa_connection_settle(struct oa_connection *connection, CURLcode code)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	oa_dials_end(&connection->dials);
	if (code == CURLE_OK)
		code = curl_easy_getinfo(connection->curl, CURLINFO_ACTIVESOCKET, &fd);
	if (code != CURLE_OK) {
		settle_failure(connection, code);
		return;
	}
	take_times(connection, true);
	connection->phase = OA_PHASE_OPEN;
	connection->stream = (struct oa_stream){.handle = connection,
		.fd = fd,
		.send = stream_send,
		.recv = stream_recv};
}
