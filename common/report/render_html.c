/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/render.h"

#include "common/base/text.h"
#include "common/report/markup.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* A SHA-256 in base64 with its NUL. */
#define DIGEST_TEXT 45

/* The lines of report.css, made by the build. */
static const char *const style[] = {
#include "common/report/report_css.inc"
	NULL,
};

/* Writes the digest by which the page allows its own style sheet and nothing else
 * (Content Security Policy Level 3, 8.4); empty if it cannot be had. */
static void digest_style(char text[DIGEST_TEXT])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned int len = 0;
	bool is_done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;

	for (size_t i = 0; is_done && style[i]; i++)
		is_done = EVP_DigestUpdate(context, style[i], strlen(style[i])) == 1;
	if (is_done)
		is_done = EVP_DigestFinal_ex(context, digest, &len) == 1;
	EVP_MD_CTX_free(context);
	text[0] = '\0';
	if (is_done)
		EVP_EncodeBlock((unsigned char *)text, digest, (int)len);
}

/* The icon of the tab is a dot in the colour of the state. */
static void put_icon(FILE *out, enum oa_state state)
{
	static const char *const colours[OA_STATES] = {
		[OA_STATE_OK] = "1a7f4b",
		[OA_STATE_UNKNOWN] = "6d3fb4",
		[OA_STATE_WARNING] = "d08a00",
		[OA_STATE_CRITICAL] = "c02626",
	};

	fprintf(out,
		"<link rel=\"icon\" href=\"data:image/svg+xml,"
		"%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'"
		"%%3E%%3Ccircle cx='4' cy='4' r='4' "
		"fill='%%23%s'/%%3E%%3C/svg%%3E\">\n",
		colours[state]);
}

static void put_head(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	enum oa_state state = oa_report_state(report);
	char digest[DIGEST_TEXT];

	digest_style(digest);
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
		out);
	fprintf(out,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'; style-src 'sha256-%s'; img-src data:; base-uri 'none'; "
		"form-action 'none'\">\n",
		digest);
	fputs("<meta name=\"viewport\" content=\"width=device-width, "
	      "initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
		out);
	fprintf(out, "%s ", oa_state_name(state));
	oa_markup_text(out, how->target);
	fputs(" - ", out);
	oa_markup_text(out, how->program);
	fputs("</title>\n", out);
	put_icon(out, state);
	fputs("<style>", out);
	for (size_t i = 0; style[i]; i++)
		fputs(style[i], out);
	fputs("</style>\n</head>\n", out);
}

static void put_header(FILE *out, const struct oa_rendering *how)
{
	char when[OA_UTC_SIZE];

	fputs("<header><p><strong>", out);
	oa_markup_text(out, how->target);
	fputs("</strong> seen by ", out);
	oa_markup_text(out, how->program);
	fputs("</p>", out);
	if (how->now > 0) {
		oa_utc(when, how->now);
		fprintf(out, "<p><time>%s</time></p>", when);
	}
	fputs("</header>\n", out);
}

static void put_transcript(FILE *out, const struct oa_report *report)
{
	if (!report->transcript)
		return;
	fputs("<section>\n<h2>Transcript</h2>\n<details><summary>What went over the "
	      "wire, without secrets</summary><pre>",
		out);
	oa_markup_lines(out, report->transcript);
	fputs("</pre></details>\n</section>\n", out);
}

static void put_footer(FILE *out, const struct oa_rendering *how)
{
	fputs("<footer><p>", out);
	oa_markup_text(out, how->program);
	fputc(' ', out);
	oa_markup_text(out, how->version);
	fputs("</p><p>All codes are explained in the manual page oa-plugins(7).</p>"
	      "</footer>\n"
	      "</body>\n</html>\n",
		out);
}

char *oa_render_html(const struct oa_report *report, const struct oa_rendering *how)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	put_head(out, report, how);
	fputs("<body>\n", out);
	put_header(out, how);
	fputs("<main>\n", out);
	oa_markup_verdict(out, report, how);
	oa_markup_hops(out, report);
	oa_markup_times(out, report);
	oa_markup_certificate(out, report);
	oa_markup_values(out, report, how);
	put_transcript(out, report);
	fputs("</main>\n", out);
	put_footer(out, how);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
