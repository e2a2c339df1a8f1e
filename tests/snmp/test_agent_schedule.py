"""Targets that hang hold up nobody else, and accounts are not locked out."""

import os
import re
import socket

import pytest
from agentd import AGENT, Agent, Configuration, Manager, of_lab
from lab import Lab
from programs import wait_for

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

BAD_PASSWORD = "Not-The-Passw0rd"
HOLE = {"hostname": "hole.lab.test", "server": "EX1.lab.test", "timeout": 60,
        "no-autodiscover": None, "no-mapihttp": None}
HOLES = 6


@pytest.fixture(name="configuration")
def configuration_fixture(tmp_path):
    """A file that is still to be written."""
    return Configuration(tmp_path)


@pytest.fixture(name="holes")
def holes_fixture():
    """Targets whose TCP port or name server takes everything and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as questions:
        questions.bind(("127.0.0.1", 0))
        tcp, udp = listener.getsockname()[1], questions.getsockname()[1]
        targets = {}
        for i in range(HOLES):
            targets[f"tcp{i}"] = {**HOLE, "address": "127.0.0.1", "port": tcp}
            targets[f"dns{i}"] = {**HOLE, "resolver": f"127.0.0.1:{udp}"}
        yield targets


def figures(manager):
    """Pairs of what the manager was told: runs in progress, late runs."""
    pattern = re.compile(r"(\d+) runs in progress, (\d+) late")
    return [tuple(map(int, match.groups()))
            for match in map(pattern.search, manager.listen()) if match]


def test_black_holes_hold_up_nobody(configuration, holes):
    configuration.agent["interval"] = 60
    with Lab("healthy") as lab, \
            Manager(configuration.directory / "notify") as manager:
        good = of_lab(lab, configuration.password(lab.password), every=10)
        targets = {f"good{i}": good for i in range(5)}
        surroundings = dict(os.environ, NOTIFY_SOCKET=str(manager.path))
        with Agent(configuration.write(**holes, **targets),
                   env=surroundings) as agent:
            wait_for(lambda: [running for running, _ in figures(manager)
                              if running >= HOLES], "runs that hang")
            before = len(lab.log())
            wait_for(lambda: len(lab.log()) > before + 10, "ten good runs")
            agent.wait_for("dns.: notTested -> unknown", HOLES)
            told = len(figures(manager))
            wait_for(lambda: len(figures(manager)) > told, "the newest figures")
            # a machine that has much else to do may begin a run late by itself
            assert figures(manager)[-1][1] <= 2, manager.heard
        assert len(agent.wait_for("good.: notTested -> ok")) == 5


class RunsOf:
    """Counts runs of a target by the file that check_oa keeps of it."""

    def __init__(self, configuration):
        self.directory = configuration.directory / "state" / "targets"
        self.seen = set()

    def __call__(self):
        for path in self.directory.glob("memory-*"):
            if path.suffix not in (".lock", ".new"):
                self.seen.add(path.stat().st_mtime_ns)
        return len(self.seen)


def test_refused_password_is_tried_once(configuration):
    with Lab("healthy") as lab:
        lines = of_lab(lab, configuration.password(BAD_PASSWORD), every=0.5,
                       attempts=2, retry=0.5)
        runs = RunsOf(configuration)
        with Agent(configuration.write(mail=lines)) as agent:
            wait_for(lambda: runs() >= 4, "four runs")
            configuration.write(mail={**lines, "label": "x"})
            agent.hang_up()
            agent.wait_for("configuration read")
            wait_for(lambda: runs() >= 8, "four more runs")
        with Agent(configuration):
            wait_for(lambda: runs() >= 12, "four more runs")
        assert lab.bad_logons == 1, lab.log()
