"""The Zabbix templates that read the agent: one for what is wrong, for any number of
targets, and one with a history of each target."""

import zabbix
from zabbix import last, step, tags

PROBLEMS = "Outlook Anywhere problems by SNMP"
TARGETS = "Outlook Anywhere targets by SNMP"

# Scalars of the agent: object, key, and whether it is a status, a number or a text.
AGENT = (
    ("oaAgentVersion", "version", "CHAR"),
    ("oaAgentUpSeconds", "up", "UNSIGNED"),
    ("oaAgentStatus", "status", "UNSIGNED"),
    ("oaAgentTargets", "targets", "UNSIGNED"),
    ("oaAgentTargetsOk", "targets.ok", "UNSIGNED"),
    ("oaAgentTargetsWarning", "targets.warning", "UNSIGNED"),
    ("oaAgentTargetsCritical", "targets.critical", "UNSIGNED"),
    ("oaAgentTargetsUnknown", "targets.unknown", "UNSIGNED"),
    ("oaAgentProbesWaiting", "waiting", "UNSIGNED"),
    ("oaAgentStartDelay", "delay", "UNSIGNED"),
    ("oaAgentNotifyLost", "notify.lost", "UNSIGNED"),
)
# Columns of a problem and of a target, likewise.
PROBLEM = (
    ("oaProblemStatus", "status", "UNSIGNED"),
    ("oaProblemCode", "code", "CHAR"),
    ("oaProblemMessage", "text", "CHAR"),
    ("oaProblemHint", "hint", "CHAR"),
    ("oaProblemSeconds", "seconds", "UNSIGNED"),
)
TARGET = (
    ("oaTargetStatus", "status", "UNSIGNED"),
    ("oaTargetCode", "code", "CHAR"),
    ("oaTargetTime", "time", "UNSIGNED"),
    ("oaTargetAge", "age", "UNSIGNED"),
    ("oaTargetAvailability", "availability", "FLOAT"),
    ("oaTargetFlapping", "flapping", "UNSIGNED"),
)
CERT = (("oaCertDaysLeft", "days", "FLOAT"),)

# What a manager shows instead of the unit of the MIB.
UNITS = {"seconds": "s", "milliseconds": "ms"}
HUNDREDTHS = "hundredths of a percent"
MAPS = {"OaStatus": zabbix.VALUEMAP, "TruthValue": zabbix.TRUTH}
INTERVAL = "{$OA.INTERVAL}"
INDEX = "{#SNMPINDEX}"


def item(template, mib, row, prefix, name, index=""):
    """An item, or a prototype if there is an index."""
    column, key, kind = row
    known = mib[column]
    key = f"{prefix}.{key}" + (f"[{index}]" if index else "")
    made = {"uuid": zabbix.identity(template, key),
            "name": name or column, "type": "SNMP_AGENT",
            "snmp_oid": known.numeric + (f".{index}" if index else ""), "key": key,
            "delay": INTERVAL, "value_type": kind}
    if kind == "CHAR":
        made["trends"] = "0"
    if known.units in UNITS:
        made["units"] = UNITS[known.units]
    made["description"] = known.text
    if known.syntax in MAPS:
        made["valuemap"] = {"name": MAPS[known.syntax]}
    if known.units == HUNDREDTHS:
        made |= {"units": "%", "preprocessing": [step("MULTIPLIER", "0.01")]}
    return {**made, "tags": tags(prefix.split(".")[1])}


def gone_is(value):
    """A row that went away is no failure: its last value is this."""
    return [step("CHECK_NOT_SUPPORTED", "", on_error=("CUSTOM_VALUE", value))]


def discovery(template, mib, table, macro, columns, **parts):
    """A rule that makes items of the rows of a table."""
    wanted = ",".join(f"{{#{name}}},{mib[column].oid}" for name, column in columns)
    return {"uuid": zabbix.identity(template, "discovery", table),
            "name": f"{table}: rows", "type": "SNMP_AGENT",
            "snmp_oid": f"discovery[{wanted}]", "key": f"oa.discovery.{macro}",
            "delay": "{$OA.DISCOVERY}", **parts}


def agent_items(template, mib):
    """The agent itself, with triggers on its silence and on its own opinion."""
    made = [item(template, mib, row, "oa.agent", None) for row in AGENT]
    by_key = {part["key"]: part for part in made}
    by_key["oa.agent.up"]["triggers"] = [zabbix.trigger(
        template, "oa-agentx does not answer",
        f"nodata(/{template}/oa.agent.up,{{$OA.NODATA}})=1", "AVERAGE",
        description="snmpd, its view or oa-agentx: docs/snmp.md says where to look.")]
    by_key["oa.agent.status"]["triggers"] = [zabbix.trigger(
        template, "oa-agentx is late or overloaded",
        f"min(/{template}/oa.agent.status,5m)>=2 and "
        f"max(/{template}/oa.agent.status,5m)<=4", "WARNING",
        description="Runs start late or are skipped: see oaAgentProbesWaiting and the "
                    "concurrency in the section [agent].")]
    return made


def problem_triggers(template):
    """A trigger for each bad status, named by code, text and what to do."""
    keys = {key: f"oa.problem.{key}[{INDEX}]" for _, key, _ in PROBLEM}
    # the other items are there to be named in the event
    named = " and ".join(f"length({last(template, keys[key])})>=0"
                         for key in ("code", "text", "hint"))
    return [zabbix.trigger(
        template, f"{{#OAPROBLEM}} is {word}",
        f"{last(template, keys['status'])}={number} and {named}", severity,
        event_name="Outlook Anywhere {#OAPROBLEM}: [{ITEM.LASTVALUE2}] "
                   "{ITEM.LASTVALUE3}; fix: {ITEM.LASTVALUE4}",
        description=zabbix.ABOUT_CODES,
        tags=[{"tag": "oa-code", "value": "{ITEM.LASTVALUE2}"}])
        for number, word, severity in zabbix.BAD]


def problems(mib):
    """The template for what is wrong."""
    prototypes = [item(PROBLEMS, mib, row, "oa.problem", f"{{#OAPROBLEM}}: {row[1]}",
                       INDEX) for row in PROBLEM]
    for made, value in zip(prototypes, ("1", "ok", "", "", "0")):
        made["preprocessing"] = gone_is(value)
    rule = discovery(
        PROBLEMS, mib, "oaProblemTable", "problem", [("OAPROBLEM", "oaProblemDescr")],
        lifetime="1h", item_prototypes=prototypes,
        trigger_prototypes=problem_triggers(PROBLEMS))
    return zabbix.template(
        PROBLEMS,
        "Asks oa-agentx for what is wrong and nothing else, so that its cost does not "
        "grow with the number of targets. A row that goes away is well again.",
        mib.labels["OaStatus"],
        items=agent_items(PROBLEMS, mib), discovery_rules=[rule],
        macros=zabbix.macros(
            ("INTERVAL", "1m", "How often values are read"),
            ("DISCOVERY", "1m", "How often new problems are looked for"),
            ("NODATA", "5m", "How long the agent may be silent")))


def targets(mib):
    """The template with a history of each target."""
    rows = [item(TARGETS, mib, row, "oa.target", f"{{#OATARGET}}: {row[1]}", INDEX)
            for row in TARGET]
    days = [item(TARGETS, mib, row, "oa.cert", f"{{#OACERT}}: {row[1]}", INDEX)
            for row in CERT]
    return zabbix.template(
        TARGETS,
        "Status, times and certificates of every target, for graphs. It alarms "
        f"nobody: that is for the template {PROBLEMS}.",
        mib.labels["OaStatus"],
        discovery_rules=[
            discovery(TARGETS, mib, "oaTargetTable", "target",
                      [("OATARGET", "oaTargetName"), ("OAHOST", "oaTargetHost")],
                      lifetime="7d", item_prototypes=rows),
            discovery(TARGETS, mib, "oaCertTable", "cert",
                      [("OACERT", "oaCertDescr")], lifetime="7d",
                      item_prototypes=days)],
        macros=zabbix.macros(
            ("INTERVAL", "1m", "How often values are read"),
            ("DISCOVERY", "10m", "How often new targets are looked for")))


def text(mib):
    """The file."""
    return zabbix.export(problems(mib), targets(mib))
