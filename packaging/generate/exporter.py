"""The modules of Prometheus' snmp_exporter, as its generator wants them described."""

import yamltext

NOTE = """\
Written by make definitions, for the generator of snmp_exporter 0.23 and later; see
docs/prometheus.md for those before."""

# The one that snmp_exporter takes if nobody asks for another.
AUTHS = {"public_v2": {"community": "public", "version": 2}}

# OaCode is a number, but the labels of all modules would be 160 lines for each column.
NO_NUMBERS = ("SnmpAdminString", "DateAndTime", "TimeStamp", "InetAddress", "OaCode")

# What rarely changes and is worth a label of every row of a table.
PROBLEM = (["oaTargetIndex", "oaProbeKind"],
           ["oaProblemDescr", "oaProblemCode", "oaProblemHint"])
TARGET = (["oaTargetIndex"], ["oaTargetName"])
PROBE = (["oaTargetIndex", "oaProbeKind"], ["oaProbeDescr"])
CERT = (["oaTargetIndex", "oaCertIndex"], ["oaCertDescr"])
ENDPOINT = (["oaTargetIndex", "oaEndpointIndex"], ["oaEndpointDescr"])


def lookups(*tables):
    """Labels in place of the numbers of a row."""
    made = []
    for indexes, names in tables:
        made += [{"source_indexes": indexes, "lookup": name} for name in names]
    return made


def module(mib, walk, tables):
    """One module; what is text is no metric, for each new text would be a series."""
    ignored = [name for name in reached(mib, walk)
               if mib[name].kind == "column" and mib[name].syntax in NO_NUMBERS]
    return {"walk": walk, "max_repetitions": 25, "retries": 1, "timeout": "5s",
            "lookups": lookups(*tables),
            "overrides": {name: {"ignore": True} for name in ignored}}


def reached(mib, walk):
    """Names of all objects below those of a walk."""
    places = [mib[name].oid for name in walk if name in mib.objects]
    return [item.name for item in mib.objects.values()
            if any(f"{item.oid}.".startswith(place + ".") for place in places)]


def text(mib):
    """The file of the generator."""
    health = [item.name for item in mib.scalars("oaAgent")
              if item.syntax not in NO_NUMBERS]
    problem = [item.name for item in mib.columns("oaProblemTable")
               if item.name in ("oaProblemStatus", "oaProblemSeconds")]
    lean = ["oaTargetStatus", "oaTargetTime", "oaTargetAge", "oaTargetAvailability",
            "oaTargetFlapping", "oaProbeStatus", "oaProbeTime", "oaCertDaysLeft"]
    full = ["oaTargetTable", "oaProbeTable", "oaCertTable", "oaEndpointTable"]
    everything = [TARGET, PROBE, CERT, ENDPOINT]
    modules = {
        "oa_problems": module(mib, health + problem, [PROBLEM]),
        "oa_lean": module(mib, health + lean, [TARGET, PROBE, CERT]),
        "oa_full": module(mib, health + full, everything),
    }
    return yamltext.document({"auths": AUTHS, "modules": modules}, NOTE)
