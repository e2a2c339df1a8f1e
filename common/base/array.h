/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_ARRAY_H
#define OA_BASE_ARRAY_H

/*
 * How long an array is.
 */

/* The elements of an array (not of a pointer), a size_t. */
#define OA_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#endif
