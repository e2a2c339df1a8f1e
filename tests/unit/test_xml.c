/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/xml.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEP 60000

static int read_text(const char *text, struct oa_xml *xml, struct oa_error *err)
{
	*err = (struct oa_error){.layer = OA_LAYER_NONE};
	return oa_xml_read(text, strlen(text), "Type", xml, err);
}

/* The tree as "name[attribute](children)=text", so that a table can hold it. */
static void put(char *out, size_t size, const struct oa_xml_node *node)
{
	size_t len = strlen(out);

	snprintf(out + len, size - len, "%s", node->name);
	len = strlen(out);
	if (node->attribute)
		snprintf(out + len, size - len, "[%s]", node->attribute);
	for (const struct oa_xml_node *at = node->children; at; at = at->next) {
		len = strlen(out);
		snprintf(out + len, size - len, at == node->children ? "(" : ",");
		put(out, size, at);
	}
	len = strlen(out);
	snprintf(out + len, size - len, node->children ? ")" : "=%s", node->text);
}

static const struct {
	const char *text;
	const char *tree;
} documents[] = {
	{"<a/>", "a="},
	{"<a></a>", "a="},
	{"<a>x &lt; y</a>", "a=x < y"},
	{"<a><![CDATA[<b>]]>&#65;</a>", "a=<b>A"},
	{"<a> <b>1</b> <c>2</c> </a>", "a(b=1,c=2)"},
	{"<a>before<b>1</b>after</a>", "a(b=1)"},
	{"<a><b><c>1</c></b><b>2</b></a>", "a(b(c=1),b=2)"},
	{"<a Type=\"t&amp;u\" Other=\"o\"><b Type=\"\"/></a>", "a[t&u](b[]=)"},
	{"<p:a xmlns:p=\"u\"><p:b>1</p:b></p:a>", "a(b=1)"},
	{"<p:a>1</p:a>", "a=1"},
	{"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe4</a>", "a=\xc3\xa4"},
	{"\xef\xbb\xbf<!-- c --><a>1</a><?pi x?>", "a=1"},
};

START_TEST(documents_become_trees)
{
	for (size_t i = 0; i < OA_LENGTH(documents); i++) {
		struct oa_xml xml;
		struct oa_error err;
		char tree[200] = "";

		ck_assert_int_eq(read_text(documents[i].text, &xml, &err), 0);
		put(tree, sizeof(tree), xml.nodes);
		ck_assert_str_eq(tree, documents[i].tree);
		oa_xml_free(&xml);
	}
}
END_TEST

static const char *const refused[] = {
	"",
	" ",
	"text",
	"<a>",
	"<a></b>",
	"<a/><b/>",
	"<a x=1/>",
	"<a>&unknown;</a>",
	"<a>\xff</a>",
	"<!DOCTYPE a><a/>",
	"<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
	"<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>",
	"<?xml version=\"1.0\" encoding=\"x-unknown\"?><a/>",
};

START_TEST(other_things_are_refused)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_xml xml = {0};
		struct oa_error err;

		ck_assert_int_eq(read_text(refused[i], &xml, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_HTTP);
		ck_assert_ptr_null(xml.nodes);
	}
}
END_TEST

START_TEST(sixteen_bits_are_read)
{
	static const char text[] = "\xff\xfe<\0a\0>\0\xac\x20<\0/\0a\0>";
	struct oa_xml xml;
	struct oa_error err;

	ck_assert_int_eq(oa_xml_read(text, sizeof(text), "Type", &xml, &err), 0);
	ck_assert_str_eq(xml.nodes->text, "\xe2\x82\xac");
	oa_xml_free(&xml);
}
END_TEST

/* Neither the stack nor the room for texts depends on how deep it goes. */
START_TEST(depth_is_no_matter)
{
	char *text = malloc(7 * DEEP);
	struct oa_xml xml;
	struct oa_error err;
	size_t depth = 0;

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < DEEP; i++) {
		memcpy(text + 3 * i, "<a>", 3);
		memcpy(text + 3 * DEEP + 4 * i, "</a>", 4);
	}
	ck_assert_int_eq(oa_xml_read(text, 7 * DEEP, "Type", &xml, &err), 0);
	for (const struct oa_xml_node *at = xml.nodes; at; at = at->children)
		depth++;
	ck_assert_uint_eq(depth, DEEP);
	oa_xml_free(&xml);
	free(text);
}
END_TEST

START_TEST(children_are_found_by_name)
{
	struct oa_xml xml;
	struct oa_error err;

	ck_assert_int_eq(read_text("<a><b>1</b><c/><b>2</b></a>", &xml, &err), 0);
	ck_assert_str_eq(oa_xml_child(xml.nodes, "b")->text, "1");
	ck_assert_ptr_null(oa_xml_child(xml.nodes, "d"));
	ck_assert_ptr_null(oa_xml_child(oa_xml_child(xml.nodes, "c"), "b"));
	ck_assert_ptr_null(oa_xml_child(NULL, "b"));
	oa_xml_free(&xml);
}
END_TEST

OA_TEST_MAIN("xml", documents_become_trees, other_things_are_refused,
	sixteen_bits_are_read, depth_is_no_matter, children_are_found_by_name)
