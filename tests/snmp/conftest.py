"""Fixtures: a private snmpd, a receiver of notifications, the subagent."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent / "lab"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from programs import need  # noqa: E402
from receiver import Receiver  # noqa: E402
from served import SERVE, Served  # noqa: E402
from snmpd import Snmpd  # noqa: E402


@pytest.fixture(scope="session")
def net_snmp():
    """The programs that all tests with a master agent need."""
    need("snmpd", "snmpget", "snmptrapd")
    if not SERVE.exists():
        pytest.skip("the subagent is not built")


@pytest.fixture
def master(net_snmp, tmp_path):
    """A running snmpd."""
    with Snmpd(tmp_path).start() as snmpd:
        yield snmpd


@pytest.fixture
def serve(net_snmp, tmp_path):
    """Starts a subagent: serve(SOCKET...)."""
    started = []

    def start(*sockets, **how):
        started.append(Served(tmp_path, *sockets, **how))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def receiver(net_snmp, tmp_path):
    """A running snmptrapd."""
    with Receiver(tmp_path).start() as snmptrapd:
        yield snmptrapd
