"""Puts the laboratory, the subagent and the generators on the path of imports."""

import os
import sys
from pathlib import Path

import pytest

SOURCE = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]))
TESTS = Path(__file__).resolve().parent.parent
for folder in (TESTS / "templates", TESTS / "lab", TESTS / "e2e", TESTS / "real",
               TESTS / "snmp", SOURCE / "packaging" / "generate"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import mib as mibs  # noqa: E402
from inifile import write_section  # noqa: E402
from lab import Lab  # noqa: E402
from programs import find  # noqa: E402
from served import SERVE, Served  # noqa: E402
from snmpd import Snmpd  # noqa: E402

BROKEN = ("endpoint-6001-down", "6001 (store)", "start MSExchangeRPC")


@pytest.fixture(scope="session", name="mib")
def mib_fixture():
    """The module that the templates were made of."""
    path = SOURCE / "snmp" / "OUTLOOK-ANYWHERE-MIB.txt"
    if not path.exists():
        pytest.skip("built without the subagent")
    return mibs.load(path)


@pytest.fixture(name="broken_lab")
def broken_lab_fixture():
    """A laboratory whose store does not answer."""
    with Lab("endpoint-6001-down") as lab:
        yield lab


@pytest.fixture(name="ini")
def ini_fixture(broken_lab, tmp_path):
    """An ini file with a section `mail` for the broken laboratory."""
    path = tmp_path / "oa.ini"
    write_section(path, "mail", "check_oa", broken_lab)
    return path


@pytest.fixture(name="master")
def master_fixture(tmp_path):
    """An snmpd."""
    missing = [name for name in ("snmpd", "snmpget") if find(name) is None]
    if missing or not SERVE.exists():
        pytest.skip(f"not there: {', '.join(missing) or SERVE.name}")
    with Snmpd(tmp_path).start() as master:
        yield master


@pytest.fixture(name="agent")
def agent_fixture(master, tmp_path):
    """The subagent with three targets, the store of the second of which is down."""
    with Served(tmp_path, master.agentx) as agent:
        agent.wait_for_sessions(1)
        agent.tell("targets 3")
        agent.tell("run 1 3")
        agent.tell("run 2 2 tunnelStore 3 endpoint-6001-down the store is down")
        yield agent
