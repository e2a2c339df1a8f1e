/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The subagent on a store that tests fill: commands are read from standard input, one a
 * line, and each is answered by what it prints and a line with a dot.
 *
 *   serve ROOT PING EVENTS SOCKET...
 *
 *   targets N                      makes targets t1 to tN
 *   run FIRST LAST KIND STATUS CODE TEXT   results for the targets of these numbers
 *   cert DAYS SERIAL               of the certificate in later results
 *   notify PER-MINUTE LIMIT PROBES policy of the notifications
 *   descriptors N                  opens N files and keeps them
 *   dump                           what a walk would find
 *   counters                       sessions and notifications
 *   heartbeat                      microseconds since the thread came round
 *   hold MILLISECONDS              keeps the lock of the store
 */

#include "common/base/array.h"
#include "common/base/deadline.h"
#include "common/base/text.h"
#include "snmp/dump.h"
#include "snmp/subagent.h"
#include "tests/snmp/runs.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* Everything that a command can touch. */
struct server {
	struct oa_store store;
	struct oa_subagent *subagent;
	struct run_story story; /* of the certificate */
};

/* The next word as a number; 0 behind the last one. */
static long number(char **words)
{
	char *word = *words != NULL ? strsep(words, " ") : NULL;
	long value = 0;

	if (word != NULL && !oa_parse_long(word, 0, 1000000000, &value))
		fprintf(stderr, "serve: %s is no number\n", word);
	return value;
}

static void make_targets(struct server *server, char *words)
{
	size_t count = (size_t)number(&words);
	struct oa_store_target *targets = calloc(count + 1, sizeof(*targets));
	uint32_t *numbers = calloc(count + 1, sizeof(*numbers));
	char(*names)[24] = calloc(count + 1, sizeof(*names));
	struct oa_error err;

	for (size_t i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), "t%zu", i + 1);
		targets[i] = (struct oa_store_target){.name = names[i],
			.host = "mail.lab.test",
			.port = 443,
			.label = "lab",
			.policy = {.attempts = 1, .interval = 60, .retry = 15}};
		for (int kind = 1; kind < OA_KINDS; kind++)
			targets[i].wants[kind] = kind != OA_KIND_MAILBOX;
	}
	if (oa_store_configure(&server->store, targets, count, (int64_t)time(NULL),
		    numbers, &err) != 0)
		printf("%s\n", err.text);
	free(targets);
	free(numbers);
	free(names);
}

static enum oa_kind kind_named(const char *label)
{
	for (int kind = 1; kind < OA_KINDS; kind++)
		if (strcmp(oa_kind_label((enum oa_kind)kind), label) == 0)
			return (enum oa_kind)kind;
	return OA_KIND_NONE;
}

static void run(struct server *server, char *words)
{
	struct run_story story = server->story;
	long first = number(&words), last = number(&words);
	const char *kind = strsep(&words, " ");

	story.kind = kind != NULL ? kind_named(kind) : OA_KIND_NONE;
	story.status = (enum oa_status)number(&words);
	if (!oa_diagnosis_find(words != NULL ? strsep(&words, " ") : "", &story.code))
		story.code = OA_CODE_OK;
	snprintf(story.text, sizeof(story.text), "%s", words != NULL ? words : "");
	for (long target = first; target <= last; target++) {
		struct oa_result result;

		run_tell(&story, &result);
		oa_store_submit(&server->store, (uint32_t)target, &result);
	}
}

static void set_cert(struct server *server, char *words)
{
	server->story.days_left = (int)number(&words);
	server->story.serial = (unsigned)number(&words);
}

static void set_notices(struct server *server, char *words)
{
	struct oa_notice_policy policy = {.limit = 0};

	policy.per_minute = (uint32_t)number(&words);
	policy.limit = (size_t)number(&words);
	policy.has_probes = number(&words) != 0;
	pthread_mutex_lock(&server->store.lock);
	if (oa_notices_set(&server->store.notices, &policy) != 0)
		printf("no memory\n");
	pthread_mutex_unlock(&server->store.lock);
}

static void open_descriptors(struct server *server, char *words)
{
	long count = number(&words);

	(void)server;
	for (long i = 0; i < count; i++)
		if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0)
			printf("cannot open\n");
}

static void dump(struct server *server, char *words)
{
	char *text = oa_dump_rows(&server->store, (int64_t)time(NULL));

	(void)words;
	fputs(text != NULL ? text : "no memory\n", stdout);
	free(text);
}

static void counters(struct server *server, char *words)
{
	struct oa_store *store = &server->store;

	(void)words;
	pthread_mutex_lock(&store->lock);
	printf("sessions %u\nsent %u\nsuppressed %u\nlost %u\n",
		store->counters.sessions, store->notices.sent,
		store->notices.suppressed, store->notices.lost);
	pthread_mutex_unlock(&store->lock);
}

static void heartbeat(struct server *server, char *words)
{
	int64_t beat_us = oa_subagent_heartbeat_us(server->subagent);

	(void)words;
	printf("%lld\n", beat_us == 0 ? 0 : (long long)(oa_now_us() - beat_us));
}

static void hold(struct server *server, char *words)
{
	useconds_t wait_us = (useconds_t)number(&words) * 1000;

	pthread_mutex_lock(&server->store.lock);
	usleep(wait_us);
	pthread_mutex_unlock(&server->store.lock);
}

static const struct {
	const char *name;
	void (*act)(struct server *server, char *words);
} commands[] = {
	{"targets", make_targets},
	{"run", run},
	{"cert", set_cert},
	{"notify", set_notices},
	{"descriptors", open_descriptors},
	{"dump", dump},
	{"counters", counters},
	{"heartbeat", heartbeat},
	{"hold", hold},
};

static void obey(struct server *server, char *line)
{
	char *words = line;
	const char *name = strsep(&words, " ");

	for (size_t i = 0; i < OA_LENGTH(commands); i++)
		if (strcmp(commands[i].name, name) == 0) {
			commands[i].act(server, words);
			printf(".\n");
			fflush(stdout);
			return;
		}
	fprintf(stderr, "serve: what is %s?\n", name);
}

static void say(void *context, int priority, const char *line)
{
	(void)context;
	fprintf(stderr, "<%d> %s\n", priority, line);
}

static void obey_all(struct server *server)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, stdin)) > 0) {
		line[len - 1] = '\0';
		obey(server, line);
	}
	free(line);
}

int main(int argc, char **argv)
{
	struct server server = {.story = {.days_left = 100, .serial = 1}};
	struct oa_subagent_plan plan = {.log = say};
	struct oa_error err = {.number = 0};
	long ping = 1, events = 1000;

	if (argc < 5 || oa_oid_parse(argv[1], &plan.root, &err) != 0 ||
		!oa_parse_long(argv[2], 1, 60, &ping) ||
		!oa_parse_long(argv[3], 1, 100000, &events) ||
		oa_store_init(&server.store, (size_t)events, &err) != 0) {
		fprintf(stderr, "serve: bad usage %s\n", err.text);
		return 3;
	}
	signal(SIGPIPE, SIG_IGN);
	plan.ping_seconds = (unsigned)ping;
	plan.sockets = (const char *const *)&argv[4];
	server.store.counters.started = (int64_t)time(NULL);
	if (oa_subagent_start(&server.subagent, &plan, &server.store, &err) != 0) {
		fprintf(stderr, "serve: %s\n", err.text);
		return 3;
	}
	obey_all(&server);
	if (!oa_subagent_stop(server.subagent, 5)) {
		fprintf(stderr, "serve: the thread hangs\n");
		_exit(1);
	}
	oa_store_free(&server.store);
	return 0;
}
