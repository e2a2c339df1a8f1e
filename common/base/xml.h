/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_XML_H
#define OA_BASE_XML_H

/*
 * A small XML document as a tree, read by expat: elements, their text, and one
 * attribute of them.  Prefixes of names are dropped.  A document type is refused, and
 * with it every entity but the five that XML has.  The tree owns all texts in it.
 */

#include "common/base/error.h"

#include <stddef.h>

/* One element. */
struct oa_xml_node {
	const char *name;      /* without prefix */
	const char *attribute; /* value of the attribute that was asked for, or NULL */
	const char *text;      /* the text of an element without children, else empty */
	struct oa_xml_node *parent;   /* NULL for the root */
	struct oa_xml_node *children; /* the first one, or NULL */
	struct oa_xml_node *last;     /* the last of them, or NULL */
	struct oa_xml_node *next;     /* the next of the same parent, or NULL */
};

/* A document; the root is its first node. */
struct oa_xml {
	struct oa_xml_node *nodes; /* in the order of their begin; owned */
	char *texts;               /* all names and texts; owned */
};

/* Reads len bytes, of which the caller bounds the number, and keeps the values of the
 * attribute of that name.  Returns 0, or -1 with OA_LAYER_HTTP (this is no XML) or
 * OA_LAYER_SYSTEM (no memory). */
int oa_xml_read(const void *bytes, size_t len, const char *attribute,
	struct oa_xml *ret_xml, struct oa_error *err);

/* Returns the first child of that name; NULL if there is none, or no node. */
const struct oa_xml_node *oa_xml_child(
	const struct oa_xml_node *node, const char *name);

/* Releases a document; one that was never read, too, if it is all zero. */
void oa_xml_free(struct oa_xml *xml);

#endif
