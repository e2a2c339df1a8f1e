"""The definitions of LibreNMS: how it recognises a host that has the agent, and the
sensors of it."""

import mib as mibs
import yamltext

OS = "oa-agentx"
MODULE = mibs.MODULE
NOTE = "Written by make definitions; docs/librenms.md says where it goes."

# The status of a manager: 0 ok, 1 warning, 2 critical, 3 unknown.
GENERIC = {"ok": 0, "warning": 1, "critical": 2}
UNKNOWN = 3
# sysObjectID of net-snmp, of whatever system.
NET_SNMP = ".1.3.6.1.4.1.8072.3.2"


def recognition(mib):
    """The file in os_detection."""
    return yamltext.document({
        "os": OS, "group": "unix", "text": "Outlook Anywhere (oa-agentx)",
        "type": "server", "icon": "linux", "mib_dir": "oa",
        "over": [{"graph": "device_processor", "text": "Processor Usage"},
                 {"graph": "device_mempool", "text": "Memory Usage"}],
        "discovery": [{"sysObjectID": NET_SNMP,
                       "snmpget": {"oid": mib["oaAgentVersion"].numeric,
                                   "op": "starts", "value": OS}}],
    }, NOTE)


def sensor(mib, table, column, descr, group, **more):
    """A sensor of every row."""
    return {"oid": table, "value": f"{MODULE}::{column}",
            "num_oid": mib[column].oid + ".{{ $index }}",
            "index": f"{column}.{{{{ $index }}}}",
            "group": group, "descr": f"{{{{ {MODULE}::{descr} }}}}", **more}


def scalar(mib, name, descr, group, **more):
    """A sensor of the agent itself."""
    return {"oid": f"{MODULE}::{name}", "value": f"{MODULE}::{name}",
            "num_oid": mib[name].oid + ".{{ $index }}",
            "index": f"{name}.{{{{ $index }}}}", "group": group, "descr": descr, **more}


def states(mib):
    """What each number of a status means to LibreNMS; there is no alert for a part
    that was not tested."""
    return [{"descr": label, "graph": 1, "value": number,
             "generic": GENERIC.get(label, UNKNOWN)}
            for number, label in mib.labels["OaStatus"].items()]


def sensors(mib):
    """The file in os_discovery."""
    def state(entry, name):
        return {**entry, "state_name": name, "states": states(mib)}

    return yamltext.document({"mib": MODULE, "modules": {
        "os": {"version": f"{MODULE}::oaAgentVersion.0"},
        "sensors": {
            "state": {"data": [
                state(scalar(mib, "oaAgentStatus", "oa-agentx itself", "Agent"),
                      "oaAgentStatus"),
                state(sensor(mib, "oaTargetTable", "oaTargetStatus", "oaTargetName",
                             "Outlook Anywhere"), "oaTargetStatus"),
                state(sensor(mib, "oaCertTable", "oaCertStatus", "oaCertDescr",
                             "Certificates"), "oaCertStatus")]},
            "count": {"data": [
                scalar(mib, "oaAgentTargetsCritical", "Targets that are critical",
                       "Agent"),
                scalar(mib, "oaAgentTargetsWarning", "Targets with a warning", "Agent"),
                sensor(mib, "oaCertTable", "oaCertDaysLeft", "oaCertDescr",
                       "Days left of certificates", low_limit=14, low_warn_limit=30)]},
            "delay": {"data": [
                sensor(mib, "oaTargetTable", "oaTargetTime", "oaTargetName",
                       "Outlook Anywhere", divisor=1000)]},
        }}}, NOTE)
