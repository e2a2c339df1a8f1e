/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/forwardproxy.h"

#include <string.h>

void oa_forward_proxy_set(CURL *curl, const char *forward_proxy)
{
	/* without this libcurl obeys http_proxy and its kin unasked */
	if (!forward_proxy)
		curl_easy_setopt(curl, CURLOPT_PROXY, "");
	else if (strcmp(forward_proxy, "env") != 0)
		curl_easy_setopt(curl, CURLOPT_PROXY, forward_proxy);
}
