/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/budget.h"
#include "common/base/text.h"
#include "common/probe/statuses.h"
#include "common/report/unreadable.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define DIGEST_BYTES_SHOWN 8

/* Waiting for another run must leave time to report. */
#define LOCK_SHARE 0.5

static void lower(char *buffer, size_t size, const char *text)
{
	size_t i = 0;

	for (; text[i] && i + 1 < size; i++)
		buffer[i] = (char)tolower((unsigned char)text[i]);
	buffer[i] = '\0';
}

/* User and host may hold any character, so the name is their digest. */
static void name_of(const struct oa_front *front, char *buffer, size_t size)
{
	uint8_t digest[EVP_MAX_MD_SIZE] = {0};
	char user[256], host[256], both[520];
	unsigned len = 0;

	lower(user, sizeof(user), front->user);
	lower(host, sizeof(host), front->target->host);
	snprintf(both, sizeof(both), "%s\n%s", user, host);
	EVP_Digest(both, strlen(both), digest, &len, EVP_sha256(), NULL);
	buffer[0] = '\0';
	oa_append(buffer, size, "logon-");
	for (size_t i = 0; i < DIGEST_BYTES_SHOWN; i++)
		oa_append(buffer, size, "%02x", digest[i]);
	oa_append(buffer, size, ".state");
}

static void note_damage(const struct oa_front *front)
{
	oa_report_ok(front->report, OA_HOP_MONITOR, NULL, -1,
		"note: state file %s was damaged; set aside as .damaged",
		front->budget.state.path);
}

static bool is_same_password(
	const struct oa_front *front, const struct oa_settings *settings)
{
	const char *then = oa_settings_get(settings, "", "password-file");
	const char *now = front->target->budget.stamp;

	return strcmp(then ? then : "", now ? now : "") == 0;
}

static void find_used(struct oa_front *front, double age)
{
	struct oa_facts facts = {0};
	double minutes = age > 0 ? age / 60 : 0;

	oa_facts_set(&facts, "t", "%.0f", minutes);
	oa_step_detail(
		oa_report_find(front->report, OA_CODE_AUTH_BUDGET_USED, NULL, &facts),
		"the mark is %s; the next try is due in %.0f min",
		front->budget.state.path,
		ceil((front->target->budget.interval - age) / 60));
}

/* A mark from the future, up to one interval, counts: clocks are set back. */
static bool judge(struct oa_front *front, const struct oa_settings *settings)
{
	const char *text = oa_settings_get(settings, "", "rejected");
	struct oa_error error = {0};
	double age;
	long when;

	if (!text)
		return true;
	if (!oa_parse_long(text, 0, LONG_MAX, &when)) {
		if (oa_statefile_set_aside(&front->budget.state, &error) < 0) {
			oa_report_find_unreadable(
				front->report, NULL, "the state file", &error);
			return false;
		}
		note_damage(front);
		return true;
	}
	age = (double)(oa_front_now(front) - when);
	if (fabs(age) >= front->target->budget.interval ||
		!is_same_password(front, settings))
		return true;
	find_used(front, age);
	return false;
}

static int open_state(
	struct oa_front *front, struct oa_deadline until, struct oa_error *err)
{
	char name[64];

	name_of(front, name, sizeof(name));
	return oa_statefile_open(&front->budget.state, front->target->budget.dir, name,
		oa_deadline_share(until, LOCK_SHARE), err);
}

static bool look(struct oa_front *front, struct oa_deadline until)
{
	struct oa_statefile *state = &front->budget.state;
	struct oa_settings settings = {0};
	struct oa_error error = {0};
	bool was_damaged = false, may_go;

	if (open_state(front, until, &error) < 0 ||
		oa_statefile_load(state, &settings, &was_damaged, &error) < 0) {
		/* without its memory a run must not risk the account */
		oa_report_find_unreadable(
			front->report, NULL, "the state file", &error);
		return false;
	}
	if (was_damaged)
		note_damage(front);
	may_go = judge(front, &settings);
	oa_settings_free(&settings);
	return may_go;
}

bool oa_budget_begin(struct oa_front *front, struct oa_deadline until)
{
	struct oa_budget *budget = &front->budget;

	if (front->was_accepted)
		return true;
	if (front->was_refused && !front->target->is_account_good)
		return false;
	if (budget->is_begun)
		return budget->may_go;
	budget->is_begun = true;
	budget->may_go = !front->target->budget.dir || look(front, until);
	if (!budget->may_go)
		oa_statefile_close(&budget->state);
	return budget->may_go;
}

void oa_budget_rejected(struct oa_front *front)
{
	const char *stamp = front->target->budget.stamp;
	struct oa_statefile *state = &front->budget.state;
	struct oa_error error = {0};
	char lines[512];

	front->report->seen.was_refused = true;
	if (!state->is_open)
		return;
	snprintf(lines, sizeof(lines), "rejected = %lld\npassword-file = %.200s\n",
		(long long)oa_front_now(front), stamp ? stamp : "");
	if (oa_statefile_save(state, lines, &error) < 0)
		oa_report_find_unreadable(
			front->report, NULL, "the state file", &error);
}

void oa_budget_accepted(struct oa_front *front)
{
	struct oa_statefile *state = &front->budget.state;
	struct oa_error error = {0};

	front->report->seen.was_refused = false;
	if (!state->is_open)
		return;
	if (oa_statefile_remove(state, &error) < 0)
		oa_report_find_unreadable(
			front->report, NULL, "the state file", &error);
	oa_statefile_close(state);
}

void oa_budget_note_rpc_error(struct oa_front *front, uint32_t number)
{
	enum oa_code code = oa_code_of_rpc_error(number);
	struct oa_error error = {0};

	if (!front->scheme || (code != OA_CODE_AUTH_REJECTED &&
				      code != OA_CODE_AUTH_ACCOUNT_UNUSABLE))
		return;
	front->was_refused = true;
	front->was_accepted = false;
	if (!front->target->budget.dir || front->budget.state.is_open)
		return;
	/* the answer of HTTP has ended the turn already */
	if (open_state(front, front->until, &error) < 0)
		oa_report_find_unreadable(
			front->report, NULL, "the state file", &error);
}

void oa_budget_end(struct oa_front *front)
{
	if (front->was_refused && !front->was_accepted)
		oa_budget_rejected(front);
	oa_statefile_close(&front->budget.state);
}

void oa_budget_pause(struct oa_front *front)
{
	bool may_go = front->budget.may_go;

	oa_budget_end(front);
	if (may_go)
		front->budget = (struct oa_budget){0};
}
