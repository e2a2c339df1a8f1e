"""The shipped lines for NRPE and for Checkmk's MRPE run as they are."""

import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

import checks
import nrpe
import pytest
import runners
from lab import Lab
from shipped import PLUGIN_DIR

# What Checkmk takes for the name of a service.
SERVICE_NAME = re.compile(r"[A-Za-z0-9_]+(%20[A-Za-z0-9_]+)*")


@pytest.fixture
def directory():
    """A scratch directory of its own, which another account could be given."""
    with tempfile.TemporaryDirectory(prefix="oa-runners-") as name:
        yield Path(name)


@pytest.fixture
def served(directory):
    """Function that has an NRPE server run the shipped commands, and gives its port."""
    account = nrpe.account()
    if subprocess.run(["setpriv", f"--reuid={account.pw_uid}", "--clear-groups",
                       "test", "-x", f"{PLUGIN_DIR}/check_oa"]
                      if os.geteuid() == 0 else ["true"], check=False).returncode:
        pytest.skip(f"{PLUGIN_DIR} is closed to the account {account.pw_name}")

    def start(lab):
        text = runners.localized(runners.shipped("nrpe/oa.cfg"), lab, directory)
        if os.geteuid() == 0:
            runners.give_to(account, directory)
        return nrpe.running(directory, text)

    nrpe.client()
    return start


def judge(command, status, out):
    """A sound server is seen, with all performance data."""
    program = runners.program(command)
    line, _, perfdata = out.splitlines()[0].partition("|")
    assert line.startswith(f"OA {checks.concern(program)} OK: "), out
    assert status == 0, out
    found = [item.partition("=")[0] for item in perfdata.split()]
    assert found == checks.labels(program), out


def test_mrpe(directory):
    with Lab("healthy") as lab:
        lines = runners.MRPE.findall(
            runners.localized(runners.shipped("checkmk/mrpe.cfg"), lab, directory))
        assert lines
        for name, command in lines:
            assert SERVICE_NAME.fullmatch(name)
            # the agent gives the line to a shell
            done = subprocess.run(["sh", "-c", command], capture_output=True,
                                  text=True, timeout=60, check=False)
            judge(command, done.returncode, done.stdout)


def test_nrpe_commands(directory):
    with Lab("healthy") as lab:
        commands = runners.NRPE.findall(
            runners.localized(runners.shipped("nrpe/oa.cfg"), lab, directory))
        assert commands
        for name, command in commands:
            assert name == runners.program(command)
            done = subprocess.run(shlex.split(command), capture_output=True,
                                  text=True, timeout=60, check=False)
            judge(command, done.returncode, done.stdout)


def test_nrpe_server(served):
    with Lab("healthy") as lab, served(lab) as port:
        for name, command in runners.NRPE.findall(runners.shipped("nrpe/oa.cfg")):
            done = nrpe.ask(port, name)
            judge(command, done.returncode, done.stdout)


def test_nrpe_server_with_a_fault(served):
    with Lab("http-app-pool-stopped") as lab, served(lab) as port:
        done = nrpe.ask(port, "check_oa")
    assert done.returncode == 2
    assert done.stdout.startswith("OA CHAIN CRITICAL [http-app-pool-stopped]: ")
    assert "\n  fix: Start-WebAppPool " in done.stdout
