/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/watch.h"

#include "common/base/text.h"
#include "plugins/front/run.h"
#include "plugins/front/section.h"
#include "snmp/resulttake.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* As large as a column of the MIB. */
#define LABEL_MAX 64

#define ORIGIN_SIZE 160

static int out_of_memory(struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
}

static struct oa_chain_settings *settings_of(const struct oa_watch *watch)
{
	/* the common settings are the head of the program's */
	return (struct oa_chain_settings *)watch->setup.settings;
}

/* What a section need not say, weaker than all that it does say. */
static int add_defaults(struct oa_watch *watch, const struct oa_watch_source *source,
	const char *origin, struct oa_error *err)
{
	char dir[4096] = "";

	if (!oa_append(dir, sizeof(dir), "%s/targets", source->agent->state_dir))
		return oa_fail(err, OA_LAYER_USAGE, 0, "%s: state-dir is too long",
			source->file);
	return oa_arguments_add(&watch->setup.from_files, oa_program_chain.groups,
		"state-dir", dir, origin, err);
}

static int read_section(struct oa_watch *watch, const struct oa_watch_source *source,
	const char *origin, struct oa_error *err)
{
	struct oa_setup *setup = &watch->setup;
	bool has_secret = false;

	if (oa_setup_init(setup, &oa_program_chain, err) < 0 ||
		oa_options_defaults(setup->settings, oa_program_chain.groups, err) <
			0 ||
		add_defaults(watch, source, origin, err) < 0)
		return -1;
	return oa_section_take(source->settings, watch->name, origin,
		oa_program_chain.groups, &setup->from_files, &has_secret, err);
}

static bool is_standard_input(const char *name)
{
	return name && strcmp(name, "-") == 0;
}

static int judge(const struct oa_chain_settings *settings, struct oa_error *err)
{
	if (is_standard_input(settings->common.password_file) ||
		is_standard_input(settings->common.credentials_file))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"a password is not read from standard input here");
	if (settings->schedule.label && strlen(settings->schedule.label) > LABEL_MAX)
		return oa_fail(err, OA_LAYER_USAGE, 0, "--label: more than %d bytes",
			LABEL_MAX);
	return 0;
}

/* Certificates are loaded now, so that a file that is missing is told at once. */
static int share_trust(
	struct oa_watch *watch, struct oa_trusts *trusts, struct oa_error *err)
{
	struct oa_target *target = &watch->setup.settings->target;

	if (target->no_tls)
		return 0;
	target->trust = oa_trusts_get(trusts, &target->tls, err);
	if (!target->trust)
		return -1;
	X509_STORE_up_ref(target->trust);
	watch->trust = target->trust;
	return 0;
}

static bool has_port(const struct oa_ports *ports, uint16_t port)
{
	for (size_t i = 0; i < ports->count; i++)
		if (ports->port[i] == port)
			return true;
	return false;
}

static bool has_logon(const struct oa_credentials *who)
{
	return who->user || who->keytab || who->ccache;
}

static void find_wants(const struct oa_chain_settings *settings, bool wants[OA_KINDS])
{
	const struct oa_target *target = &settings->common.target;
	const struct oa_chain_plan *plan = &settings->plan;
	const struct oa_ports *ports = &settings->endpoints;

	wants[OA_KIND_DNS] = !target->address;
	wants[OA_KIND_TCP] = wants[OA_KIND_HTTP] = wants[OA_KIND_PROXY] = true;
	wants[OA_KIND_TLS] = !target->no_tls;
	wants[OA_KIND_AUTH] = has_logon(&target->who);
	wants[OA_KIND_BACKEND] = plan->backend.places.count > 0;
	wants[OA_KIND_STORE] = has_port(ports, 6001);
	wants[OA_KIND_REFERRAL] = has_port(ports, 6002);
	wants[OA_KIND_ADDRESSBOOK] = has_port(ports, 6004);
	wants[OA_KIND_MAILBOX] = plan->tunnel.depth == OA_DEPTH_LOGON &&
				 has_port(ports, 6001) &&
				 (plan->tunnel.deep.mailbox_dn ||
					 plan->autodiscover.address);
	wants[OA_KIND_AUTODISCOVER] = plan->autodiscover.address != NULL;
	wants[OA_KIND_MAPIHTTP] = plan->has_mapihttp;
	wants[OA_KIND_HISTORY] = wants[OA_KIND_MONITOR] = true;
}

/* The time from which on a run is WARNING although all is well. */
static double warn_seconds(const struct oa_range *warn)
{
	return warn->text && !warn->alerts_inside && isfinite(warn->end) ? warn->end
									 : 0;
}

static void find_target(struct oa_watch *watch, const struct oa_watch_source *source)
{
	const struct oa_chain_settings *settings = settings_of(watch);
	const struct oa_schedule_settings *own = &settings->schedule;
	const struct oa_agent_settings *agent = source->agent;
	long attempts = own->attempts ? own->attempts : agent->attempts;

	watch->seconds = oa_run_seconds(&settings->common);
	watch->target = (struct oa_store_target){.name = watch->name,
		.host = settings->common.target.host,
		.port = (uint16_t)settings->common.target.port,
		.label = own->label,
		.policy = {.attempts = source->is_once ? 1 : attempts,
			.interval = own->every > 0 ? own->every : agent->interval,
			.retry = own->retry > 0 ? own->retry : agent->retry,
			.warn_seconds = warn_seconds(&settings->common.warn),
			.timeout = watch->seconds}};
	find_wants(settings, watch->target.wants);
}

static int fill(struct oa_watch *watch, const struct oa_watch_source *source,
	struct oa_error *err)
{
	char origin[ORIGIN_SIZE] = "";

	oa_append(origin, sizeof(origin), "%s: [%s]", source->file, watch->name);
	if (read_section(watch, source, origin, err) < 0 ||
		oa_setup_store(&watch->setup, err) < 0)
		return -1;
	if (judge(settings_of(watch), err) < 0 ||
		oa_setup_complete(&watch->setup, NULL, source->notes, err) < 0 ||
		share_trust(watch, source->trusts, err) < 0)
		return oa_fail_context(err, "%s", origin);
	/* another section may watch the same host otherwise */
	settings_of(watch)->plan.memory.name = watch->name;
	find_target(watch, source);
	return 0;
}

struct oa_watch *oa_watch_new(
	const struct oa_watch_source *source, const char *section, struct oa_error *err)
{
	struct oa_watch *watch = calloc(1, sizeof(*watch));

	if (!watch) {
		(void)out_of_memory(err);
		return NULL;
	}
	atomic_init(&watch->references, 1);
	watch->name = strdup(section);
	if ((watch->name ? fill(watch, source, err) : out_of_memory(err)) == 0)
		return watch;
	oa_watch_release(watch);
	return NULL;
}

/* What can be said without a report. */
static void report_no_memory(const struct oa_watch *watch, struct oa_result *ret_result)
{
	struct oa_probe_result *monitor = &ret_result->probe[OA_KIND_MONITOR];

	*ret_result = (struct oa_result){.ended = time(NULL),
		.status = OA_STATUS_UNKNOWN,
		.culprit = OA_KIND_MONITOR,
		.code = OA_CODE_INTERNAL_ERROR,
		.text = strdup("internal error in check_oa: out of memory")};
	for (size_t i = 0; i < OA_KINDS; i++)
		ret_result->probe[i].status = watch->target.wants[i]
						      ? OA_STATUS_NOT_TESTED
						      : OA_STATUS_DISABLED;
	for (size_t i = 0; i < OA_LEGS; i++)
		ret_result->leg_seconds[i] = -1;
	monitor->status = OA_STATUS_UNKNOWN;
	monitor->code = OA_CODE_INTERNAL_ERROR;
}

bool oa_watch_run(const struct oa_watch *watch, struct oa_result *ret_result)
{
	struct oa_report *report = malloc(sizeof(*report));
	int64_t start_us = oa_now_us();
	bool is_told = false;

	if (report) {
		oa_report_init(report);
		oa_setup_run(&watch->setup, start_us, report);
		oa_setup_conceal(&watch->setup, report);
		is_told = oa_result_take(report, watch->target.wants,
				  oa_seconds_since(start_us), time(NULL),
				  ret_result) == 0;
		oa_report_free(report);
		free(report);
	}
	if (!is_told)
		report_no_memory(watch, ret_result);
	return is_told;
}

void oa_watch_retain(void *data)
{
	struct oa_watch *watch = data;

	atomic_fetch_add(&watch->references, 1);
}

void oa_watch_release(void *data)
{
	struct oa_watch *watch = data;

	if (!watch || atomic_fetch_sub(&watch->references, 1) > 1)
		return;
	oa_setup_free(&watch->setup);
	X509_STORE_free(watch->trust);
	free(watch->name);
	free(watch);
}
