/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/load/front.h"
#include "tests/load/tunnel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A longer body belongs to a channel, or is not worth waiting for. */
#define BODY_MAX 4096
#define ECHO_MAX 16

/* Of an answer; all that are written here are far shorter. */
#define HEAD_MAX   1024
#define ANSWER_MAX 2048

#define PROXY_PATH "/rpc/rpcproxy.dll"

#define EXCHANGE                                                                       \
	"request-id: 6f1d2b7e-4c1a-4b55-9d0e-2f6f0a8c3e11\r\n"                         \
	"X-OWA-Version: 15.2.1544.4\r\nX-FEServer: EX1\r\n"
#define OFFERS                                                                         \
	"WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n"                    \
	"WWW-Authenticate: Basic realm=\"mail.lab.test\"\r\n"
#define STOPPED                                                                        \
	"<h2>Service Unavailable</h2>\r\n"                                             \
	"<p>HTTP Error 503. The service is unavailable.</p>"

static const char echo[] =
	"\x05\x00\x14\x03\x10\x00\x00\x00\x14\x00\x00\x00\x00\x00\x00\x00\x40\x00\x00";

struct answer {
	const char *status;  /* behind the version */
	const char *server;  /* NULL for IIS */
	const char *headers; /* whole lines */
	const char *body;
	size_t body_len; /* 0: as long as the text is */
	bool is_last;    /* the connection ends with it */
};

static void reply(
	struct load_site *site, struct load_link *link, const struct answer *answer)
{
	const char *body = answer->body ? answer->body : "";
	size_t body_len = answer->body_len ? answer->body_len : strlen(body);
	time_t now = time(NULL);
	char date[64], text[ANSWER_MAX];
	struct tm parts;

	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT",
		gmtime_r(&now, &parts));
	size_t len = (size_t)snprintf(text, HEAD_MAX,
		"HTTP/1.1 %s\r\nServer: %s\r\nDate: %s\r\n%s%sContent-Length: "
		"%zu\r\n\r\n",
		answer->status, answer->server ? answer->server : "Microsoft-IIS/10.0",
		date, answer->headers ? answer->headers : "",
		answer->is_last ? "Connection: close\r\n" : "", body_len);
	memcpy(text + len, body, body_len);
	load_link_send(site, link, text, len + body_len);
	if (answer->is_last)
		load_link_close(site, link);
}

/* The value of a header, up to the end of the line; head begins with a line. */
static const char *find(const char *head, const char *name, size_t *ret_len)
{
	size_t name_len = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line;
		line = strstr(line + 2, "\r\n")) {
		const char *value = line + 2 + name_len;

		if (strncasecmp(line + 2, name, name_len) != 0 || *value != ':')
			continue;
		value += strspn(value, ": ");
		*ret_len = strcspn(value, "\r");
		return value;
	}
	return NULL;
}

static bool is_accepted(const struct load_site *site, const char *head)
{
	size_t len;
	const char *value = find(head, "Authorization", &len);

	return value && len == strlen(site->account) &&
	       memcmp(value, site->account, len) == 0;
}

static void refuse(struct load_site *site, struct load_link *link, bool is_last)
{
	site->counts.refused++;
	reply(site, link,
		&(struct answer){.status = "401 Unauthorized",
			.headers = EXCHANGE OFFERS,
			.is_last = is_last});
}

static void proxy(struct load_site *site, struct load_link *link, const char *head,
	unsigned long body_len)
{
	size_t len;

	if (find(head, "Authorization", &len))
		load_runs_prove(&site->runs, link->number);
	if (!is_accepted(site, head) || link->fault == LOAD_LOCKED) {
		refuse(site, link, body_len > BODY_MAX);
	} else if (strncmp(head, "RPC_", 4) != 0) {
		reply(site, link,
			&(struct answer){.status = "200 OK", .headers = EXCHANGE});
	} else if (body_len <= ECHO_MAX) {
		site->counts.echoes++;
		reply(site, link,
			&(struct answer){.status = "200 Success",
				.headers = "Content-Type: application/rpc\r\n",
				.body = echo,
				.body_len = sizeof(echo)});
	} else {
		link->skip = 0;
		link->use = head[4] == 'O' ? LOAD_OPENS : LOAD_IN;
	}
}

static void answer(struct load_site *site, struct load_link *link, const char *head)
{
	const char *path = strchr(head, ' ');
	size_t len;
	const char *length = find(head, "Content-Length", &len);
	unsigned long body_len = length ? strtoul(length, NULL, 10) : 0;

	path = path ? path + 1 : "";
	link->skip = body_len;
	if (strncasecmp(path, "/rpc/", 5) == 0 && link->fault == LOAD_STOPPED)
		reply(site, link,
			&(struct answer){.status = "503 Service Unavailable",
				.server = "Microsoft-HTTPAPI/2.0",
				.headers = "Content-Type: text/html\r\n",
				.body = STOPPED,
				.is_last = true});
	else if (strncasecmp(path, PROXY_PATH, strlen(PROXY_PATH)) == 0)
		proxy(site, link, head, body_len);
	else if (strncasecmp(path, "/rpc/healthcheck.htm", 20) == 0)
		reply(site, link,
			&(struct answer){.status = "200 OK", .body = "200 OK<br/>EX1"});
	else
		reply(site, link, &(struct answer){.status = "404 Not Found"});
}

/* False when the next request is not complete. */
static bool ask(struct load_site *site, struct load_link *link)
{
	char *end = memmem(link->input, link->len, "\r\n\r\n", 4);

	if (!end)
		return false;
	*end = '\0';
	answer(site, link, (const char *)link->input);
	load_link_drop(link, (size_t)(end + 4 - (char *)link->input));
	return true;
}

static bool skip(struct load_link *link)
{
	size_t len = link->skip < link->len ? link->skip : link->len;

	link->skip -= len;
	load_link_drop(link, len);
	return link->skip == 0;
}

void load_front_input(struct load_site *site, struct load_link *link)
{
	bool goes_on = true;

	while (goes_on && !link->is_closed && skip(link) && link->len > 0) {
		switch (link->use) {
		case LOAD_ASKS:
			goes_on = ask(site, link);
			break;
		case LOAD_OPENS:
		case LOAD_IN:
			goes_on = load_tunnel_input(site, link);
			break;
		default:
			load_link_drop(link, link->len);
		}
	}
}
