"""The agent behind a real snmpd: many targets, and a master agent that hangs."""

import os
import signal
import subprocess
import time
from contextlib import ExitStack

import pytest
from agentd import AGENT, Agent, Configuration, Manager, of_lab
from lab import Lab
from programs import MIBS, SOURCE, environment, wait_for
from snmpd import Snmpd

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

TARGET_CHANGED = 1
LATE, SKIPPED, SESSIONS = "1.1.18.0", "1.1.19.0", "1.1.21.0"
GOOD, ALL = 17, 20
BROKEN = {"path": ("http-path-not-found", "http-path-not-found"),
          "endpoint": ("endpoint-6001-down", "endpoint-6001-down"),
          "expired": ("cert-expired", "cert-expired")}


def problems(master):
    """Code and target of the rows of the table of problems, as snmptable shows them."""
    done = subprocess.run(
        ["snmptable", "-v2c", "-cpublic", "-t10", "-m", "OUTLOOK-ANYWHERE-MIB", "-Cf",
         "|", f"127.0.0.1:{master.port}", "oaProblemTable"], text=True, check=True,
        env={**environment(master.directory), "MIBDIRS": f"{SOURCE}/snmp:{MIBS}"},
        capture_output=True)
    lines = [line.split("|") for line in done.stdout.splitlines() if "|" in line]
    names = lines[0] if lines else []
    rows = [dict(zip(names, line)) for line in lines[1:]]
    return {row["oaProblemDescr"].strip('"').partition("/")[0]:
            row["oaProblemCode"].strip('"') for row in rows
            if row["oaProblemStatus"].startswith("critical")}


@pytest.fixture(name="site")
def site_fixture(net_snmp, tmp_path, receiver):
    """snmpd that notifies, twenty targets, three of them broken, and their agent."""
    with ExitStack() as stack:
        master = stack.enter_context(Snmpd(
            tmp_path, lines=(f"trap2sink 127.0.0.1:{receiver.port} public",)).start())
        good, last = (stack.enter_context(Lab("healthy")) for _ in range(2))
        configuration = Configuration(tmp_path, socket=master.agentx, interval=10,
                                      retry=1, ping=1)
        password = configuration.password(good.password)
        targets = {f"good{i:02}": of_lab(good, password) for i in range(GOOD - 1)}
        targets["last"] = of_lab(last, password, every=2)
        for name, (scenario, _) in BROKEN.items():
            lab = stack.enter_context(Lab(scenario))
            targets[name] = of_lab(lab, password)
        manager = stack.enter_context(Manager(tmp_path / "notify"))
        surroundings = dict(os.environ, NOTIFY_SOCKET=str(manager.path),
                            WATCHDOG_USEC="20000000")
        agent = stack.enter_context(
            Agent(configuration.write(**targets), env=surroundings))
        agent.wait_for(" -> ", ALL)
        wait_for(lambda: master.value(SESSIONS), "the session")
        yield master, last, agent, manager


def test_problems_and_a_notification(site, receiver):
    master, last, agent, _ = site
    assert problems(master) == {name: code for name, (_, code) in BROKEN.items()}
    last.scenario["front"]["schemes"] = []
    agent.wait_for("last: ok -> critical")

    def about_last():
        return [one for one in receiver.of_type(TARGET_CHANGED)
                if '"last"' in one.values() and '"auth-no-scheme"' in one.values()]
    wait_for(about_last, "the notification about the last target")
    assert problems(master)["last"] == "auth-no-scheme"
    assert len(about_last()) == 1


def test_hung_master_delays_no_check(site):
    master, last, agent, manager = site
    sessions = int(master.value(SESSIONS))
    master.process.send_signal(signal.SIGSTOP)
    try:
        before, start = len(last.log()), time.monotonic()
        manager.listen()
        told = len(manager.heard)
        wait_for(lambda: len(last.log()) >= before + 8, "runs beside a hung snmpd")
        wait_for(lambda: [text for text in manager.listen()[told:]
                          if text == "WATCHDOG=1"], "a sign of life")
        # the library has noticed, if it ever does
        time.sleep(max(0, start + 8 - time.monotonic()))
    finally:
        master.process.send_signal(signal.SIGCONT)
    wait_for(lambda: master.value(LATE), "the agent to be back")
    # a machine that has much else to do may begin a run late by itself
    assert int(master.value(LATE)) <= 2, agent.said()
    assert master.value(SKIPPED) == "0", agent.said()
    assert int(master.value(SESSIONS)) >= sessions
