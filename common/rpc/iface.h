/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_IFACE_H
#define OA_RPC_IFACE_H

/*
 * The RPC interfaces that a check can bind to: one constant table (iface.def).
 * MGMT is served by the RPC runtime at every endpoint; the Exchange interfaces
 * belong to one of the ports 6001 (EMSMDB), 6002 (RFR) and 6004 (NSPI).
 */

#include <stddef.h>
#include <stdint.h>

/* Bytes of an interface or transfer syntax identifier on the wire. */
#define OA_SYNTAX_LEN 20

/* An interface or a transfer syntax, [C706] 12.6.3.1 p_syntax_id_t. */
struct oa_syntax {
	uint8_t uuid[16]; /* as on the wire: the first three groups little-endian */
	uint16_t major;   /* major version */
	uint16_t minor;   /* minor version */
};

/* Index of the table. */
enum oa_iface_key {
	OA_IFACE_MGMT,         /* remote management, [C706] appendix Q */
	OA_IFACE_EMSMDB,       /* mailbox store, [MS-OXCRPC] 3.1 */
	OA_IFACE_RFR,          /* referral to an address book server, [MS-OXABREF] */
	OA_IFACE_NSPI,         /* address book, [MS-OXNSPI] */
	OA_IFACE_ASYNC_EMSMDB, /* notifications of the store, [MS-OXCRPC] 3.3 */
	OA_IFACE_COUNT,
};

/* One interface. */
struct oa_iface {
	enum oa_iface_key key;   /* its place in the table */
	const char *name;        /* as on the command line, e.g. "emsmdb" */
	const char *title;       /* for people, e.g. "EMSMDB" */
	const char *spn_service; /* service class for Kerberos, e.g. "exchangeMDB" */
	uint16_t port;           /* the endpoint whose own interface it is, 0 if none */
	struct oa_syntax syntax; /* identifier and version */
};

/* The transfer syntax NDR 2.0, the only one offered. */
extern const struct oa_syntax oa_syntax_ndr;

/* Returns the interface of that key. */
const struct oa_iface *oa_iface_get(enum oa_iface_key key);

/* Returns the interface of that command line name (case matters not), or NULL. */
const struct oa_iface *oa_iface_by_name(const char *name);

/* Returns the interface that belongs to the port, or NULL for a port that is
 * none of Exchange's. */
const struct oa_iface *oa_iface_by_port(uint16_t port);

/* Returns the interface to try where that one is not registered at the port, or NULL:
 * 6002 and 6004 have each other's on some versions, and for MGMT the port's own. */
const struct oa_iface *oa_iface_other(uint16_t port, enum oa_iface_key key);

#endif
