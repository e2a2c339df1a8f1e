/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/url.h"
#include "common/base/text.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Copies one part; false if there is none or it does not fit. */
static bool take(
	CURLU *handle, CURLUPart part, unsigned flags, char *buffer, size_t size)
{
	char *text = NULL;
	bool fits = false;

	buffer[0] = '\0';
	if (curl_url_get(handle, part, &text, flags) == CURLUE_OK)
		fits = (size_t)snprintf(buffer, size, "%s", text) < size;
	curl_free(text);
	return fits;
}

static bool has(CURLU *handle, CURLUPart part)
{
	char *text = NULL;
	bool is_there = curl_url_get(handle, part, &text, 0) == CURLUE_OK;

	curl_free(text);
	return is_there;
}

static void strip_brackets(char *host)
{
	size_t len = strlen(host);

	if (host[0] != '[' || host[len - 1] != ']')
		return;
	memmove(host, host + 1, len - 2);
	host[len - 2] = '\0';
}

static bool take_target(CURLU *handle, struct oa_url *url)
{
	char query[1024];

	if (!take(handle, CURLUPART_PATH, 0, url->target, sizeof(url->target)))
		return false;
	if (!has(handle, CURLUPART_QUERY))
		return true;
	return take(handle, CURLUPART_QUERY, 0, query, sizeof(query)) &&
	       oa_append(url->target, sizeof(url->target), "?%s", query);
}

static bool take_all(CURLU *handle, struct oa_url *url)
{
	char scheme[16], port[8];
	long number = 0;

	curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
	if (!take(handle, CURLUPART_SCHEME, 0, scheme, sizeof(scheme)) ||
		!take(handle, CURLUPART_HOST, 0, url->host, sizeof(url->host)) ||
		!take(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT, port, sizeof(port)) ||
		!take(handle, CURLUPART_URL, 0, url->text, sizeof(url->text)) ||
		!take_target(handle, url) || has(handle, CURLUPART_USER) ||
		!oa_parse_long(port, 1, 65535, &number))
		return false;
	strip_brackets(url->host);
	url->port = (uint16_t)number;
	url->is_tls = !strcasecmp(scheme, "https");
	return url->host[0] && (url->is_tls || !strcasecmp(scheme, "http"));
}

int oa_url_parse(const char *text, const struct oa_url *base, struct oa_url *ret_url,
	struct oa_error *err)
{
	CURLU *handle = curl_url();
	struct oa_url url = {.is_tls = false};
	char shown[120];
	bool is_good;

	if (!handle)
		return oa_fail(err, OA_LAYER_SYSTEM, 0, "out of memory");
	is_good = (!base || curl_url_set(handle, CURLUPART_URL, base->text, 0) ==
				    CURLUE_OK) &&
		  curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK &&
		  take_all(handle, &url);
	curl_url_cleanup(handle);
	if (is_good) {
		*ret_url = url;
		return 0;
	}
	oa_clean(shown, sizeof(shown), text, strlen(text));
	return oa_fail(err, OA_LAYER_HTTP, 0, "no usable URL: %s", shown);
}
