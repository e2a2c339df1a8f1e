/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_SETTLE_H
#define OA_PLUGINS_FRONT_SETTLE_H

/*
 * From options to a target: what follows from them, and what contradicts.
 */

#include "plugins/front/program.h"

/* Fills the fields of settings->target that no option sets directly.
 * is_port_given says whether --port was given; environment_proxy is what `--proxy
 * env' stands for, borrowed, or NULL for none.  Returns 0, or -1 with
 * OA_LAYER_USAGE. */
int oa_settle(struct oa_common_settings *settings, bool is_port_given,
	const char *environment_proxy, struct oa_error *err);

/* Judges the RPC server of --server (NULL is none given): a name or guid@domain that
 * can stand in a query ([MS-RPCH] 2.2.2).  Returns 0, or -1 with OA_LAYER_USAGE. */
int oa_check_server(const char *server, struct oa_error *err);

#endif
