/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_FAULTS_H
#define LOAD_FAULTS_H

/*
 * What is wrong with which of the many front ends that the responder plays.  A
 * front end is known by its number, that of the first label of its name:
 * oa0042.lab.test is 42.  All are healthy until an order says otherwise.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Front ends there can be; names with a higher number, or without one, are 0. */
#define LOAD_TARGETS_MAX 65536

enum load_fault {
	LOAD_HEALTHY,
	LOAD_STOPPED, /* 503 of http.sys below /rpc */
	LOAD_LOCKED,  /* 401 whatever the credentials */
	LOAD_SILENT,  /* TCP connects, the ClientHello gets no answer */
	LOAD_RESET,   /* the ClientHello gets a RST */
	LOAD_REFUSED, /* the name leads to an address where nothing listens */
	LOAD_UNKNOWN, /* the name does not exist */
	LOAD_DARK,    /* the name server does not answer */
	LOAD_SLOW,    /* each ClientHello waits for its answer */
	LOAD_OTHER,   /* a certificate of nobody who is trusted */
	LOAD_SOON,    /* a certificate that ends soon */
	LOAD_NAK,     /* no bind is accepted */
	LOAD_CUT,     /* the OUT channel ends instead of an answer to bind */
	LOAD_FAULTS,  /* how many there are */
};

struct load_faults {
	uint8_t of[LOAD_TARGETS_MAX]; /* enum load_fault, by number */
};

/* Returns the number of the front end of this name (len bytes). */
unsigned load_number(const char *name, size_t len);

/* Returns the word for a fault. */
const char *load_fault_word(enum load_fault fault);

/* Obeys "FAULT FIRST [LAST]" or "FAULT all", where FAULT is one of healthy, 503,
 * 401, silent, reset, refused, unknown, dark, slow, other, soon, nak, cut; false if it
 * is no such order. */
bool load_obey(struct load_faults *faults, const char *order);

#endif
