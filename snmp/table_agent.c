/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/version.h"
#include "snmp/row.h"
#include "snmp/tables.h"

#define AT(field)    offsetof(struct oa_agent_row, field)
#define COUNT(field) offsetof(struct oa_agent_row, counters.field)

static const struct oa_column columns[] = {
	{1, "oaAgentVersion", OA_SYNTAX_TEXT, AT(version), NULL, NULL, false,
		"Name and version of the subagent."},
	{2, "oaAgentStarted", OA_SYNTAX_DATE, AT(started), NULL, NULL, false,
		"When the subagent started.  Every counter of this module was zero "
		"then.  sysUpTime is the master agent's and says nothing about it."},
	{3, "oaAgentUpSeconds", OA_SYNTAX_GAUGE, AT(up_seconds), NULL, "seconds", false,
		"Seconds since the subagent started."},
	{4, "oaAgentConfigLoaded", OA_SYNTAX_DATE, AT(config_loaded), NULL, NULL, false,
		"When the configuration in use was read."},
	{5, "oaAgentTablesChanged", OA_SYNTAX_TICKS, AT(tables_changed), NULL, NULL,
		false,
		"The value of sysUpTime when targets were last added or taken out; "
		"zero if that was before the master agent started.  As long as it "
		"stays, a manager may keep the rows of oaTargetTable and "
		"oaProbeTable that it has found."},
	{6, "oaAgentStatus", OA_SYNTAX_STATUS, AT(status), NULL, NULL, false,
		"What the subagent thinks of itself: warning(2) if runs started late "
		"within the last minute, critical(3) if runs were left out or the "
		"result of a target is too old."},
	{7, "oaAgentTargets", OA_SYNTAX_GAUGE, AT(targets), NULL, "targets", false,
		"Number of rows of oaTargetTable."},
	{8, "oaAgentTargetsOk", OA_SYNTAX_GAUGE, AT(ok), NULL, "targets", false,
		"Number of targets whose oaTargetStatus is ok(1)."},
	{9, "oaAgentTargetsWarning", OA_SYNTAX_GAUGE, AT(warning), NULL, "targets",
		false, "Number of targets whose oaTargetStatus is warning(2)."},
	{10, "oaAgentTargetsCritical", OA_SYNTAX_GAUGE, AT(critical), NULL, "targets",
		false, "Number of targets whose oaTargetStatus is critical(3)."},
	{11, "oaAgentTargetsUnknown", OA_SYNTAX_GAUGE, AT(unknown), NULL, "targets",
		false,
		"Number of targets whose oaTargetStatus is unknown(4) or "
		"notTested(5)."},
	{12, "oaAgentProbesRunning", OA_SYNTAX_GAUGE, COUNT(running), NULL, "runs",
		false, "Number of targets that are being tested."},
	{13, "oaAgentProbesLimit", OA_SYNTAX_UNSIGNED, COUNT(limit), NULL, "runs",
		false, "The most targets that can be tested at the same time."},
	{14, "oaAgentProbesWaiting", OA_SYNTAX_GAUGE, COUNT(waiting), NULL, "runs",
		false, "Number of targets that are due and have not started."},
	{15, "oaAgentOldestWait", OA_SYNTAX_MILLISECONDS, COUNT(oldest_wait_ms), NULL,
		"milliseconds", false,
		"How long the one that waits longest has been due; zero if none "
		"waits."},
	{16, "oaAgentStartDelay", OA_SYNTAX_MILLISECONDS, COUNT(lag_ms), NULL,
		"milliseconds", false,
		"The longest time within the last minute by which a run started "
		"after it was due."},
	{17, "oaAgentProbeRuns", OA_SYNTAX_COUNTER, COUNT(runs), NULL, "runs", false,
		"Number of runs that came to an end, with whatever result."},
	{18, "oaAgentProbeLateRuns", OA_SYNTAX_COUNTER, COUNT(late), NULL, "runs",
		false, "Number of runs that started later than allowed."},
	{19, "oaAgentProbeSkippedRuns", OA_SYNTAX_COUNTER, COUNT(skipped), NULL, "runs",
		false,
		"Number of runs that were left out, because the one before had not "
		"ended."},
	{20, "oaAgentInternalErrors", OA_SYNTAX_COUNTER, COUNT(errors), NULL, "errors",
		false,
		"Number of faults of the subagent or its host, such as a lack of "
		"memory or of file descriptors."},
	{21, "oaAgentMasterSessions", OA_SYNTAX_COUNTER, COUNT(sessions), NULL,
		"sessions", false,
		"Number of sessions with the master agent that were opened.  More "
		"than one means that the master agent was restarted or did not "
		"answer."},
	{22, "oaAgentNotifySent", OA_SYNTAX_COUNTER, AT(sent), NULL, "notifications",
		false, "Number of notifications that the master agent has taken."},
	{23, "oaAgentNotifySuppressed", OA_SYNTAX_COUNTER, AT(suppressed), NULL,
		"notifications", false,
		"Number of notifications that were not sent because of "
		"oaAgentNotifyPerMinute, or because their target was flapping."},
	{24, "oaAgentNotifyLost", OA_SYNTAX_COUNTER, AT(lost), NULL, "notifications",
		false,
		"Number of notifications that the master agent has not confirmed, or "
		"that found no place while there was none."},
	{25, "oaAgentNotifyPerMinute", OA_SYNTAX_UNSIGNED, AT(per_minute), NULL,
		"notifications per minute", false,
		"The most notifications within one minute; zero if none are sent."},
	{26, "oaEventsLogged", OA_SYNTAX_COUNTER, AT(events_logged), NULL, "events",
		false, "Number of rows that were added to oaEventTable."},
	{27, "oaEventsLimit", OA_SYNTAX_UNSIGNED, AT(events_limit), NULL, "rows", false,
		"The most rows of oaEventTable.  In a full table the oldest row "
		"makes room for a new one."},
	{28, "oaEventsLast", OA_SYNTAX_UNSIGNED, AT(events_last), "(0..2147483647)",
		NULL, false,
		"The value of oaEventIndex in the newest row of oaEventTable; zero "
		"if there has never been one.  In a notification it is the number of "
		"the event that is told."},
};

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	(void)store;
	return index[0] == 0;
}

static void fill(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into)
{
	struct oa_agent_row *row = into;

	(void)index;
	oa_row_text(row->version, sizeof(row->version), "oa-agentx " OA_VERSION);
	row->counters = store->counters;
	row->started = store->counters.started;
	row->up_seconds = oa_row_seconds(reading->now, row->started);
	row->config_loaded = store->counters.config_loaded;
	row->tables_changed = reading->changed_ticks;
	row->status = store->counters.status != 0 ? store->counters.status
						  : OA_STATUS_OK;
	row->targets = (uint32_t)store->count;
	row->ok = oa_store_count_of(store, OA_STATUS_OK);
	row->warning = oa_store_count_of(store, OA_STATUS_WARNING);
	row->critical = oa_store_count_of(store, OA_STATUS_CRITICAL);
	row->unknown = row->targets - row->ok - row->warning - row->critical;
	row->per_minute = store->notices.policy.per_minute;
	row->sent = store->notices.sent;
	row->suppressed = store->notices.suppressed;
	row->lost = store->notices.lost;
	row->events_logged = store->events.logged;
	row->events_limit = (uint32_t)store->events.limit;
	row->events_last = store->events.last;
}

const struct oa_table oa_table_agent = {
	.branch = "oaAgent",
	.number = 1,
	.title = "Subagent: totals and its own health",
	.group_text = "The subagent and its health.",
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.index_count = 1,
	.row_size = sizeof(struct oa_agent_row),
	.seek = seek,
	.fill = fill,
};
