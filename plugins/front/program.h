/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_PROGRAM_H
#define OA_PLUGINS_FRONT_PROGRAM_H

/*
 * The descriptor of a program, and the front that does everything but the check:
 * command line, ini files, credentials, help, deadline, output, exit.
 *
 * A program is one const struct oa_program and a main() that hands it over.
 * --help, --dump-descriptor and through it the manual, completion, Icinga and
 * Nagios definitions come from the descriptor alone.
 */

#include "common/base/deadline.h"
#include "common/probe/target.h"
#include "common/report/render.h"

/* What an option takes and where it is stored (a field of the program's settings
 * struct, of the type given here). */
enum oa_option_type {
	OA_OPTION_FLAG,    /* nothing; bool becomes true */
	OA_OPTION_COUNT,   /* nothing, repeatable; long counts */
	OA_OPTION_TEXT,    /* const char * */
	OA_OPTION_LIST,    /* repeatable; struct oa_strings */
	OA_OPTION_INTEGER, /* long within min..max */
	OA_OPTION_SECONDS, /* double, positive, at most max */
	OA_OPTION_RANGE,   /* struct oa_range; its text is NULL if not given */
	OA_OPTION_CHOICE,  /* one of choices; long becomes its index */
	OA_OPTION_PORTS,   /* comma list of TCP ports; struct oa_ports */
	OA_OPTION_SECRET,  /* struct oa_secret; wiped from argv */
};

#define OA_PORTS_MAX 8

/* Offset of an option that the front itself answers (--help and the like). */
#define OA_NO_FIELD ((size_t)-1)

/* A list of TCP ports, in the order given. */
struct oa_ports {
	uint16_t port[OA_PORTS_MAX]; /* numbers */
	size_t count;                /* used */
};

/* One option. */
struct oa_option {
	const char *name;           /* long name without dashes */
	char letter;                /* short letter, or 0 */
	enum oa_option_type type;   /* see there */
	const char *argument;       /* name of the argument in the help, or NULL */
	const char *fallback;       /* default as it would be typed, or NULL */
	const char *help;           /* one sentence, lower case, no full stop */
	size_t offset;              /* of the field in the settings, or OA_NO_FIELD */
	const char *const *choices; /* for OA_OPTION_CHOICE, NULL-terminated */
	long min;                   /* for INTEGER */
	long max;                   /* for INTEGER and SECONDS; 0 for no limit */
	bool is_required;           /* the run cannot start without it */
	bool is_hidden;             /* left out of --help (tests) */
	bool may_stand_alone;       /* TEXT and LIST: the argument may be left out */
};

/* Options that belong together; a list of groups ends with a NULL title. */
struct oa_option_group {
	const char *title;               /* heading in the help */
	const struct oa_option *options; /* ends with a NULL name */
};

/* What every program's settings begin with. */
struct oa_common_settings {
	struct oa_target target; /* options of the target groups */
	double timeout;          /* -t, seconds; of each try */
	long timeout_result;     /* --timeout-result: 0 for the catalogue's states */
	struct oa_range warn;    /* -w */
	struct oa_range crit;    /* -c */
	long verbosity;          /* -v, 0 to 3 */
	long output;             /* --output: 0 text, 1 json, 2 prometheus */
	const char *credentials_file; /* --credentials-file */
	const char *password_file;    /* --password-file */
	long auth;                    /* --auth, an enum oa_auth_choice */
	long tls_min;                 /* --tls-min: 0 for TLS 1.0 to 3 for 1.3 */
	long tls_max;                 /* --tls-max, likewise */
	const char *html;             /* --html, or NULL */
	long now;                     /* --now, seconds since 1970; 0 for the clock */
	long tries;                   /* --tries; 0 and 1 for one */
	double interval;              /* --interval, seconds between tries */
	long alert;                   /* --alert, 0 for half of the tries */
	bool all_addresses;           /* --all-addresses */
	bool hides_names;             /* --no-internal-names */
};

/* One program. */
struct oa_program {
	const char *name;    /* "check_oa_tunnel" */
	const char *concern; /* "TUNNEL" */
	const char *summary; /* one sentence for the head of the help */
	const char *usage; /* behind the name in the help; NULL for -H NAME [OPTION]...
			    */
	const char *const *examples;          /* argument lines, NULL-terminated */
	const struct oa_option_group *groups; /* all options it has */
	size_t settings_size; /* its settings; struct oa_common_settings comes first */
	const struct oa_perf *perf; /* performance data, in order; may be empty */
	const char *main_label;     /* what -w and -c judge; NULL without such data */
	/* Judges settings that depend on each other, and may lengthen the timeout; 0,
	 * or -1 with OA_LAYER_USAGE.  May be NULL. */
	int (*check_settings)(void *settings, struct oa_error *err);
	/* Runs the check; everything it has to say goes into the report.  The
	 * front sets the facts host and port before it, and the value `time` and
	 * the findings of -w and -c after it. */
	void (*run)(const void *settings, struct oa_deadline until,
		struct oa_report *report);
	/* oa_repeat_run() of repeat.h, for a program with the options of tries; else
	 * NULL. */
	void (*repeat)(const struct oa_program *program,
		struct oa_common_settings *settings, int64_t start_us,
		struct oa_report *report);
};

/* Ready-made groups; `settings` of the program begins with the common ones. */
extern const struct oa_option oa_options_target[];      /* -H -I -p -4 -6 --path ... */
extern const struct oa_option oa_options_tls[];         /* --ca-file ... */
extern const struct oa_option oa_options_credentials[]; /* -u ... */
extern const struct oa_option oa_options_run[];         /* -t -w -c -v --output ... */
extern const struct oa_option oa_options_run_bare[];    /* the same without -w -c */
/* --tries --interval --alert --all-addresses; adds labels, see labels.h, and wants
 * .repeat */
extern const struct oa_option oa_options_tries[];
extern const struct oa_option oa_options_tries_bare[]; /* without --all-addresses */

/* The groups of a program that logs on to a front end, behind its own. */
/* clang-format off */
#define OA_GROUPS_OF_A_CLIENT \
	{"Target", oa_options_target}, \
	{"TLS", oa_options_tls}, \
	{"Logon", oa_options_credentials}, \
	{"Tries", oa_options_tries}, \
	{"Run", oa_options_run}
/* clang-format on */

/* Runs the program from main(): returns the exit code after having printed the
 * result. */
int oa_program_main(const struct oa_program *program, int argc, char **argv);

#endif
