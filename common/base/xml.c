/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/xml.h"

#include <errno.h>
#include <expat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What the calls of expat share. */
struct reading {
	XML_Parser parser;
	struct oa_xml xml;
	size_t node_max, node_count;
	size_t text_max, text_len;
	struct oa_xml_node *open; /* the innermost element that has not ended */
	const char *attribute;
	bool is_broken; /* refused by us */
};

static void refuse(struct reading *reading)
{
	reading->is_broken = true;
	XML_StopParser(reading->parser, XML_FALSE);
}

/* Appends to the texts; the room is that for everything the document can hold. */
static char *keep(struct reading *reading, const char *text, size_t len)
{
	char *at = reading->xml.texts + reading->text_len;

	if (len >= reading->text_max - reading->text_len) {
		refuse(reading);
		return NULL;
	}
	memcpy(at, text, len);
	at[len] = '\0';
	reading->text_len += len;
	return at;
}

/* The same with an end of its own. */
static char *keep_whole(struct reading *reading, const char *text)
{
	char *kept = keep(reading, text, strlen(text));

	if (kept)
		reading->text_len++;
	return kept;
}

static const char *without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static void add_child(struct oa_xml_node *parent, struct oa_xml_node *node)
{
	node->parent = parent;
	if (!parent)
		return;
	if (parent->last)
		parent->last->next = node;
	else
		parent->children = node;
	parent->last = node;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *reading = data;
	struct oa_xml_node *node = &reading->xml.nodes[reading->node_count];

	if (reading->is_broken || reading->node_count == reading->node_max) {
		refuse(reading);
		return;
	}
	reading->node_count++;
	node->name = keep_whole(reading, without_prefix(name));
	for (size_t i = 0; attributes[i]; i += 2)
		if (!strcmp(attributes[i], reading->attribute))
			node->attribute = keep_whole(reading, attributes[i + 1]);
	add_child(reading->open, node);
	/* what lies between the children of the one around is no text */
	if (reading->open)
		reading->open->text = NULL;
	node->text = keep(reading, "", 0);
	reading->open = node;
}

static void on_text(void *data, const XML_Char *text, int len)
{
	struct reading *reading = data;

	/* only one that has no children yet has its text at the end of all */
	if (!reading->is_broken && reading->open && !reading->open->children)
		keep(reading, text, (size_t)len);
}

static void on_end(void *data, const XML_Char *name)
{
	struct reading *reading = data;
	struct oa_xml_node *node = reading->open;

	(void)name;
	/* some calls still come after the parser has been stopped */
	if (reading->is_broken)
		return;
	if (node->children)
		node->text = "";
	else
		keep_whole(reading, "");
	reading->open = node->parent;
}

static void on_document_type(void *data, const XML_Char *name, const XML_Char *system,
	const XML_Char *public, int has_internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)has_internal;
	refuse(data);
}

/* No document has more elements than it has '<', and none of its bytes becomes more
 * than three of UTF-8, or an end of a text. */
static int make_room(struct reading *reading, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		reading->node_max += bytes[i] == '<';
	reading->text_max = 3 * len + 1;
	reading->xml.nodes = calloc(reading->node_max + 1, sizeof(*reading->xml.nodes));
	reading->xml.texts = malloc(reading->text_max);
	reading->parser = XML_ParserCreate(NULL);
	return reading->xml.nodes && reading->xml.texts && reading->parser ? 0 : -1;
}

static bool parse(struct reading *reading, const char *bytes, size_t len)
{
	XML_SetUserData(reading->parser, reading);
	XML_SetElementHandler(reading->parser, on_start, on_end);
	XML_SetCharacterDataHandler(reading->parser, on_text);
	XML_SetStartDoctypeDeclHandler(reading->parser, on_document_type);
	return XML_Parse(reading->parser, bytes, (int)len, XML_TRUE) == XML_STATUS_OK &&
	       !reading->is_broken;
}

int oa_xml_read(const void *bytes, size_t len, const char *attribute,
	struct oa_xml *ret_xml, struct oa_error *err)
{
	struct reading reading = {.attribute = attribute};
	bool is_short = make_room(&reading, bytes, len) < 0;
	bool is_good = !is_short && parse(&reading, bytes, len);

	if (reading.parser && !is_good)
		is_short = is_short ||
			   XML_GetErrorCode(reading.parser) == XML_ERROR_NO_MEMORY;
	if (reading.parser)
		XML_ParserFree(reading.parser);
	if (is_good) {
		*ret_xml = reading.xml;
		return 0;
	}
	oa_xml_free(&reading.xml);
	if (is_short)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	return oa_fail(err, OA_LAYER_HTTP, 0, "an answer that is no XML");
}

const struct oa_xml_node *oa_xml_child(const struct oa_xml_node *node, const char *name)
{
	for (const struct oa_xml_node *at = node ? node->children : NULL; at;
		at = at->next)
		if (!strcmp(at->name, name))
			return at;
	return NULL;
}

void oa_xml_free(struct oa_xml *xml)
{
	free(xml->nodes);
	free(xml->texts);
	*xml = (struct oa_xml){0};
}
