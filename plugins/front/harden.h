/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_HARDEN_H
#define OA_PLUGINS_FRONT_HARDEN_H

/*
 * What every program does first, because it may hold a password.
 */

/* Keeps secrets out of core files and away from debuggers of the same user, and
 * survives a peer that closes a pipe. */
void oa_harden(void);

#endif
