/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/cert.h"
#include "plugins/front/program.h"
#include "plugins/front/quantities.h"
#include "plugins/front/repeat.h"

#include <string.h>

struct settings {
	struct oa_common_settings common;
	struct oa_cert_plan plan;
	const char *warn;
	const char *crit;
	const char *client_cert;
	const char *client_key;
	struct oa_strings rejected;
	long max_validity;
};

#define FIELD(name) offsetof(struct settings, name)
#define PLAN(name)  FIELD(plan.name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "warning", .letter = 'w', .type = OA_OPTION_TEXT,
	 .argument = "LIMIT", .fallback = "25%,30", .offset = FIELD(warn),
	 .help = "WARNING if less is left of the verified path: days, `12h', a share "
		 "of the lifetime as `25%', the smaller one of two as `25%,30', or a "
		 "range of days"},
	{.name = "critical", .letter = 'c', .type = OA_OPTION_TEXT,
	 .argument = "LIMIT", .fallback = "10%,14", .offset = FIELD(crit),
	 .help = "CRITICAL if less is left, likewise"},
	{.name = "match", .type = OA_OPTION_LIST, .argument = "NAME",
	 .offset = PLAN(names),
	 .help = "name or address that the certificate must cover besides the host "
		 "name"},
	{.name = "principal", .type = OA_OPTION_TEXT, .argument = "msstd:NAME",
	 .offset = PLAN(principal),
	 .help = "CertPrincipalName of the Outlook profiles, which must be on the "
		 "certificate; none, by which Exchange waives that, is not checked"},
	{.name = "xp-clients", .type = OA_OPTION_FLAG, .offset = PLAN(has_xp_clients),
	 .help = "a principal that is in the SAN alone is a finding: Windows XP and "
		 "Vista look at the CN"},
	{.name = "intermediates", .type = OA_OPTION_TEXT, .argument = "FILE",
	 .offset = PLAN(intermediates),
	 .help = "certificates that may complete the path; that the server does not "
		 "send them stays a finding"},
	{.name = "self-signed", .type = OA_OPTION_FLAG,
	 .offset = PLAN(accepts_self_signed),
	 .help = "accept a certificate that vouches for itself, as on port 444"},
	{.name = "pin", .type = OA_OPTION_LIST, .argument = "SHA-256",
	 .offset = PLAN(pins),
	 .help = "digest of the certificate or of its key that is expected, as "
		 "hexadecimal digits or sha256//BASE64; one of several must fit"},
	{.name = "issuer", .type = OA_OPTION_LIST, .argument = "PATTERN",
	 .offset = PLAN(issuers),
	 .help = "an issuer in the path must match: a part of its name, or all of it "
		 "with * and ?; one of several must fit"},
	{.name = "not-issuer", .type = OA_OPTION_LIST, .argument = "PATTERN",
	 .offset = PLAN(not_issuers),
	 .help = "no issuer in the path may match: TLS is intercepted then; the names "
		 "of inspection products are known"},
	{.name = "all-addresses", .type = OA_OPTION_FLAG,
	 .offset = PLAN(tests_all_addresses),
	 .help = "look at each address of the name on its own"},
	{.name = "same-cert-as", .type = OA_OPTION_LIST, .argument = "HOST[:PORT]",
	 .offset = PLAN(same_as),
	 .help = "another host must show the same certificate, as Extended Protection "
		 "wants of balancer and server"},
	{.name = "crl", .type = OA_OPTION_LIST, .argument = "FILE",
	 .offset = PLAN(crl_files),
	 .help = "list of revoked certificates to look into"},
	{.name = "crl-check", .type = OA_OPTION_FLAG, .offset = PLAN(fetches_crl),
	 .help = "fetch the lists that the certificates name; one that does not come "
		 "is only noted"},
	{.name = "ocsp-check", .type = OA_OPTION_FLAG, .offset = PLAN(asks_ocsp),
	 .help = "ask the OCSP responder that the certificate names; no answer is only "
		 "noted"},
	{.name = "reject-tls", .type = OA_OPTION_LIST, .argument = "VERSION",
	 .offset = FIELD(rejected),
	 .help = "this version (1.0, 1.1, 1.2) must be refused, as a handshake of its "
		 "own shows"},
	{.name = "max-validity", .type = OA_OPTION_INTEGER, .argument = "DAYS",
	 .offset = FIELD(max_validity), .max = 36500,
	 .help = "longest lifetime that the certificate may have been given"},
	{.name = "client-cert", .type = OA_OPTION_TEXT, .argument = "FILE",
	 .offset = FIELD(client_cert),
	 .help = "PEM certificate to show to a server that asks for one"},
	{.name = "client-key", .type = OA_OPTION_TEXT, .argument = "FILE",
	 .offset = FIELD(client_key),
	 .help = "PEM key of it, without a password; by default in the same file"},
	{.name = "state-dir", .type = OA_OPTION_TEXT, .argument = "DIR",
	 .offset = PLAN(state_dir),
	 .help = "directory for the memory between runs: with --pin it tells a "
		 "certificate that was not replaced from an unknown one"},
	{.name = "no-request", .type = OA_OPTION_FLAG, .offset = PLAN(sends_no_request),
	 .help = "end after the handshake, for ports that do not speak HTTP; a client "
		 "certificate demanded later is then not seen"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {
	{"Certificate", options},
	{"Target", oa_options_target},
	{"TLS", oa_options_tls},
	{"Tries", oa_options_tries_bare},
	{"Run", oa_options_run_bare},
	{0},
};

static const struct oa_perf perf[] = {
	OA_PERF_DAYS_LEFT,
	OA_PERF_LIFETIME_USED,
	OA_PERF_PATH_LENGTH,
	OA_PERF_TIME,
	OA_PERF_DNS,
	OA_PERF_TCP,
	OA_PERF_TLS,
	{0},
};

static const char *const examples[] = {
	"-H mail.example.com --match autodiscover.example.com",
	"-H mail.example.com --principal msstd:mail.example.com --all-addresses "
	"--same-cert-as EX1.corp.example --reject-tls 1.0 --reject-tls 1.1",
	"-H EX1.corp.example -p 444 --self-signed -w 60 -c 30",
	NULL,
};

static int check_rejected(struct settings *settings, struct oa_error *err)
{
	static const char *const versions[] = {"1.0", "1.1", "1.2"};

	for (size_t i = 0; i < settings->rejected.count; i++) {
		const char *text = settings->rejected.item[i];
		unsigned bit = 0;

		for (unsigned k = 0; k < OA_LENGTH(versions); k++)
			if (strcmp(text, versions[k]) == 0)
				bit = 1u << k;
		if (!bit)
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--reject-tls: %.20s is not 1.0, 1.1 or 1.2", text);
		settings->plan.rejected |= bit;
	}
	return 0;
}

static int check_pins(const struct oa_strings *pins, struct oa_error *err)
{
	char hex[65];

	for (size_t i = 0; i < pins->count; i++)
		if (!oa_cert_pin_parse(pins->item[i], hex))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--pin: 64 hexadecimal digits or sha256//BASE64 "
				"wanted");
	return 0;
}

static int check_limits(struct settings *settings, struct oa_error *err)
{
	if (oa_certlimit_parse(settings->warn, &settings->plan.warn, err) < 0)
		return oa_fail_context(err, "--warning");
	if (oa_certlimit_parse(settings->crit, &settings->plan.crit, err) < 0)
		return oa_fail_context(err, "--critical");
	return 0;
}

static int check_settings(void *data, struct oa_error *err)
{
	struct settings *settings = data;
	struct oa_target *target = &settings->common.target;

	if (target->no_tls)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--no-tls leaves nothing to be checked");
	if (settings->plan.principal &&
		!oa_cert_principal_name(settings->plan.principal)[0])
		return oa_fail(err, OA_LAYER_USAGE, 0, "--principal: no name in it");
	if (settings->client_key && !settings->client_cert)
		return oa_fail(
			err, OA_LAYER_USAGE, 0, "--client-key needs --client-cert");
	if (check_limits(settings, err) < 0 || check_rejected(settings, err) < 0 ||
		check_pins(&settings->plan.pins, err) < 0)
		return -1;
	settings->plan.max_validity_days = (double)settings->max_validity;
	target->tls.wants_staple = true;
	target->tls.client_cert = settings->client_cert;
	target->tls.client_key = settings->client_key;
	return 0;
}

static void run(const void *data, struct oa_deadline until, struct oa_report *report)
{
	const struct settings *settings = data;

	oa_probe_cert(&settings->common.target, &settings->plan, until, report);
}

static const struct oa_program program = {
	.name = "check_oa_cert",
	.concern = "CERT",
	.summary = "Judges TLS and the certificate of an Exchange front end, or of any "
		   "host and port, as Outlook and Extended Protection need it.",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct settings),
	.perf = perf,
	.main_label = "days_left",
	.check_settings = check_settings,
	.run = run,
	.repeat = oa_repeat_run,
};

int main(int argc, char **argv)
{
	return oa_program_main(&program, argc, argv);
}
