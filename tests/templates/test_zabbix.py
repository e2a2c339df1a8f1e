"""The Zabbix templates: sound in themselves, and in a real Zabbix, where a failure has
to become a problem with code, text and fix, and to end again."""

import re
import uuid
from pathlib import Path

import checks
import pytest
import zabbix
from conftest import BROKEN, SOURCE
from zabbixfile import Export

FILES = sorted((SOURCE / "packaging" / "zabbix").glob("*.yaml"))
# Zabbix starts, takes a template in, discovers, runs and decides, on a busy machine.
SECONDS = 150
AGENT = {"type": 1, "main": 1, "useip": 1, "ip": "127.0.0.1", "dns": "",
         "port": "10050"}


@pytest.fixture(name="export", params=FILES, ids=lambda path: path.stem)
def export_fixture(request):
    """One file."""
    return Export(request.param)


def test_identities_are_what_zabbix_takes(export):
    """Random by the look, and no two alike."""
    found = export.identities()
    assert len(found) == len(set(found)) > 10
    assert {uuid.UUID(hex=text).version for text in found} == {4}


def test_references_lead_somewhere(export):
    """Triggers name items, items their master and their value map."""
    keys = {}
    for template in export.templates:
        rows = export.items(template)
        keys[template["template"]] = {item["key"] for item in rows}
        assert len(rows) == len(keys[template["template"]])
        maps = {row["name"] for row in template["valuemaps"]}
        macros = {row["macro"] for row in template["macros"]}
        for item in rows + export.rules(template):
            assert item.get("valuemap", {"name": None})["name"] in maps | {None}
            if item["type"] == "DEPENDENT":
                assert item["master_item"]["key"] in keys[template["template"]]
            assert set(re.findall(r"\{\$[A-Z.]+\}", f"{item}")) <= macros
    for trigger in export.triggers():
        for template, key in re.findall(r"/([^/]+)/([\w.]+(?:\[[^\]]*\])?)",
                                        trigger["expression"]):
            assert key in keys[template], trigger["expression"]


def test_oids_are_of_the_mib(mib):
    """What is asked for is a column or a scalar of the module."""
    known = {item.numeric for item in mib.objects.values()}
    asked = {oid for path in FILES for oid in Export(path).oids()}
    assert asked and asked <= known


@pytest.fixture(name="scripts")
def scripts_fixture(tmp_path):
    """A folder of external scripts with check_oa in it."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "check_oa").symlink_to(Path(checks.PLUGIN_DIR / "check_oa").resolve())
    return folder


def problem(api):
    """The first problem that there is."""
    return next(iter(api.call("problem.get", output=["name", "severity"],
                              selectTags="extend")), None)


def values(api, host):
    """Last values by key, of the items that have one."""
    return {item["key_"]: item["lastvalue"]
            for item in api.call("item.get", hostids=[host],
                                 output=["key_", "lastvalue", "lastclock"])
            if item["lastclock"] != "0"}


def judge(found, told):
    """A problem says everything that a person wants to know."""
    assert found, told
    assert all(word in found["name"] for word in BROKEN), found
    assert "; fix: " in found["name"]
    assert found["severity"] == "4"
    assert {"tag": "oa-code", "value": BROKEN[0]} in found["tags"]


def test_external_check_alarms(scripts, ini):
    """One run of check_oa gives the problem, a state for each hop, and values."""
    with zabbix.running(scripts) as api:
        api.load(SOURCE / "packaging/zabbix/oa-external.yaml")
        host = api.host("mail", ["Outlook Anywhere by external check"], [AGENT],
                        {"FILE": str(ini), "INTERVAL": "2s"})
        judge(zabbix.until(SECONDS, lambda: problem(api)), api.log())

        def all_there():
            found = values(api, host)
            return found if {"oa.hop[endpoint,6001]", "oa.value[tls_time]"} <= set(
                found) else None

        found = zabbix.until(SECONDS, all_there)
        assert found, f"{values(api, host)}\n{api.log()}"
        hops = {key: value for key, value in found.items() if "oa.hop" in key}
        assert hops["oa.hop[dns,]"] == "1"
        assert hops["oa.hop[endpoint,6001]"] == "3"
        assert hops.get("oa.hop[bind,6001]", "5") == "5"
        assert 0 < float(found["oa.value[tls_time]"]) < 60
        # what was not measured has no value rather than a zero
        assert "oa.value[logon_time]" not in found


def test_problem_table_alarms_and_recovers(scripts, master, agent):
    """A row of oaProblemTable becomes a problem, which ends when the row goes."""
    snmp = {"type": 2, "main": 1, "useip": 1, "ip": "127.0.0.1", "dns": "",
            "port": str(master.port),
            "details": {"version": 2, "community": "public", "bulk": 1}}
    with zabbix.running(scripts) as api:
        api.load(SOURCE / "packaging/zabbix/oa-snmp.yaml")
        host = api.host("agent", ["Outlook Anywhere problems by SNMP",
                                  "Outlook Anywhere targets by SNMP"], [snmp],
                        {"INTERVAL": "1s", "DISCOVERY": "2s"})
        found = zabbix.until(SECONDS, lambda: problem(api))
        assert found, f"{values(api, host)}\n{api.log()}"
        assert found["name"] == ("Outlook Anywhere t2/tunnelStore: [endpoint-6001-down]"
                                 " the store is down; fix: repair it")

        def targets_there():
            return values(api, host).get("oa.target.status[3]")

        assert zabbix.until(SECONDS, targets_there) == "1", api.log()
        now = values(api, host)
        assert now["oa.target.status[2]"] == "3"
        assert now["oa.target.code[2]"] == "endpoint-6001-down"
        assert now["oa.target.availability[1]"] == "100"
        assert int(now["oa.agent.targets"]) == 3
        agent.tell("run 2 2")
        assert zabbix.until(SECONDS, lambda: not problem(api)), api.log()
