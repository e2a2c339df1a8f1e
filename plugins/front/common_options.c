/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/program.h"

#include <limits.h>

#define COMMON(field) offsetof(struct oa_common_settings, field)
#define TARGET(field) COMMON(target.field)

#define DAY_S (24 * 60 * 60)

static const char *const auth_choices[] = {"auto", "basic", "ntlm", "negotiate", NULL};

static const char *const output_choices[] = {"text", "json", "prometheus", NULL};

/* The order is that of timeout_states in main.c. */
static const char *const timeout_choices[] = {
	"default", "ok", "warning", "critical", "unknown", NULL};

const struct oa_option oa_options_credentials[] = {
	{.name = "username",
		.letter = 'u',
		.type = OA_OPTION_TEXT,
		.argument = "USER",
		.help = "log on as this user: DOMAIN\\user, user@domain or user; wins "
			"over a credentials file",
		.offset = TARGET(who.user)},
	{.name = "credentials-file",
		.type = OA_OPTION_TEXT,
		.argument = "FILE",
		.help = "file with lines username=, password= and domain=; refused if "
			"others than owner and group can use it",
		.offset = COMMON(credentials_file)},
	{.name = "password-file",
		.type = OA_OPTION_TEXT,
		.argument = "FILE",
		.help = "file whose first line is the password, - for standard input; "
			"refused like a credentials file, wins over it",
		.offset = COMMON(password_file)},
	{.name = "password",
		.type = OA_OPTION_SECRET,
		.argument = "PASSWORD",
		.help = "discouraged: others may see it in the process list before it "
			"is "
			"wiped there; used when neither a file nor OA_PASSWORD in the "
			"environment gives one",
		.offset = TARGET(who.password)},
	{.name = "auth",
		.type = OA_OPTION_CHOICE,
		.argument = "SCHEME",
		.fallback = "auto",
		.help = "HTTP authentication; negotiate is Kerberos; auto is that if a "
			"keytab or a ticket cache is named, else NTLM if it is "
			"offered, else Basic over TLS",
		.offset = COMMON(auth),
		.choices = auth_choices},
	{.name = "keytab",
		.type = OA_OPTION_TEXT,
		.argument = "FILE",
		.help = "log on by Kerberos with the key of --username, or else the "
			"first one, in this keytab; wins over a ticket cache",
		.offset = TARGET(who.keytab)},
	{.name = "ccache",
		.type = OA_OPTION_TEXT,
		.argument = "NAME",
		.help = "log on by Kerberos with this ticket cache, which is not "
			"written to; wins over a password; without keytab, cache and "
			"password negotiate takes the user's own, which KRB5CCNAME "
			"may name",
		.offset = TARGET(who.ccache)},
	{.name = "spn",
		.type = OA_OPTION_TEXT,
		.argument = "NAME",
		.help = "service principal name to log on to instead of HTTP/NAME",
		.offset = TARGET(spn)},
	{.name = "no-channel-binding",
		.type = OA_OPTION_FLAG,
		.help = "leave out the channel binding that Extended Protection asks "
			"for",
		.offset = TARGET(no_channel_binding)},
	{.name = "state-dir",
		.type = OA_OPTION_TEXT,
		.argument = "DIR",
		.help = "directory for what is remembered between runs: a refused "
			"password is not sent again for the lockout interval, unless "
			"its file is new",
		.offset = TARGET(budget.dir)},
	{.name = "lockout-interval",
		.type = OA_OPTION_SECONDS,
		.argument = "SECONDS",
		.fallback = "3600",
		.help = "time between two tries with a refused password, with "
			"--state-dir",
		.offset = TARGET(budget.interval),
		.max = 30 * DAY_S},
	{.name = "account-good",
		.type = OA_OPTION_FLAG,
		.help = "the account is known to be good: a refused password is the "
			"server's fault",
		.offset = TARGET(is_account_good)},
	{.name = NULL},
};

/* What -w and -c judge is the program's business; the rest is the same for all. */
/* clang-format off */
#define TIME_OPTIONS \
	{.name = "timeout", \
		.letter = 't', \
		.type = OA_OPTION_SECONDS, \
		.argument = "SECONDS", \
		.fallback = "10", \
		.help = "end of the whole run, with --tries of each try", \
		.offset = COMMON(timeout), \
		.max = DAY_S}, \
	{.name = "timeout-result", \
		.type = OA_OPTION_CHOICE, \
		.argument = "STATE", \
		.fallback = "default", \
		.help = "state of a step that got no answer in time; default is the " \
			"state of its code", \
		.offset = COMMON(timeout_result), \
		.choices = timeout_choices}

#define OUTPUT_OPTIONS \
	{.name = "verbose", \
		.letter = 'v', \
		.type = OA_OPTION_COUNT, \
		.help = "more lines of evidence; -vvv adds a transcript without " \
			"secrets", \
		.offset = COMMON(verbosity), \
		.max = 3}, \
	{.name = "output", \
		.type = OA_OPTION_CHOICE, \
		.argument = "FORMAT", \
		.fallback = "text", \
		.help = "format of the output; the exit code is the same in all", \
		.offset = COMMON(output), \
		.choices = output_choices}, \
	{.name = "no-internal-names", \
		.type = OA_OPTION_FLAG, \
		.help = "put a name that stays the same, as node-3f2a, in the place " \
			"of each internal host name", \
		.offset = COMMON(hides_names)}, \
	{.name = "html", \
		.type = OA_OPTION_TEXT, \
		.argument = "FILE", \
		.help = "write a page for people to this file too, with timings, " \
			"evidence and transcript; the output stays as it is", \
		.offset = COMMON(html)}, \
	{.name = "extra-opts", \
		.type = OA_OPTION_LIST, \
		.argument = "[SECTION][@FILE]", \
		.help = "take options from a section of an ini file, the command " \
			"line wins; without SECTION the program's name, without " \
			"FILE the usual places, - for standard input", \
		.offset = OA_NO_FIELD, \
		.may_stand_alone = true}, \
	{.name = "version", \
		.letter = 'V', \
		.type = OA_OPTION_FLAG, \
		.help = "print the version and exit with 3", \
		.offset = OA_NO_FIELD}, \
	{.name = "help", \
		.letter = 'h', \
		.type = OA_OPTION_FLAG, \
		.help = "print this help and exit with 3", \
		.offset = OA_NO_FIELD}, \
	{.name = "now", \
		.type = OA_OPTION_INTEGER, \
		.argument = "EPOCH", \
		.help = "judge dates as of this time, seconds since 1970 (for tests)", \
		.offset = COMMON(now), \
		.max = LONG_MAX, \
		.is_hidden = true}, \
	{.name = "dump-descriptor", \
		.type = OA_OPTION_FLAG, \
		.help = "print the description of this program as JSON", \
		.offset = OA_NO_FIELD, \
		.is_hidden = true}
/* clang-format on */

/* clang-format off */
#define TRIES_OPTIONS \
	{.name = "tries", \
		.type = OA_OPTION_INTEGER, \
		.argument = "N", \
		.fallback = "1", \
		.help = "run the check so many times and judge how many fail; " \
			"--timeout holds for each; a refused password ends them", \
		.offset = COMMON(tries), \
		.min = 1, \
		.max = 100}, \
	{.name = "interval", \
		.type = OA_OPTION_SECONDS, \
		.argument = "SECONDS", \
		.fallback = "1", \
		.help = "pause between two tries", \
		.offset = COMMON(interval), \
		.max = 3600}, \
	{.name = "alert", \
		.type = OA_OPTION_INTEGER, \
		.argument = "K", \
		.help = "failures among the tries from which on they are CRITICAL; " \
			"half of the tries are in any case", \
		.offset = COMMON(alert), \
		.min = 1, \
		.max = 100}
/* clang-format on */

const struct oa_option oa_options_tries[] = {
	TRIES_OPTIONS,
	{.name = "all-addresses",
		.type = OA_OPTION_FLAG,
		.help = "check each address of the name on its own; they share the "
			"time of a try",
		.offset = COMMON(all_addresses)},
	{.name = NULL},
};

const struct oa_option oa_options_tries_bare[] = {
	TRIES_OPTIONS,
	{.name = NULL},
};

const struct oa_option oa_options_run[] = {
	TIME_OPTIONS,
	{.name = "warning",
		.letter = 'w',
		.type = OA_OPTION_RANGE,
		.argument = "RANGE",
		.help = "WARNING if the main figure is outside [@][start:][end]",
		.offset = COMMON(warn)},
	{.name = "critical",
		.letter = 'c',
		.type = OA_OPTION_RANGE,
		.argument = "RANGE",
		.help = "CRITICAL if the main figure is outside [@][start:][end]",
		.offset = COMMON(crit)},
	OUTPUT_OPTIONS,
	{.name = NULL},
};

const struct oa_option oa_options_run_bare[] = {
	TIME_OPTIONS,
	OUTPUT_OPTIONS,
	{.name = NULL},
};
