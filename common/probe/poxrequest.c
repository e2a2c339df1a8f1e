/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <string.h>

#define ADDRESS_MAX 250
#define SCHEMAS     "http://schemas.microsoft.com/exchange/autodiscover/outlook/"

/* EXHTTP, and Negotiate as AuthPackage, come only to those who ask for them. */
const struct oa_http_extra oa_pox_fields[] = {
	{"Content-Type", "text/xml; charset=utf-8"},
	{"X-ClientCanHandle", "Negotiate,ExHttpInfo"},
	{"X-MapiHttpCapability", "1"},
};

bool oa_pox_is_host(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";

	return text[0] && text[0] != '.' && text[0] != '-' &&
	       !text[strspn(text, allowed)];
}

bool oa_pox_is_address(const char *address)
{
	const char *at = strchr(address, '@');

	if (!at || at == address || strlen(address) > ADDRESS_MAX)
		return false;
	for (const char *c = address; c < at; c++)
		if ((unsigned char)*c <= ' ' || strchr("<>&\"|\\\x7f", *c))
			return false;
	return oa_pox_is_host(at + 1);
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

int oa_pox_check_address(const char *address, struct oa_error *err)
{
	const char *at = strchr(address, '@');

	if (oa_pox_is_address(address))
		return 0;
	if (at && !is_ascii(at))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"the domain is wanted as DNS has it, xn--... for each label "
			"with other letters than a to z");
	return oa_fail(err, OA_LAYER_USAGE, 0, "%.60s is no USER@DOMAIN", address);
}

const char *oa_pox_domain(const char *address)
{
	return strchr(address, '@') + 1;
}

size_t oa_pox_request(const char *address, char buffer[OA_POX_REQUEST_SIZE])
{
	int len = snprintf(buffer, OA_POX_REQUEST_SIZE,
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>"
		"<Autodiscover xmlns=\"" SCHEMAS "requestschema/2006\"><Request>"
		"<EMailAddress>%s</EMailAddress><AcceptableResponseSchema>" SCHEMAS
		"responseschema/2006a</AcceptableResponseSchema>"
		"</Request></Autodiscover>",
		address);

	return (size_t)len;
}
