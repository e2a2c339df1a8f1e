/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/connection.h"
#include "common/base/text.h"
#include "common/net/connresult.h"
#include "common/net/forwardproxy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static CURLcode on_ssl_context(CURL *curl, void *context, void *data)
{
	struct oa_connection *connection = data;
	const struct oa_connect *how = connection->how;

	(void)curl;
	/* libcurl's own clock of the connect starts to run with its whole chain of
	 * filters in some versions: the handshake's beginning is a sure sign */
	connection->tls_us = oa_now_us();
	oa_dials_end(&connection->dials);
	if (oa_tls_prepare(context, how->tls, how->trust, how->now, &connection->tls,
		    &connection->error) < 0)
		return CURLE_ABORTED_BY_CALLBACK;
	return CURLE_OK;
}

static void collect(struct oa_connections *group)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(group->multi, &left)))
		for (size_t i = 0; i < group->count; i++)
			if (group->item[i].curl == message->easy_handle)
				oa_connection_settle(
					&group->item[i], message->data.result);
}

static bool is_pending(const struct oa_connection *connection)
{
	return connection->phase != OA_PHASE_OPEN &&
	       connection->error.layer == OA_LAYER_NONE;
}

static bool any_pending(const struct oa_connections *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->item[i].curl && is_pending(&group->item[i]))
			return true;
	return false;
}

static void drive(struct oa_connections *group, struct oa_deadline until)
{
	int running;

	for (;;) {
		curl_multi_perform(group->multi, &running);
		collect(group);
		if (!any_pending(group))
			return;
		if (oa_deadline_passed(until))
			break;
		curl_multi_poll(
			group->multi, NULL, 0, oa_deadline_left_ms(until), NULL);
	}
	for (size_t i = 0; i < group->count; i++)
		if (group->item[i].curl && is_pending(&group->item[i]))
			oa_connection_settle(&group->item[i], CURLE_OPERATION_TIMEDOUT);
}

/* Names are pinned by CURLOPT_RESOLVE; libcurl parses no address of IPv6 there, so such
 * a host is led elsewhere by CURLOPT_CONNECT_TO, which takes one address. */
static bool is_v6(const char *host)
{
	return strchr(host, ':') != NULL;
}

static CURLoption pin_option(const struct oa_connect *how)
{
	return is_v6(how->host) ? CURLOPT_CONNECT_TO : CURLOPT_RESOLVE;
}

/* So that the addresses found by our own resolver are the ones that are tried:
 * "host:port:addr,addr", or "::addr:" for whatever host and port. */
static struct curl_slist *pin_list(const struct oa_connect *how)
{
	char text[1024];

	if (!how->address_count)
		return NULL;
	if (is_v6(how->host)) {
		snprintf(text, sizeof(text),
			is_v6(how->address[0]) ? "::[%s]:" : "::%s:", how->address[0]);
		return curl_slist_append(NULL, text);
	}
	snprintf(text, sizeof(text), "%s:%u:", how->host, how->port);
	for (size_t i = 0; i < how->address_count; i++)
		oa_append(text, sizeof(text),
			is_v6(how->address[i]) ? "%s[%s]" : "%s%s", i ? "," : "",
			how->address[i]);
	return curl_slist_append(NULL, text);
}

static void set_route(CURL *curl, const struct oa_connect *how)
{
	char url[600];

	snprintf(url, sizeof(url), is_v6(how->host) ? "%s://[%s]:%u/" : "%s://%s:%u/",
		how->no_tls ? "http" : "https", how->host, how->port);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	oa_forward_proxy_set(curl, how->forward_proxy);
	curl_easy_setopt(curl, CURLOPT_HTTPPROXYTUNNEL, 1L);
	curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

static void set_tls(CURL *curl, struct oa_connection *connection)
{
	/* the trust store, the checks and their limits are ours: tls.c */
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, on_ssl_context);
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, connection);
	/* a resumed session saves a round trip of TLS 1.2 */
	curl_easy_setopt(curl, CURLOPT_SHARE, connection->how->sessions);
}

static int prepare(struct oa_connections *group, struct oa_connection *connection,
	struct curl_slist *addresses, struct oa_error *err)
{
	CURL *curl = curl_easy_init();

	if (!curl)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "libcurl: out of memory");
	connection->curl = curl;
	set_route(curl, connection->how);
	curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, pin_option(connection->how), addresses);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, connection->message);
	/* the deadline is kept by drive(); libcurl's own limit must not be first */
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 86400000L);
	oa_dials_watch(&connection->dials, curl);
	set_tls(curl, connection);
	if (curl_multi_add_handle(group->multi, curl) != CURLM_OK)
		return oa_fail(err, OA_LAYER_SYSTEM, 0, "libcurl: cannot add a handle");
	return 0;
}

static bool is_tls_usable(void)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	return info->ssl_version && strncmp(info->ssl_version, "OpenSSL/", 8) == 0;
}

int oa_connections_init(struct oa_connections *group, struct oa_error *err)
{
	*group = (struct oa_connections){.multi = curl_multi_init()};
	if (!group->multi)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "libcurl: out of memory");
	return 0;
}

struct oa_connection *oa_connections_open(struct oa_connections *group, size_t count,
	const struct oa_connect *how, struct oa_deadline until, struct oa_error *err)
{
	struct oa_connection *first = group->item + group->count;
	struct curl_slist *addresses;
	int result = 0;

	if (!how->no_tls && !is_tls_usable()) {
		oa_fail(err, OA_LAYER_FEATURE, 0, "libcurl was built without OpenSSL");
		return NULL;
	}
	if (count > OA_CONNECTIONS_MAX - group->count) {
		oa_fail(err, OA_LAYER_SYSTEM, EMFILE, "too many connections");
		return NULL;
	}
	addresses = pin_list(how);
	for (size_t i = 0; i < count && result == 0; i++) {
		first[i] = (struct oa_connection){.group = group->multi,
			.started_us = oa_now_us(),
			.tcp_seconds = -1,
			.tls_seconds = -1,
			.tls.alert = -1,
			.tls.sent_alert = -1,
			.how = how};
		group->count++;
		result = prepare(group, &first[i], addresses, err);
	}
	if (result == 0)
		drive(group, until);
	for (size_t i = 0; i < count; i++)
		if (first[i].curl)
			curl_easy_setopt(first[i].curl, pin_option(how), NULL);
	curl_slist_free_all(addresses);
	return result == 0 ? first : NULL;
}

void oa_connection_close(struct oa_connection *connection)
{
	if (!connection->curl)
		return;
	curl_multi_remove_handle(connection->group, connection->curl);
	curl_easy_cleanup(connection->curl);
	connection->curl = NULL;
}

void oa_connections_free(struct oa_connections *group)
{
	for (size_t i = 0; i < group->count; i++) {
		oa_connection_close(&group->item[i]);
		oa_tls_info_free(&group->item[i].tls);
	}
	if (group->multi)
		curl_multi_cleanup(group->multi);
	*group = (struct oa_connections){0};
}
