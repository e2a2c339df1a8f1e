"""LibreNMS: the definitions say what its schema wants, and a real subagent answers
what they ask for."""

import re

import pytest
import yaml
from conftest import SOURCE
from snmpd import ROOT_OID

FOLDER = SOURCE / "packaging" / "librenms"
SENSOR = {"oid", "value", "num_oid", "index", "group", "descr"}
MORE = {"state_name", "states", "divisor", "low_limit", "low_warn_limit"}
# 0 ok, 1 warning, 2 critical, 3 unknown.
GENERIC = {"ok": 0, "warning": 1, "critical": 2, "unknown": 3, "notTested": 3,
           "disabled": 3}
NUM_OID = re.compile(r"(\.\d+)+\.\{\{ \$index \}\}")


def read(folder):
    """One of the two files."""
    with open(FOLDER / folder / "oa-agentx.yaml", encoding="utf-8") as file:
        return yaml.safe_load(file)


@pytest.fixture(name="sensors")
def sensors_fixture():
    """Pairs of a class and a sensor of it."""
    classes = read("os_discovery")["modules"]["sensors"]
    return [(name, sensor) for name, rest in classes.items()
            for sensor in rest["data"]]


def test_host_is_recognised():
    """By the system's number and the agent's version."""
    root = read("os_detection")
    assert {"os", "text", "type", "discovery"} <= set(root)
    condition, = root["discovery"]
    assert re.fullmatch(r"(\.\d+)+", condition["sysObjectID"])
    assert set(condition["snmpget"]) == {"oid", "op", "value"}


def test_sensors_are_whole(sensors, mib):
    """Each has what a sensor wants; columns and numbers belong together."""
    for name, sensor in sensors:
        assert SENSOR <= set(sensor) <= SENSOR | MORE, sensor
        assert NUM_OID.fullmatch(sensor["num_oid"])
        column = sensor["value"].partition("::")[2]
        assert sensor["num_oid"].startswith(mib[column].oid + ".{{"), sensor
        assert sensor["oid"].rpartition("::")[2] in mib.objects
        assert ("states" in sensor) == (name == "state")
        for word in re.findall(r"::(\w+)", sensor["descr"]):
            assert mib[word].kind == "column"


def test_states_are_of_the_mib(sensors, mib):
    """Every value has a word and a meaning."""
    for name, sensor in sensors:
        if name == "state":
            assert {row["value"]: row["descr"] for row in sensor["states"]} == \
                mib.labels["OaStatus"]
            assert {row["descr"]: row["generic"] for row in sensor["states"]} == GENERIC


def test_agent_answers(sensors, master, agent):
    """A walk of each number brings values, and a state that is known."""
    del agent
    for name, sensor in sensors:
        oid = sensor["num_oid"].partition(".{{")[0]
        rows = master.walk(oid.removeprefix(f".{ROOT_OID}."))
        values = [int(value) for value in rows.values()]
        assert values, sensor["descr"]
        if name == "state":
            assert set(values) <= {row["value"] for row in sensor["states"]}
    detection = read("os_detection")["discovery"][0]["snmpget"]
    oid = detection["oid"].lstrip(".")
    said = master.ask("snmpget", oid)[oid].strip('"')
    assert said.startswith(detection["value"]) and detection["op"] == "starts"
