/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "plugins/front/credentials.h"
#include "tests/unit/runner.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One run of oa_credentials_load() and what it owns. */
struct load {
	char file[32];
	struct oa_common_settings settings;
	struct oa_credentials_text text;
	struct oa_report report;
	struct oa_error err;
};

static struct load load;

static void set_up(const char *content, mode_t mode)
{
	int fd;

	memset(&load, 0, sizeof(load));
	memcpy(load.file, "/tmp/oa-test-XXXXXX", 20);
	oa_report_init(&load.report);
	fd = mkstemp(load.file);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, content, strlen(content)), (ssize_t)strlen(content));
	ck_assert_int_eq(fchmod(fd, mode), 0);
	close(fd);
}

static int run(char *environment)
{
	return oa_credentials_load(
		&load.settings, environment, &load.text, &load.report, &load.err);
}

static void tear_down(void)
{
	unlink(load.file);
	oa_secret_free(&load.settings.target.who.password);
	oa_credentials_text_free(&load.text);
	oa_report_free(&load.report);
}

static const char *password(void)
{
	const struct oa_secret *secret = &load.settings.target.who.password;

	return secret->bytes ? secret->bytes : "(none)";
}

static const struct {
	const char *content;
	const char *user, *domain, *password; /* "(none)" for none */
} files[] = {
	{"username=alice\npassword=x\ndomain=LAB\n", "alice", "LAB", "x"},
	{"username = LAB\\alice\r\npassword = a b \r\n", "LAB\\alice", "(none)", "a b"},
	{"# note\n; note\n\n  username=alice\n", "alice", "(none)", "(none)"},
	{"password=a=b#c;d", "(none)", "(none)", "a=b#c;d"},
	{"username=\ndomain=\n", "(none)", "(none)", "(none)"},
	{"password=\n", "(none)", "(none)", ""},
	{"password=one\npassword=two\n", "(none)", "(none)", "two"},
	{"password=p\xc3\xa4ss\n", "(none)", "(none)", "p\xc3\xa4ss"},
	{"", "(none)", "(none)", "(none)"},
};

START_TEST(credentials_files_are_read)
{
	for (size_t i = 0; i < OA_LENGTH(files); i++) {
		const struct oa_credentials *who = &load.settings.target.who;

		set_up(files[i].content, 0600);
		load.settings.credentials_file = load.file;
		ck_assert_msg(run(NULL) == 0, "case %zu: %s", i, load.err.text);
		ck_assert_str_eq(who->user ? who->user : "(none)", files[i].user);
		ck_assert_str_eq(who->domain ? who->domain : "(none)", files[i].domain);
		ck_assert_str_eq(password(), files[i].password);
		ck_assert_uint_eq(load.report.step_count, 0);
		tear_down();
	}
}
END_TEST

static const struct {
	const char *content;
	const char *error; /* behind the name of the file */
} bad_files[] = {
	{"username=alice\nhunter2\n", ": line 2: no = in it"},
	{"pass=hunter2\n", ": line 1: neither username nor password nor domain"},
	{"[section]\n", ": line 1: no = in it"},
	{"username=alice\rpassword=hunter2\r",
		": line 1: a carriage return in it: lines end by a line feed"},
};

START_TEST(mistakes_do_not_show_the_content)
{
	for (size_t i = 0; i < OA_LENGTH(bad_files); i++) {
		set_up(bad_files[i].content, 0600);
		load.settings.credentials_file = load.file;
		ck_assert_int_eq(run(NULL), -1);
		ck_assert_int_eq(load.err.layer, OA_LAYER_FILE);
		ck_assert_str_eq(load.err.text + strlen(load.file), bad_files[i].error);
		tear_down();
	}
}
END_TEST

static const struct {
	const char *content;
	const char *password;
} password_files[] = {
	{"hunter2\n", "hunter2"},
	{"hunter2", "hunter2"},
	{"hunter2\r\nsecond line\n", "hunter2"},
	{" with blanks \n", " with blanks "},
	{"\n", ""},
};

START_TEST(first_line_of_a_password_file_counts)
{
	for (size_t i = 0; i < OA_LENGTH(password_files); i++) {
		set_up(password_files[i].content, 0600);
		load.settings.password_file = load.file;
		ck_assert_int_eq(run(NULL), 0);
		ck_assert_str_eq(password(), password_files[i].password);
		tear_down();
	}
}
END_TEST

START_TEST(modes_decide)
{
	static const struct {
		mode_t mode;
		int status;
		size_t notes;
	} modes[] = {{0600, 0, 0}, {0400, 0, 0}, {0640, 0, 1}, {0620, 0, 1},
		{0644, -1, 0}, {0604, -1, 0}, {0602, -1, 0}, {0666, -1, 0}};

	for (size_t i = 0; i < 2 * OA_LENGTH(modes); i++) {
		set_up("password=x\n", modes[i / 2].mode);
		if (i % 2)
			load.settings.credentials_file = load.file;
		else
			load.settings.password_file = load.file;
		ck_assert_msg(run(NULL) == modes[i / 2].status, "mode %o",
			(unsigned)modes[i / 2].mode);
		ck_assert_uint_eq(load.report.step_count, modes[i / 2].notes);
		if (modes[i / 2].status < 0)
			ck_assert_str_eq(load.err.text + strlen(load.file),
				": it is open to everybody (chmod 600)");
		tear_down();
	}
}
END_TEST

static const struct {
	const char *form; /* of the name */
	mode_t mode;
	int status;
	bool is_noted;
} key_files[] = {
	{"%s", 0600, 0, false},
	{"FILE:%s", 0600, 0, false},
	{"%s", 0640, 0, true},
	{"%s", 0604, -1, false},
	{"FILE:%s", 0604, -1, false},
	{"MEMORY:%s", 0604, 0, false},
	{"%s.missing", 0604, 0, false},
};

START_TEST(keytabs_and_caches_are_judged_like_passwords)
{
	for (size_t i = 0; i < OA_LENGTH(key_files) * 2; i++) {
		struct oa_credentials *who = &load.settings.target.who;
		char name[64];

		set_up("x", key_files[i / 2].mode);
		snprintf(name, sizeof(name), "%.*s%s%s",
			(int)strcspn(key_files[i / 2].form, "%"), key_files[i / 2].form,
			load.file, strchr(key_files[i / 2].form, '%') + 2);
		if (i % 2)
			who->keytab = name;
		else
			who->ccache = name;
		ck_assert_msg(run(NULL) == key_files[i / 2].status, "case %zu: %s", i,
			load.err.text);
		ck_assert(load.report.step_count == key_files[i / 2].is_noted);
		tear_down();
	}
}
END_TEST

START_TEST(unusable_files_are_refused)
{
	static char big[5000];

	set_up("", 0600);
	load.settings.password_file = load.file;
	ck_assert_int_eq(run(NULL), -1);
	ck_assert_str_eq(load.err.text + strlen(load.file), ": the file is empty");
	tear_down();

	memset(big, 'x', sizeof(big) - 1);
	set_up(big, 0600);
	load.settings.password_file = load.file;
	ck_assert_int_eq(run(NULL), -1);
	ck_assert_str_eq(load.err.text + strlen(load.file), ": the file is too long");
	tear_down();

	set_up("", 0600);
	load.settings.password_file = "/nonexistent/password";
	ck_assert_int_eq(run(NULL), -1);
	ck_assert_str_eq(
		load.err.text, "/nonexistent/password: No such file or directory");
	load.settings.password_file = "/tmp";
	ck_assert_int_eq(run(NULL), -1);
	ck_assert_str_eq(load.err.text, "/tmp: Is a directory");
	tear_down();
}
END_TEST

START_TEST(sources_have_an_order)
{
	struct oa_credentials *who = &load.settings.target.who;
	char environment[] = "from environment";
	char empty[] = "";

	set_up("username=bob\npassword=from file\n", 0600);
	who->user = "alice";
	ck_assert_int_eq(oa_secret_set(&who->password, "from argv", 9), 0);
	ck_assert_int_eq(run(empty), 0);
	ck_assert_str_eq(password(), "from argv");
	ck_assert_int_eq(run(environment), 0);
	ck_assert_str_eq(password(), "from environment");
	ck_assert_uint_eq(environment[0], 0);
	load.settings.credentials_file = load.file;
	ck_assert_int_eq(run(NULL), 0);
	ck_assert_str_eq(password(), "from file");
	ck_assert_str_eq(who->user, "alice");
	load.settings.password_file = load.file;
	ck_assert_int_eq(run(NULL), 0);
	ck_assert_str_eq(password(), "username=bob");
	tear_down();
}
END_TEST

OA_TEST_MAIN("credentials", credentials_files_are_read,
	mistakes_do_not_show_the_content, first_line_of_a_password_file_counts,
	modes_decide, unusable_files_are_refused,
	keytabs_and_caches_are_judged_like_passwords, sources_have_an_order)
