/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_CONNRESULT_H
#define OA_NET_CONNRESULT_H

/*
 * What became of the opening of a connection: its stream, or which phase failed and
 * why.  The inside of connection.c; nobody else needs it.
 */

#include "common/net/connection.h"

/* Puts down what libcurl says, with the times of the phases; after CURLE_OK the
 * connection is in phase OPEN and its stream can be used. */
void oa_connection_settle(struct oa_connection *connection, CURLcode code);

#endif
