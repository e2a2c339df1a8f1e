/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/budget.h"
#include "common/base/text.h"

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

static void find_unreadable(struct oa_front *front, const struct oa_error *error)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "name", "state file");
	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_report_find(front->report, OA_CODE_MONITOR_FILE_UNREADABLE, NULL, &facts);
}

static void note_damage(const struct oa_budget *budget)
{
	oa_report_ok(budget->front->report, OA_HOP_MONITOR, NULL, -1,
		"note: state file %s was damaged; set aside as .damaged",
		budget->state.path);
}

static bool is_same_password(
	const struct oa_budget *budget, const struct oa_settings *settings)
{
	const char *then = oa_settings_get(settings, "", "password-file");
	const char *now = budget->plan->stamp;

	return strcmp(then ? then : "", now ? now : "") == 0;
}

static void find_used(const struct oa_budget *budget, double age)
{
	struct oa_facts facts = {0};
	double minutes = age > 0 ? age / 60 : 0;

	oa_facts_set(&facts, "t", "%.0f", minutes);
	oa_step_detail(oa_report_find(budget->front->report, OA_CODE_AUTH_BUDGET_USED,
			       NULL, &facts),
		"the mark is %s; the next try is due in %.0f min", budget->state.path,
		ceil((budget->plan->interval - age) / 60));
}

/* A mark from the future, up to one interval, counts: clocks are set back. */
static bool judge(struct oa_budget *budget, const struct oa_settings *settings)
{
	const char *text = oa_settings_get(settings, "", "rejected");
	struct oa_error error = {0};
	double age;
	long when;

	if (!text)
		return true;
	if (!oa_parse_long(text, 0, LONG_MAX, &when)) {
		if (oa_statefile_set_aside(&budget->state, &error) < 0) {
			find_unreadable(budget->front, &error);
			return false;
		}
		note_damage(budget);
		return true;
	}
	age = (double)(oa_front_now(budget->front) - when);
	if (fabs(age) >= budget->plan->interval || !is_same_password(budget, settings))
		return true;
	find_used(budget, age);
	return false;
}

bool oa_budget_begin(struct oa_budget *budget, const struct oa_budget_plan *plan,
	struct oa_front *front, struct oa_deadline until)
{
	struct oa_settings settings = {0};
	struct oa_error error = {0};
	bool was_damaged = false, may_go;
	char name[64];

	*budget = (struct oa_budget){.plan = plan, .front = front};
	if (!plan->dir)
		return true;
	name_of(front, name, sizeof(name));
	if (oa_statefile_open(&budget->state, plan->dir, name,
		    oa_deadline_share(until, LOCK_SHARE), &error) < 0 ||
		oa_statefile_load(&budget->state, &settings, &was_damaged, &error) <
			0) {
		/* without its memory a run must not risk the account */
		find_unreadable(front, &error);
		oa_budget_end(budget);
		return false;
	}
	if (was_damaged)
		note_damage(budget);
	may_go = judge(budget, &settings);
	oa_settings_free(&settings);
	if (!may_go)
		oa_budget_end(budget);
	return may_go;
}

void oa_budget_rejected(struct oa_budget *budget)
{
	const char *stamp = budget->plan ? budget->plan->stamp : NULL;
	struct oa_error error = {0};
	char lines[512];

	if (!budget->state.is_open)
		return;
	snprintf(lines, sizeof(lines), "rejected = %lld\npassword-file = %.200s\n",
		(long long)oa_front_now(budget->front), stamp ? stamp : "");
	if (oa_statefile_save(&budget->state, lines, &error) < 0)
		find_unreadable(budget->front, &error);
}

void oa_budget_accepted(struct oa_budget *budget)
{
	struct oa_error error = {0};

	if (budget->state.is_open && oa_statefile_remove(&budget->state, &error) < 0)
		find_unreadable(budget->front, &error);
}

void oa_budget_end(struct oa_budget *budget)
{
	oa_statefile_close(&budget->state);
}
