/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/pox.h"
#include "common/base/text.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>
#include <strings.h>

static bool is_named(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->name &&
	       !strcmp((const char *)node->name, name);
}

static xmlNode *child(const xmlNode *node, const char *name)
{
	for (xmlNode *at = node ? node->children : NULL; at; at = at->next)
		if (is_named(at, name))
			return at;
	return NULL;
}

/* Copies text without the blanks around it. */
static void copy(char *buffer, size_t size, const xmlChar *content)
{
	static const char blanks[] = " \t\r\n";
	const char *text = content ? (const char *)content : "";
	size_t len;

	text += strspn(text, blanks);
	len = strlen(text);
	while (len && strchr(blanks, text[len - 1]))
		len--;
	oa_clean(buffer, size, text, len);
}

/* Copies the text of a child; returns whether there is such a child. */
static bool take(const xmlNode *node, const char *name, char *buffer, size_t size)
{
	xmlNode *found = child(node, name);
	xmlChar *content = found ? xmlNodeGetContent(found) : NULL;

	copy(buffer, size, content);
	xmlFree(content);
	return found;
}

static enum oa_pox_type type_of(const char *name)
{
	static const struct {
		const char *name;
		enum oa_pox_type type;
	} types[] = {
		{"EXCH", OA_POX_EXCH},
		{"EXPR", OA_POX_EXPR},
		{"EXHTTP", OA_POX_EXHTTP},
		{"WEB", OA_POX_WEB},
		{"mapiHttp", OA_POX_MAPI_HTTP},
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcasecmp(types[i].name, name))
			return types[i].type;
	return OA_POX_OTHER;
}

/* The type is an element, or, with mapiHttp, an attribute. */
static void take_type(const xmlNode *node, struct oa_pox_protocol *protocol)
{
	xmlChar *attribute = NULL;

	if (!take(node, "Type", protocol->name, sizeof(protocol->name))) {
		attribute = xmlGetNoNsProp(node, (const xmlChar *)"Type");
		copy(protocol->name, sizeof(protocol->name), attribute);
		xmlFree(attribute);
	}
	protocol->type = type_of(protocol->name);
}

static void take_mapi(const xmlNode *node, struct oa_pox_mapi *mapi)
{
	const xmlNode *store = child(node, "MailStore");
	const xmlNode *book = child(node, "AddressBook");

	take(store, "InternalUrl", mapi->store_internal, sizeof(mapi->store_internal));
	take(store, "ExternalUrl", mapi->store_external, sizeof(mapi->store_external));
	take(book, "InternalUrl", mapi->book_internal, sizeof(mapi->book_internal));
	take(book, "ExternalUrl", mapi->book_external, sizeof(mapi->book_external));
}

static void take_protocol(const xmlNode *node, struct oa_pox *pox)
{
	struct oa_pox_protocol *at = &pox->protocol[pox->protocol_count];
	char ssl[8];

	if (pox->protocol_count == OA_POX_PROTOCOLS_MAX)
		return;
	pox->protocol_count++;
	take_type(node, at);
	take(node, "Server", at->server, sizeof(at->server));
	take(node, "ServerDN", at->server_dn, sizeof(at->server_dn));
	take(node, "MdbDN", at->mdb_dn, sizeof(at->mdb_dn));
	take(node, "AuthPackage", at->auth_package, sizeof(at->auth_package));
	take(node, "CertPrincipalName", at->principal, sizeof(at->principal));
	at->is_ssl_known = take(node, "SSL", ssl, sizeof(ssl));
	at->is_ssl = !strcasecmp(ssl, "On");
	if (at->type == OA_POX_MAPI_HTTP)
		take_mapi(node, &pox->mapi);
}

/* Protocol elements deeper down belong to WEB and say nothing of their own. */
static int take_account(
	const xmlNode *account, struct oa_pox *pox, struct oa_error *err)
{
	char action[32];

	take(account, "Action", action, sizeof(action));
	for (const xmlNode *at = account->children; at; at = at->next)
		if (is_named(at, "Protocol"))
			take_protocol(at, pox);
	if (!strcasecmp(action, "settings"))
		return 0;
	if (!strcasecmp(action, "redirectAddr"))
		pox->kind = OA_POX_REDIRECT;
	else if (!strcasecmp(action, "redirectUrl"))
		pox->kind = OA_POX_REDIRECT_URL;
	else
		return oa_fail(err, OA_LAYER_HTTP, 0, "unknown Action \"%s\"", action);
	take(account, pox->kind == OA_POX_REDIRECT ? "RedirectAddr" : "RedirectUrl",
		pox->redirect, sizeof(pox->redirect));
	return 0;
}

static void take_error(const xmlNode *error, struct oa_pox *pox)
{
	pox->kind = OA_POX_ERROR;
	take(error, "ErrorCode", pox->error_code, sizeof(pox->error_code));
	take(error, "Message", pox->error_message, sizeof(pox->error_message));
}

static int take_response(
	const xmlNode *response, struct oa_pox *pox, struct oa_error *err)
{
	const xmlNode *user = child(response, "User");
	const xmlNode *account = child(response, "Account");
	const xmlNode *error = child(response, "Error");

	take(user, "AutoDiscoverSMTPAddress", pox->address, sizeof(pox->address));
	take(user, "LegacyDN", pox->user_dn, sizeof(pox->user_dn));
	if (!error)
		error = child(account, "Error");
	if (error) {
		take_error(error, pox);
		return 0;
	}
	if (!account)
		return oa_fail(err, OA_LAYER_HTTP, 0, "XML without an Account");
	return take_account(account, pox, err);
}

/* A document type could define entities; autodiscover has none. */
static void refuse(
	void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	((xmlParserCtxt *)data)->wellFormed = 0;
	xmlStopParser(data);
}

static xmlDoc *read_document(const void *bytes, size_t len)
{
	int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		      XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
	xmlParserCtxt *context = xmlNewParserCtxt();
	xmlDoc *document;

	if (!context)
		return NULL;
	if (context->sax)
		context->sax->internalSubset = refuse;
	document = xmlCtxtReadMemory(context, bytes, (int)len, NULL, NULL, options);
	xmlFreeParserCtxt(context);
	return document;
}

int oa_pox_parse(
	const void *bytes, size_t len, struct oa_pox *ret_pox, struct oa_error *err)
{
	struct oa_pox pox = {.kind = OA_POX_SETTINGS};
	const xmlNode *root, *response;
	xmlDoc *document;
	int result = -1;

	if (!len || len > OA_POX_MAX)
		return oa_fail(err, OA_LAYER_HTTP, 0, "%s",
			len ? "an answer that is too long" : "an empty answer");
	document = read_document(bytes, len);
	root = document ? xmlDocGetRootElement(document) : NULL;
	response = root && is_named(root, "Autodiscover") ? child(root, "Response")
							  : NULL;
	if (!document)
		oa_fail(err, OA_LAYER_HTTP, 0, "an answer that is no XML");
	else if (!response)
		oa_fail(err, OA_LAYER_HTTP, 0, "XML that is no autodiscover answer");
	else
		result = take_response(response, &pox, err);
	xmlFreeDoc(document);
	if (result == 0)
		*ret_pox = pox;
	return result;
}

const struct oa_pox_protocol *oa_pox_find(
	const struct oa_pox *pox, enum oa_pox_type type)
{
	for (size_t i = 0; i < pox->protocol_count; i++)
		if (pox->protocol[i].type == type)
			return &pox->protocol[i];
	return NULL;
}
