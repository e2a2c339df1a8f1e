/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_FORWARDPROXY_H
#define OA_NET_FORWARDPROXY_H

/*
 * The forward proxy between this machine and the internet, as libcurl is told of it.
 */

#include <curl/curl.h>

/* Sets the forward proxy of a handle: a URL, "env" for what the environment names, or
 * NULL for none, whatever the environment names. */
void oa_forward_proxy_set(CURL *curl, const char *forward_proxy);

#endif
