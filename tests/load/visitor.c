/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The checks of check_oa without what starts them: no process for each, no schedule,
 * no SNMP.  What they cost here is the floor for the subagent.
 *
 *	visitor THREADS RUNS OPTION...
 *
 * Each thread looks at a front end of its own, oaNNNN.lab.test, with the options of
 * check_oa and the password of OA_PASSWORD, again and again until RUNS checks have
 * been made by all.  Prints NAME=NUMBER words; fails if a check was not OK.
 */

#include "common/net/trust.h"
#include "plugins/front/chain.h"
#include "plugins/front/setup.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define THREADS_MAX 256

struct work {
	int argc;
	char **argv;       /* options */
	X509_STORE *trust; /* shared by all */
	atomic_long left;
	atomic_long bad;
};

struct visitor {
	struct work *work;
	int number;
	pthread_t thread;
};

static void fail(const struct oa_error *error)
{
	fprintf(stderr, "visitor: %s\n", error->text);
	exit(EXIT_FAILURE);
}

static void prepare(struct oa_setup *setup, const struct visitor *visitor)
{
	const struct oa_option_group *groups = oa_program_chain.groups;
	const char *given = getenv("OA_PASSWORD");
	char *password = strdup(given ? given : "");
	struct oa_report *notes = calloc(1, sizeof(*notes));
	struct oa_error error = {0};
	char host[32];

	snprintf(host, sizeof(host), "oa%04d.lab.test", visitor->number);
	if (!password || !notes)
		abort();
	oa_report_init(notes);
	if (oa_setup_init(setup, &oa_program_chain, &error) < 0 ||
		oa_options_defaults(setup->settings, groups, &error) < 0 ||
		oa_arguments_scan(&setup->from_argv, groups, visitor->work->argc,
			visitor->work->argv, &error) < 0 ||
		oa_arguments_add(&setup->from_argv, groups, "hostname", host, "visitor",
			&error) < 0 ||
		oa_setup_store(setup, &error) < 0 ||
		oa_setup_complete(setup, password, notes, &error) < 0)
		fail(&error);
	setup->settings->target.trust = visitor->work->trust;
	oa_report_free(notes);
	free(notes);
	free(password);
}

static void visit(
	struct work *work, const struct oa_setup *setup, struct oa_report *report)
{
	oa_report_init(report);
	oa_setup_run(setup, oa_now_us(), report);
	if (oa_report_state(report) != OA_STATE_OK)
		work->bad++;
	oa_report_free(report);
}

static void *run(void *given)
{
	struct visitor *visitor = given;
	struct oa_report *report = malloc(sizeof(*report));
	struct oa_setup setup;

	if (!report)
		abort();
	prepare(&setup, visitor);
	while (visitor->work->left-- > 0)
		visit(visitor->work, &setup, report);
	oa_setup_free(&setup);
	free(report);
	return NULL;
}

static void tell(long runs, const struct work *work, int64_t start_us)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	printf("runs=%ld bad=%ld wall_ms=%.0f cpu_ms=%ld rss_kb=%ld\n", runs,
		(long)work->bad, oa_seconds_since(start_us) * 1000,
		(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
			(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000,
		used.ru_maxrss);
}

int main(int argc, char **argv)
{
	long threads = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	long runs = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	struct visitor *visitors = calloc(THREADS_MAX, sizeof(*visitors));
	struct work work = {.argc = argc - 2, .argv = argv + 2, .left = runs};
	struct oa_error error = {0};

	if (threads < 1 || threads > THREADS_MAX || runs < 1 || !visitors) {
		fputs("usage: visitor THREADS RUNS OPTION...\n", stderr);
		return EXIT_FAILURE;
	}
	signal(SIGPIPE, SIG_IGN);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	const char *ca = getenv("OA_CA_FILE");

	work.trust = oa_trust_new(ca, NULL, false, &error);
	if (!work.trust)
		fail(&error);
	int64_t start_us = oa_now_us();

	for (int i = 0; i < threads; i++) {
		visitors[i] = (struct visitor){.work = &work, .number = i + 1};
		if (pthread_create(&visitors[i].thread, NULL, run, &visitors[i]) != 0)
			abort();
	}
	for (int i = 0; i < threads; i++)
		pthread_join(visitors[i].thread, NULL);
	tell(runs, &work, start_us);
	X509_STORE_free(work.trust);
	free(visitors);
	curl_global_cleanup();
	return work.bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
