/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_SOCKET_H
#define OA_SNMP_SOCKET_H

/*
 * Where a master agent listens.  libnetsnmp connects without any limit of time, and for
 * ever if a hung master agent has a full backlog; so each place is tried here first.
 */

#include "common/base/error.h"

/* Judges the name of a place: unix:/PATH, /PATH, tcp:HOST:PORT or tcp6:[ADDR]:PORT.
 * Returns 0, or -1 with OA_LAYER_USAGE. */
int oa_socket_check(const char *place, struct oa_error *err);

/* Connects to a place and hangs up again, in at most a second.  Returns 0, or -1 with
 * OA_LAYER_TCP, OA_LAYER_DNS or OA_LAYER_USAGE ("PLACE: reason"). */
int oa_socket_try(const char *place, struct oa_error *err);

#endif
