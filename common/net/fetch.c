/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/fetch.h"
#include "common/net/forwardproxy.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What has come. */
struct body {
	uint8_t *bytes; /* owned */
	size_t len;
	size_t max;
};

static size_t on_bytes(char *bytes, size_t size, size_t count, void *data)
{
	struct body *body = data;
	size_t len = size * count;
	uint8_t *more;

	if (len > body->max - body->len)
		return 0;
	more = realloc(body->bytes, body->len + len + 1);
	if (!more)
		return 0;
	body->bytes = more;
	memcpy(more + body->len, bytes, len);
	body->len += len;
	return len;
}

static void set_up(CURL *curl, const struct oa_fetch *fetch, struct oa_deadline until,
	struct body *body)
{
	curl_easy_setopt(curl, CURLOPT_URL, fetch->url);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
#else
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)CURLPROTO_HTTP);
#endif
	oa_forward_proxy_set(curl, fetch->forward_proxy);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(
		curl, CURLOPT_TIMEOUT_MS, (long)oa_deadline_left_ms(until) + 1);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "oa-plugins");
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
}

static struct curl_slist *set_request(CURL *curl, const struct oa_fetch *fetch)
{
	char line[96];
	struct curl_slist *headers;

	if (!fetch->request)
		return NULL;
	snprintf(line, sizeof(line), "Content-Type: %s", fetch->request_type);
	headers = curl_slist_append(NULL, line);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)fetch->request_len);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, fetch->request);
	return headers;
}

static int judge(CURL *curl, CURLcode code, struct oa_error *err)
{
	long status = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_OK && status == 200)
		return 0;
	if (code == CURLE_OK)
		return oa_fail(err, OA_LAYER_HTTP, status, "HTTP status %ld", status);
	if (code == CURLE_WRITE_ERROR)
		return oa_fail(err, OA_LAYER_HTTP, status, "the answer is too long");
	if (code == CURLE_OPERATION_TIMEDOUT)
		return oa_fail(err, OA_LAYER_TIMEOUT, 0, "no answer in time");
	return oa_fail(err, OA_LAYER_TCP, 0, "%s", curl_easy_strerror(code));
}

int oa_fetch_get(const struct oa_fetch *fetch, struct oa_deadline until,
	uint8_t **ret_bytes, size_t *ret_len, struct oa_error *err)
{
	struct body body = {.max = fetch->max};
	CURL *curl = curl_easy_init();
	struct curl_slist *headers;
	int result;

	if (!curl)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "libcurl: out of memory");
	set_up(curl, fetch, until, &body);
	headers = set_request(curl, fetch);
	result = judge(curl, curl_easy_perform(curl), err);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	if (result == 0 && !body.bytes)
		result = oa_fail(err, OA_LAYER_HTTP, 200, "the answer is empty");
	if (result < 0) {
		free(body.bytes);
		return -1;
	}
	*ret_bytes = body.bytes;
	*ret_len = body.len;
	return 0;
}
