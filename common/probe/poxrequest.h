/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_POXREQUEST_H
#define OA_PROBE_POXREQUEST_H

/*
 * Requests of autodiscover in plain XML ([MS-OXDSCLI] 2.2.3).
 */

#include "common/base/error.h"
#include "common/net/httpreq.h"

#include <stdbool.h>
#include <stddef.h>

/* Room for any request. */
#define OA_POX_REQUEST_SIZE 1024

/* The path that every method asks for. */
#define OA_POX_PATH "/autodiscover/autodiscover.xml"

/* Returns true for text that can be the name of a host or a domain. */
bool oa_pox_is_host(const char *text);

/* Returns true for user@domain without characters that XML, DNS or HTTP would give a
 * meaning to. */
bool oa_pox_is_address(const char *address);

/* Returns 0 if oa_pox_is_address() holds, or -1 with OA_LAYER_USAGE, whose text says
 * what is wanted. */
int oa_pox_check_address(const char *address, struct oa_error *err);

/* Returns the domain of an address for which oa_pox_is_address() holds. */
const char *oa_pox_domain(const char *address);

/* Writes the request for an address, as above, to buffer; returns its length. */
size_t oa_pox_request(const char *address, char buffer[OA_POX_REQUEST_SIZE]);

/* The fields that go with a request.  A server that is told that the client knows
 * MAPI/HTTP leaves EXCH and EXPR out ([MS-OXDSCLI] 3.2.5.1), so that is a question of
 * its own. */
extern const struct oa_http_extra oa_pox_fields[];

/* Numbers of those fields to send without and with X-MapiHttpCapability. */
#define OA_POX_FIELDS      2
#define OA_POX_FIELDS_MAPI 3

#endif
