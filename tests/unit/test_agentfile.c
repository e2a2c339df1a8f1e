/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/agentfile.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a target must have; no test here logs on. */
#define BARE "server = EX1.lab.test\n"

/* A file that is gone when the test is over. */
struct temporary {
	char name[32];
};

static void write_file(struct temporary *file, const char *text, mode_t mode)
{
	int fd;

	memcpy(file->name, "/tmp/oa-agentfile-XXXXXX", 25);
	fd = mkstemp(file->name);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	fchmod(fd, mode);
	close(fd);
}

static int read_mode(const char *text, mode_t mode, bool is_once,
	struct oa_agentfile *ret_file, struct oa_report *notes, struct oa_error *err)
{
	struct temporary temporary;
	struct oa_agentfile_wish wish = {.name = temporary.name, .is_once = is_once};
	int status;

	write_file(&temporary, text, mode);
	oa_report_init(notes);
	status = oa_agentfile_read(&wish, ret_file, notes, err);
	unlink(temporary.name);
	return status;
}

static int read_text(
	const char *text, struct oa_agentfile *ret_file, struct oa_error *err)
{
	struct oa_report *notes = malloc(sizeof(*notes));
	int status = read_mode(text, 0600, false, ret_file, notes, err);

	oa_report_free(notes);
	free(notes);
	return status;
}

static void need(const char *text, struct oa_agentfile *ret_file)
{
	struct oa_error err = {.layer = OA_LAYER_NONE};

	ck_assert_msg(read_text(text, ret_file, &err) == 0, "%s", err.text);
}

static const struct {
	const char *text;
	const char *names; /* of the targets, with blanks between */
} targets[] = {
	{"", ""},
	{"[agent]\ninterval = 30\n", ""},
	{"[b]\nhostname = b.lab.test\n" BARE "[a]\nhostname = a.lab.test\n" BARE,
		"b a"},
	{"[a]\nH = a.lab.test\n" BARE, "a"},
	/* what is used and has no host of its own is a template */
	{"[t]\n" BARE "[a]\nuse = t\nhostname = a.lab.test\n", "a"},
	/* one that is used and has a host is both */
	{"[a]\nhostname = a.lab.test\n" BARE "[b]\nuse = a\naddress = 127.0.0.2\n",
		"a b"},
	/* a host by way of others, in the last of them only */
	{"[t]\nhostname = a.lab.test\n" BARE "[u]\nuse = t\n[a]\nuse = u\nlabel = x\n",
		"t a"},
	/* the sections of programs are theirs, whatever is in them */
	{"[check_oa]\nhostname = a.lab.test\n[check_oa_cert]\nport = 25\nx = y\n", ""},
	/* and so is what only they use */
	{"[t]\nnonsense = 1\n[check_oa_cert]\nuse = t\n", ""},
	{"[check_oasis]\nhostname = a.lab.test\n" BARE, "check_oasis"},
	/* the same section twice is one */
	{"[a]\nhostname = a.lab.test\n[b]\nhostname = b.lab.test\n" BARE "[a]\n" BARE,
		"a b"},
};

START_TEST(targets_are_found)
{
	for (size_t i = 0; i < OA_LENGTH(targets); i++) {
		struct oa_agentfile file;
		char names[256] = "";

		need(targets[i].text, &file);
		for (size_t j = 0; j < file.count; j++) {
			strncat(names, j ? " " : "", 2);
			strncat(names, file.watch[j]->name, 60);
		}
		ck_assert_msg(
			strcmp(names, targets[i].names) == 0, "case %zu: %s", i, names);
		oa_agentfile_free(&file);
	}
}
END_TEST

#define NINE(line) line line line line line line line line line

static const struct {
	const char *text;
	const char *error; /* part of it, behind the name of the file */
} bad[] = {
	{"[a]\nhostname = a.lab.test\nbogus = 1\n" BARE, ": [a]: unknown option bogus"},
	{"[a]\nhostname = a.lab.test\nport = 0\n" BARE, ": [a]: --port: 0 is not"},
	{"[a]\nhostname = http://x\n" BARE, ": [a]: --hostname: not a host name"},
	{"[a]\nhostname = a.lab.test\n", ": [a]: without autodiscover --server"},
	{"[a]\nhostname = a.lab.test\nuse = b\n" BARE,
		": [a]: use = b: that section is"},
	{"[a]\nhostname = a.lab.test\nuse = a\n" BARE,
		": [a]: use = a runs in a circle"},
	{"[a]\n" NINE("use = b\n") "[b]\n" NINE("use = c\n") "[c]\nport = 1\n",
		": [a]: use = c is one too many of 64"},
	{"password hunter2\n", ": line 1: password stands before the first section"},
	{"[a]\nhostname = a.lab.test\nhelp\n" BARE, ": [a]: --help has no place"},
	{"[a]\nhostname = a.lab.test\nextra-opts = x\n" BARE, "has no place in a file"},
	{"[a]\nhostname = a.lab.test\nevery = 0\n" BARE,
		": [a]: --every: 0 is no number"},
	{"[a]\nhostname = a.lab.test\nattempts = 0\n" BARE, ": [a]: --attempts: 0"},
	{"[a]\nhostname = a.lab.test\npassword-file = -\n" BARE, "from standard input"},
	{"[a]\nhostname = a.lab.test\npassword-file = /nobody/has/this\n" BARE,
		": [a]: /nobody/has/this: No such file"},
	{"[a]\nhostname = a.lab.test\nca-file = /nobody/has/this\n" BARE,
		": [a]: /nobody/has/this: No such file"},
	{"[a]\nhostname = a.lab.test\nlabel = "
	 "0123456789012345678901234567890123456789012345678901234567890123456789"
	 "\n" BARE,
		": [a]: --label: more than 64 bytes"},
	{"[t]\nhostnmae = a.lab.test\n", ": [t]: unknown option hostnmae"},
	{"[agent]\nbogus = 1\n", ": [agent]: unknown option bogus"},
	{"[agent]\nhostname = x\n", ": [agent]: unknown option hostname"},
	{"[agent]\ninterval = soon\n", ": [agent]: --interval: soon is no number"},
	{"[agent]\nconcurrency = 513\n",
		": [agent]: --concurrency: 513 is not between"},
	{"[agent]\nnotify = all\n", ": [agent]: --notify: all is none of off, targets"},
	{"[agent]\noid-root = here\n", ": [agent]: --oid-root"},
	{"[agent]\nsocket = here\n", ": [agent]: --socket"},
	{"interval = 5\n[agent]\n",
		": line 1: interval stands before the first section"},
	{"[a]\nx=1\n[b\n", ": line 3 is neither a section nor a setting"},
	{"[01234567890123456789012345678901234567890123456789]\nhostname = "
	 "a.lab.test\n",
		": line 2: the name of the section is longer than 48 bytes"},
};

START_TEST(mistakes_are_named)
{
	for (size_t i = 0; i < OA_LENGTH(bad); i++) {
		struct oa_agentfile file;
		struct oa_error err = {.layer = OA_LAYER_NONE};

		ck_assert_msg(read_text(bad[i].text, &file, &err) < 0, "case %zu", i);
		ck_assert_msg(
			strstr(err.text, bad[i].error), "case %zu: %s", i, err.text);
		ck_assert_msg(strncmp(err.text, "/tmp/oa-agentfile-", 18) == 0,
			"case %zu: %s", i, err.text);
	}
}
END_TEST

START_TEST(a_section_wins_over_the_agent)
{
	struct oa_agentfile file;
	const struct oa_policy *policy;
	const struct oa_chain_settings *settings;

	need("[agent]\ninterval = 30\nretry = 5\nattempts = 3\nstate-dir = /s\n"
	     "[a]\nhostname = a.lab.test\nlabel = north\nwarning = 4\n" BARE
	     "[b]\nuse = a\nevery = 120\nretry = 20\nattempts = 1\nstate-dir = /t\n"
	     "port = 444\naddress = 127.0.0.1\nendpoint = 6002,6004\nno-mapihttp\n",
		&file);
	ck_assert_uint_eq(file.count, 2);
	policy = &file.watch[0]->target.policy;
	settings = (const struct oa_chain_settings *)file.watch[0]->setup.settings;
	ck_assert(policy->interval == 30 && policy->retry == 5);
	ck_assert(policy->warn_seconds == 4);
	ck_assert_int_eq(policy->attempts, 3);
	ck_assert_str_eq(file.watch[0]->target.label, "north");
	ck_assert_int_eq(file.watch[0]->target.port, 443);
	ck_assert_str_eq(settings->common.target.budget.dir, "/s/targets");
	ck_assert(file.watch[0]->target.wants[OA_KIND_DNS]);
	ck_assert(file.watch[0]->target.wants[OA_KIND_STORE]);
	ck_assert(!file.watch[0]->target.wants[OA_KIND_AUTH]);
	ck_assert(file.watch[0]->target.wants[OA_KIND_MAPIHTTP]);
	policy = &file.watch[1]->target.policy;
	settings = (const struct oa_chain_settings *)file.watch[1]->setup.settings;
	ck_assert(policy->interval == 120 && policy->retry == 20);
	ck_assert_int_eq(policy->attempts, 1);
	ck_assert_str_eq(file.watch[1]->target.host, "a.lab.test");
	ck_assert_int_eq(file.watch[1]->target.port, 444);
	ck_assert_str_eq(settings->common.target.budget.dir, "/t");
	ck_assert(!file.watch[1]->target.wants[OA_KIND_DNS]);
	ck_assert(!file.watch[1]->target.wants[OA_KIND_STORE]);
	ck_assert(file.watch[1]->target.wants[OA_KIND_ADDRESSBOOK]);
	ck_assert(!file.watch[1]->target.wants[OA_KIND_MAPIHTTP]);
	oa_agentfile_free(&file);
}
END_TEST

static const struct {
	const char *text;
	long needed, workers;
} needs[] = {
	{"", 0, 8},
	{"[a]\nhostname = a\n" BARE, 1, 8},
	{"[a]\nhostname = a\ntimeout = 600\n" BARE, 10, 10},
	{"[a]\nhostname = a\ntimeout = 60\ntries = 5\ninterval = 15\n" BARE, 6, 8},
	{"[agent]\nconcurrency = 3\n[a]\nhostname = a\ntimeout = 600\n" BARE, 10, 3},
	{"[agent]\ninterval = 1\n[a]\nhostname = a\ntimeout = 86400\n" BARE, 86400,
		512},
};

START_TEST(workers_suffice_for_black_holes)
{
	for (size_t i = 0; i < OA_LENGTH(needs); i++) {
		struct oa_agentfile file;

		need(needs[i].text, &file);
		ck_assert_msg(file.needed == needs[i].needed, "case %zu: %ld", i,
			file.needed);
		ck_assert_msg(oa_agentfile_workers(&file) == needs[i].workers,
			"case %zu: %ld", i, oa_agentfile_workers(&file));
		oa_agentfile_free(&file);
	}
}
END_TEST

START_TEST(passwords_are_kept_from_others)
{
	static const char text[] =
		"[a]\nhostname = a.lab.test\nusername = u\npassword = hunter2\n" BARE;
	struct oa_report *notes = malloc(sizeof(*notes));
	struct oa_agentfile file;
	struct oa_error err;

	ck_assert_int_eq(read_mode(text, 0644, false, &file, notes, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "open to everybody"));
	ck_assert_ptr_null(strstr(err.text, "hunter2"));
	oa_report_free(notes);
	ck_assert_int_eq(read_mode(text, 0640, true, &file, notes, &err), 0);
	ck_assert_uint_eq(notes->step_count, 1);
	ck_assert_ptr_nonnull(strstr(notes->steps[0].text, "open to its group"));
	ck_assert_int_eq(file.watch[0]->target.policy.attempts, 1);
	ck_assert(file.watch[0]->target.wants[OA_KIND_AUTH]);
	oa_agentfile_free(&file);
	oa_report_free(notes);
	free(notes);
}
END_TEST

START_TEST(strange_things_are_noted)
{
	struct oa_report *notes = malloc(sizeof(*notes));
	struct oa_agentfile file;
	struct oa_error err;

	ck_assert_int_eq(read_mode("[t]\nport = 444\n[a]\nhostname = a\n"
				   "timeout = 90\n" BARE,
				 0644, false, &file, notes, &err),
		0);
	ck_assert_uint_eq(notes->step_count, 2);
	ck_assert_ptr_nonnull(strstr(notes->steps[0].text, "[t]: no hostname in it"));
	ck_assert_ptr_nonnull(strstr(notes->steps[1].text, "[a]: a run may take"));
	oa_agentfile_free(&file);
	oa_report_free(notes);
	free(notes);
}
END_TEST

START_TEST(equal_certificates_are_loaded_once)
{
	struct pki_request request = {.common_name = "root", .is_ca = true};
	struct pki root = pki_make(&request, NULL);
	struct oa_agentfile file;
	FILE *stream = fopen("test_agentfile.pem", "w");

	ck_assert_ptr_nonnull(stream);
	PEM_write_X509(stream, root.cert);
	fclose(stream);
	need("[t]\n" BARE
	     "ca-file = test_agentfile.pem\nca-only\n[a]\nuse = t\nhostname = a\n"
	     "[b]\nuse = t\nhostname = b\n[c]\nhostname = c\n" BARE
	     "[d]\nhostname = d\nno-tls\n" BARE,
		&file);
	ck_assert_uint_eq(file.count, 4);
	ck_assert_ptr_nonnull(file.watch[0]->trust);
	ck_assert_ptr_eq(file.watch[0]->trust, file.watch[1]->trust);
	ck_assert_ptr_ne(file.watch[0]->trust, file.watch[2]->trust);
	ck_assert_ptr_null(file.watch[3]->trust);
	unlink("test_agentfile.pem");
	pki_free(&root);
	oa_agentfile_free(&file);
}
END_TEST

OA_TEST_MAIN("agentfile", targets_are_found, mistakes_are_named,
	a_section_wins_over_the_agent, workers_suffice_for_black_holes,
	passwords_are_kept_from_others, strange_things_are_noted,
	equal_certificates_are_loaded_once)
