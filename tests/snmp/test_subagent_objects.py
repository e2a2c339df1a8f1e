"""Every object through a real master agent, by every kind of request."""

import re

import pytest
from programs import ROOT_OID, wait_for
from served import Served
from snmpd import Snmpd

TARGETS = 7
KINDS = 15
# Columns that can be read and rows, by branch.
SHAPE = {1: (28, 1), 2: (25, TARGETS), 3: (16, TARGETS * KINDS), 5: (21, TARGETS),
         6: (8, TARGETS * 2)}


@pytest.fixture(scope="module")
def filled(net_snmp, tmp_path_factory):
    """snmpd and a subagent with some targets, two of them broken."""
    directory = tmp_path_factory.mktemp("filled")
    with Snmpd(directory).start() as snmpd, \
            Served(directory, snmpd.agentx) as served:
        served.tell(f"targets {TARGETS}")
        served.tell(f"run 1 {TARGETS}")
        served.tell("run 2 2 tcpConnect 3 tcp-refused mail.lab.test:443 refused")
        served.tell("run 5 5 tunnelStore 2 rpc-slow 6001 is slow")
        wait_for(lambda: snmpd.value("1.1.1.0"), "the session")
        yield snmpd, served


def numbers(oid):
    """An OID as a list that sorts as SNMP does."""
    return [int(part) for part in oid.split(".")]


# Objects that another moment has another value of.
CHANGING = re.compile(
    rf"{re.escape(ROOT_OID)}\.1\.(1\.(3|22)\.0|2\.1\.1\.(9|16)\.|3\.1\.1\.(10|12)\."
    r"|4\.1\.1\.7\.)")


def steady(values):
    """Without what the clock changes."""
    return {oid: value for oid, value in values.items() if not CHANGING.match(oid)}


def test_walk_is_complete_and_in_order(filled):
    snmpd, _ = filled
    values = snmpd.walk()
    names = list(values)
    assert names == sorted(names, key=numbers)
    for branch, (columns, rows) in SHAPE.items():
        below = [name for name in names if name.startswith(f"{ROOT_OID}.1.{branch}.")]
        assert len(below) == columns * rows, branch
    assert not [name for name, value in values.items() if value.startswith("No ")]


def test_problems_are_only_what_is_bad(filled):
    snmpd, _ = filled
    rows = snmpd.walk("1.4.1.1.1")
    assert list(rows.values()) == ['"t2/tcpConnect"', '"t5/tunnelStore"']
    assert len(snmpd.walk("1.4")) == 2 * 9


@pytest.mark.parametrize("repetitions", [1, 10, 100])
def test_bulk_equals_next(filled, repetitions):
    snmpd, _ = filled
    by_next = steady(snmpd.ask("snmpwalk", ROOT_OID))
    assert steady(snmpd.walk(repetitions=repetitions)) == by_next


def test_get_equals_walk(filled):
    snmpd, _ = filled
    values = snmpd.walk()
    names = list(values)
    got = {}
    for start in range(0, len(names), 60):
        got |= snmpd.ask("snmpget", *names[start:start + 60])
    assert steady(got) == steady(values)


def test_next_of_several_columns_at_once(filled):
    snmpd, _ = filled
    columns = [f"{ROOT_OID}.1.3.1.1.{number}" for number in (2, 3, 6, 7, 12)]
    found = []
    for _ in range(TARGETS * KINDS):
        values = snmpd.ask("snmpgetnext", *columns)
        columns = list(values)
        found.append([name.rsplit(".", 2)[1:] for name in columns])
    assert all(len({tuple(index) for index in row}) == 1 for row in found)
    assert [row[0] for row in found] == [
        [str(target), str(kind)] for target in range(1, TARGETS + 1)
        for kind in range(1, KINDS + 1)]


@pytest.mark.parametrize("oid, says", [
    ("1.1.1", "Instance"), ("1.1.1.1", "Instance"), ("1.1.99.0", "Object"),
    ("1.2.1.1.1.1", "Object"), ("1.2.1.1.2", "Instance"), ("1.2.1.1.2.99", "Instance"),
    ("1.2.1.1.2.1.1", "Instance"), ("1.3.1.1.2.1.16", "Instance"),
    ("1.3.1.1.2.1.0", "Instance"), ("1.2.1.1.27.1", "Object"), ("1.8.1", "Object"),
    ("1.2.1.1.2.0", "Instance"), ("1.2.1.1.2.4294967295", "Instance"),
])
def test_get_of_what_is_not_there(filled, oid, says):
    snmpd, _ = filled
    name = f"{ROOT_OID}.{oid}"
    assert f"No Such {says}" in snmpd.ask("snmpget", name)[name]


@pytest.mark.parametrize("oid, then", [
    ("1", "1.1.1.0"), ("1.1.28.0", "1.2.1.1.2.1"), ("1.2.1.1.2", "1.2.1.1.2.1"),
    ("1.2.1.1.2.1.5.9", "1.2.1.1.2.2"), ("1.2.1.1.2.7", "1.2.1.1.3.1"),
    ("1.2.1.1.2.4294967295", "1.2.1.1.3.1"), ("1.2.1.1.1.3", "1.2.1.1.2.1"),
    ("1.3.1.1.2.1", "1.3.1.1.2.1.1"), ("1.3.1.1.2.1.15", "1.3.1.1.2.2.1"),
    ("1.3.1.1.2.1.4294967295", "1.3.1.1.2.2.1"), ("1.4.1.1.1.2.2", "1.4.1.1.1.5.8"),
    ("1.2.1.1.26.7", "1.3.1.1.2.1.1"), ("0.9.9.9.9.9.9.9", "1.1.1.0"),
])
def test_next_from_anywhere(filled, oid, then):
    snmpd, _ = filled
    found = snmpd.ask("snmpgetnext", f"{ROOT_OID}.{oid}")
    assert list(found) == [f"{ROOT_OID}.{then}"]


def test_walk_equals_dump(filled):
    snmpd, served = filled
    walked = snmpd.walk()
    dumped = served.tell("dump")
    assert len(dumped) == len(walked)
    texts = [line.partition(" = ")[2] for line in dumped]
    assert [text for text in texts if text.startswith('"')] == [
        value for oid, value in walked.items() if value.startswith('"')]


def test_values(filled):
    snmpd, _ = filled
    assert snmpd.value("1.2.1.1.6.2") == "3"
    assert snmpd.value("1.2.1.1.10.2") == "2"
    assert snmpd.value("1.2.1.1.12.2") == '"tcp-refused"'
    assert snmpd.value("1.2.1.1.23.2") == '"repair it"'
    assert snmpd.value("1.2.1.1.7.2") == "1"
    assert snmpd.value("1.2.1.1.21.2") == "2"
    assert snmpd.value("1.5.1.1.6.1.1") == "100"
    assert snmpd.value("1.6.1.1.4.1.1") == "C0 00 02 0A "
    assert snmpd.value("1.6.1.1.2.1.2") == '"t1/2001:db8::10"'
    date = snmpd.value("1.5.1.1.8.1.1").split()
    assert len(date) == 11 and date[8:] == ["2B", "00", "00"]
    assert snmpd.value("1.1.4.0").split() == ["00"] * 8
    assert snmpd.value("1.3.1.1.3.1.11") == "6"


def test_module_is_announced(filled):
    snmpd, _ = filled
    announced = snmpd.ask("snmpwalk", "1.3.6.1.2.1.1.9.1.2")
    assert "." + ROOT_OID in announced.values()


def test_another_root(master, serve):
    root = "1.3.6.1.4.1.99999.7"
    served = serve(master.agentx, root=root)
    served.tell("targets 2")
    served.wait_for_sessions(1)
    name = f"{root}.1.1.7.0"
    wait_for(lambda: master.ask("snmpget", name).get(name) == "2", "the targets")
    assert len(master.ask("snmpbulkwalk", root)) > 400
    assert master.value("1.1.7.0") is None
