/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/pox.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/base/xml.h"

#include <string.h>
#include <strings.h>

/* Copies text without the blanks around it. */
static void copy(char *buffer, size_t size, const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t len;

	text += strspn(text, blanks);
	len = strlen(text);
	while (len && strchr(blanks, text[len - 1]))
		len--;
	oa_clean(buffer, size, text, len);
}

/* Copies the text of a child; returns whether there is such a child. */
static bool take(
	const struct oa_xml_node *node, const char *name, char *buffer, size_t size)
{
	const struct oa_xml_node *found = oa_xml_child(node, name);

	copy(buffer, size, found ? found->text : "");
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

	for (size_t i = 0; i < OA_LENGTH(types); i++)
		if (!strcasecmp(types[i].name, name))
			return types[i].type;
	return OA_POX_OTHER;
}

/* The type is an element, or, with mapiHttp, an attribute. */
static void take_type(const struct oa_xml_node *node, struct oa_pox_protocol *protocol)
{
	const char *attribute = node->attribute ? node->attribute : "";

	if (!take(node, "Type", protocol->name, sizeof(protocol->name)))
		copy(protocol->name, sizeof(protocol->name), attribute);
	protocol->type = type_of(protocol->name);
}

static void take_mapi(const struct oa_xml_node *node, struct oa_pox_mapi *mapi)
{
	const struct oa_xml_node *store = oa_xml_child(node, "MailStore");
	const struct oa_xml_node *book = oa_xml_child(node, "AddressBook");

	take(store, "InternalUrl", mapi->store_internal, sizeof(mapi->store_internal));
	take(store, "ExternalUrl", mapi->store_external, sizeof(mapi->store_external));
	take(book, "InternalUrl", mapi->book_internal, sizeof(mapi->book_internal));
	take(book, "ExternalUrl", mapi->book_external, sizeof(mapi->book_external));
}

static void take_protocol(const struct oa_xml_node *node, struct oa_pox *pox)
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
	const struct oa_xml_node *account, struct oa_pox *pox, struct oa_error *err)
{
	char action[32];

	take(account, "Action", action, sizeof(action));
	for (const struct oa_xml_node *at = account->children; at; at = at->next)
		if (!strcmp(at->name, "Protocol"))
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

static void take_error(const struct oa_xml_node *error, struct oa_pox *pox)
{
	pox->kind = OA_POX_ERROR;
	take(error, "ErrorCode", pox->error_code, sizeof(pox->error_code));
	take(error, "Message", pox->error_message, sizeof(pox->error_message));
}

static int take_response(
	const struct oa_xml_node *response, struct oa_pox *pox, struct oa_error *err)
{
	const struct oa_xml_node *user = oa_xml_child(response, "User");
	const struct oa_xml_node *account = oa_xml_child(response, "Account");
	const struct oa_xml_node *error = oa_xml_child(response, "Error");

	take(user, "AutoDiscoverSMTPAddress", pox->address, sizeof(pox->address));
	take(user, "LegacyDN", pox->user_dn, sizeof(pox->user_dn));
	if (!error)
		error = oa_xml_child(account, "Error");
	if (error) {
		take_error(error, pox);
		return 0;
	}
	if (!account)
		return oa_fail(err, OA_LAYER_HTTP, 0, "XML without an Account");
	return take_account(account, pox, err);
}

int oa_pox_parse(
	const void *bytes, size_t len, struct oa_pox *ret_pox, struct oa_error *err)
{
	struct oa_pox pox = {.kind = OA_POX_SETTINGS};
	const struct oa_xml_node *response = NULL;
	struct oa_xml xml;
	int result = -1;

	if (!len || len > OA_POX_MAX)
		return oa_fail(err, OA_LAYER_HTTP, 0, "%s",
			len ? "an answer that is too long" : "an empty answer");
	if (oa_xml_read(bytes, len, "Type", &xml, err) < 0)
		return -1;
	if (!strcmp(xml.nodes->name, "Autodiscover"))
		response = oa_xml_child(xml.nodes, "Response");
	if (response)
		result = take_response(response, &pox, err);
	else
		oa_fail(err, OA_LAYER_HTTP, 0, "XML that is no autodiscover answer");
	oa_xml_free(&xml);
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
