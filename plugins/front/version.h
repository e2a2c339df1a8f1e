/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_VERSION_H
#define OA_PLUGINS_FRONT_VERSION_H

/*
 * OA_VERSION, the version of the whole suite, as the build knows it.
 */

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#ifdef PACKAGE_VERSION
#define OA_VERSION PACKAGE_VERSION
#else
#define OA_VERSION "unversioned"
#endif

#endif
