"""The subagent with Kerberos: all sources of tickets at once, on small stacks."""

import socket
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "snmp"))

from agentd import AGENT, Agent, Configuration, rows, run  # noqa: E402
from stacks import Marks, check_room, needs_shim  # noqa: E402

pytestmark = [needs_shim, pytest.mark.skipif(not AGENT.exists(),
                                             reason="the agent is not built")]


def section(target, **more):
    """A section that logs on by Kerberos alone."""
    lines = {"hostname": target.host, "address": "127.0.0.1", "port": target.port,
             "ca-file": target.ca, "server": target.server, "auth": "negotiate",
             "no-autodiscover": None, "endpoint": "6001"}
    return {**lines, **{name.replace("_", "-"): value for name, value in more.items()}}


@pytest.fixture(name="sections")
def sections_fixture(gssapi_front, realm, exchange, tmp_path):
    """Targets by name, whose codes are the names of CODES."""
    configuration = Configuration(tmp_path, interval=2)
    user = exchange.user.rpartition("\\")[2]
    password = configuration.password(exchange.password)
    wrong = configuration.password("not-the-one", "wrong")
    keytab = realm.keytab(user)
    configuration.write(
        password=section(gssapi_front, username=user, password_file=password),
        wrong=section(gssapi_front, username=user, password_file=wrong,
                      no_mapihttp=None),
        nobody=section(gssapi_front, username="nobody", password_file=password,
                       no_mapihttp=None),
        keytab=section(gssapi_front, keytab=keytab),
        service=section(gssapi_front, keytab=keytab, spn="HTTP/other.lab.test"),
        cache=section(gssapi_front, ccache=realm.cache(user, exchange.password)))
    return configuration


CODES = {"password": "ok", "keytab": "ok", "cache": "ok", "wrong": "auth-rejected",
         "nobody": "auth-rejected", "service": "auth-kerberos-refused"}


def test_tickets_on_small_stacks(sections, realm, tmp_path):
    """Also of the threads that only get tickets, which is where libkrb5 runs."""
    marks = Marks(tmp_path)
    with Agent(sections, env=marks.environment(**realm.environment)) as agent:
        agent.wait_for("notTested -> ", len(CODES))
    found = rows(run("-c", sections.path, "--dump").stdout)
    assert {name: row["code"] for name, row in found.items()} == CODES
    check_room(marks, kinds=3)


def test_silent_kdc_on_small_stacks(sections, realm, tmp_path):
    """The threads are left behind, and end when libkrb5 has given up."""
    marks = Marks(tmp_path)
    sections.write(password={**sections.targets["nobody"], "timeout": 2})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment = realm.without_kdc(silent.getsockname()[1])
        with Agent(sections, env=marks.environment(**environment)) as agent:
            agent.wait_for("notTested -> ")
    found = rows(run("-c", sections.path, "--dump").stdout)
    assert found["password"]["code"] == "missing-credentials"
    check_room(marks, kinds=2)
