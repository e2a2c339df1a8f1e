"""The Zabbix template that runs check_oa itself: one run gives one JSON document, and
all items are taken from it."""

import zabbix
from zabbix import last, step, tags

NAME = "Outlook Anywhere by external check"
MASTER = ('check_oa["--extra-opts={$OA.SECTION}@{$OA.FILE}","-t","{$OA.TIMEOUT}",'
          '"--output=json"]')

# The numbers of the agent, so that both templates show the same words.
NUMBER = "{OK: 1, WARNING: 2, CRITICAL: 3, UNKNOWN: 4}"
WORST = """\
var rank = [null, 'OK', 'UNKNOWN', 'WARNING', 'CRITICAL'], worst = 0;
JSON.parse(value).hops.forEach(function (hop) {
    if (hop.hop === '{#HOP}' && hop.subject === '{#SUBJECT}' && hop.state !== null)
        worst = Math.max(worst, rank.indexOf(hop.state));
});
return worst === 0 ? 5 : %s[rank[worst]];
""" % NUMBER
HOPS = """\
var seen = {};
JSON.parse(value).hops.forEach(function (hop) {
    seen[hop.hop + ' ' + hop.subject] = {hop: hop.hop, subject: hop.subject};
});
return JSON.stringify(Object.keys(seen).map(function (key) { return seen[key]; }));
"""


def dependent(key, name, kind, preprocessing, **more):
    """An item that is a part of the document."""
    made = {"uuid": zabbix.identity(NAME, key), "name": name, "type": "DEPENDENT",
            "key": key, "delay": "0", "value_type": kind}
    if kind in ("CHAR", "TEXT"):
        made["trends"] = "0"
    return {**made, **more, "preprocessing": preprocessing,
            "master_item": {"key": MASTER}, "tags": tags("check_oa")}


def triggers():
    """A trigger for each bad state, and one for a check that does not run."""
    named = " and ".join(f"length({last(NAME, key)})>=0"
                         for key in ("oa.code", "oa.text", "oa.hint"))
    made = [zabbix.trigger(
        NAME, f"Outlook Anywhere is {word}",
        f"{last(NAME, 'oa.state')}={number} and {named}", severity,
        event_name="Outlook Anywhere: [{ITEM.LASTVALUE2}] {ITEM.LASTVALUE3}; "
                   "fix: {ITEM.LASTVALUE4}",
        description=zabbix.ABOUT_CODES,
        tags=[{"tag": "oa-code", "value": "{ITEM.LASTVALUE2}"}])
        for number, word, severity in zabbix.BAD]
    return made + [zabbix.trigger(
        NAME, "check_oa has no result",
        f"nodata(/{NAME}/oa.state,{{$OA.NODATA}})=1", "AVERAGE",
        description="The script is not in ExternalScripts, the section is not in the "
                    "file, or Timeout of the server is shorter than the check.")]


def items():
    """The run, and what its document says as a whole."""
    run = {"uuid": zabbix.identity(NAME, "master"), "name": "check_oa: run",
           "type": "EXTERNAL", "key": MASTER, "delay": "{$OA.INTERVAL}",
           "history": "0", "trends": "0", "value_type": "TEXT",
           "description": "The JSON of one run; docs/output.schema.json describes it.",
           "tags": tags("check_oa")}
    state = dependent(
        "oa.state", "State", "UNSIGNED",
        [step("JSONPATH", "$.state"),
         step("JAVASCRIPT", f"return {NUMBER}[value];")],
        valuemap={"name": zabbix.VALUEMAP})
    texts = [dependent(f"oa.{key}", name, "CHAR",
                       [step("JSONPATH", f"$.{member}"), zabbix.unchanged()])
             for key, name, member in (("code", "Code of the diagnosis", "code"),
                                       ("text", "What is wrong", "summary"),
                                       ("hint", "What to do", "hint"))]
    return [run, state, *texts]


def rule(key, name, preprocessing, paths, prototype):
    """A rule over the document."""
    return {"uuid": zabbix.identity(NAME, "discovery", key), "name": name,
            "type": "DEPENDENT", "key": f"oa.discovery.{key}", "delay": "0",
            "lifetime": "7d", "item_prototypes": [prototype],
            "master_item": {"key": MASTER},
            "lld_macro_paths": [{"lld_macro": f"{{#{macro}}}", "path": path}
                                for macro, path in paths],
            "preprocessing": preprocessing}


def rules():
    """Every hop has a state, every label a value."""
    hop = dependent("oa.hop[{#HOP},{#SUBJECT}]", "Hop {#HOP} {#SUBJECT}", "UNSIGNED",
                    [step("JAVASCRIPT", WORST)], valuemap={"name": zabbix.VALUEMAP})
    value = dependent(
        "oa.value[{#LABEL}]", "Value {#LABEL}", "FLOAT",
        [step("JSONPATH", "$.perfdata[?(@.label=='{#LABEL}')].value.first()"),
         # what was not measured in this run has no value
         step("MATCHES_REGEX", "^-?[0-9]", on_error=("DISCARD_VALUE",))],
        units="{#UNIT}")
    return [
        rule("hop", "Hops", [step("JAVASCRIPT", HOPS)],
             [("HOP", "$.hop"), ("SUBJECT", "$.subject")], hop),
        rule("value", "Values", [step("JSONPATH", "$.perfdata")],
             [("LABEL", "$.label"), ("UNIT", "$.unit")], value)]


def text(mib):
    """The file."""
    made = zabbix.template(
        NAME,
        "Runs check_oa on the Zabbix server or a proxy. Where to check and as whom "
        "stands in a section of an ini file there, so that no password is in Zabbix.",
        mib.labels["OaStatus"],
        items=items(), discovery_rules=rules(),
        macros=zabbix.macros(
            ("SECTION", "mail", "Section of the ini file"),
            ("FILE", "/etc/oa/oa.ini", "The ini file"),
            ("TIMEOUT", "25", "Seconds for the check; Timeout of the server is longer"),
            ("INTERVAL", "1m", "How often it is run"),
            ("NODATA", "10m", "How long there may be no result")))
    return zabbix.export(made, triggers=triggers())
