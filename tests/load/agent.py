"""oa-agentx with many targets, all of them front ends of one responder."""

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import load

PROGRAM = load.PROGRAMS.parent.parent / "snmp" / "oa-agentx"
ROOT = "1.3.6.1.4.1.8072.9999.9999.6001"
END_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")
DEFINITION = re.compile(
    r"^(\w+)\s+OBJECT(?:-TYPE| IDENTIFIER)\b(?:.(?!^\w))*?"
    r"::=\s*\{\s*(\w+)\s+(\d+)\s*\}",
    re.MULTILINE | re.DOTALL)


def oids():
    """The objects of the MIB by name, below ROOT."""
    text = subprocess.run([PROGRAM, "--mib"], capture_output=True, text=True,
                          check=True).stdout
    found = {name: (parent, number)
             for name, parent, number in DEFINITION.findall(text)}

    def of(name):
        if name not in found:
            return ROOT
        parent, number = found[name]
        return f"{of(parent)}.{number}"

    return {name: of(name) for name in found}


def cpu_seconds(pid):
    """CPU that a process has used, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    return sum(int(field) for field in fields.split()[11:13]) / TICKS


def memory_kb(pid):
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"^VmRSS:\s*(\d+)", status, re.MULTILINE)[1])


def write_settings(path, responder, master, targets, interval, **more):
    """The ini file: so many sections that use one, each looked at every interval; more
    are lines of [agent]."""
    password = path.with_name("password")
    password.write_text(load.PASSWORD + "\n", encoding="ascii")
    password.chmod(0o600)
    lines = ["[agent]", f"interval = {interval:g}", f"socket = {master.agentx}",
             f"oid-root = {ROOT}"]
    lines += [f"{name.replace('_', '-')} = {value}" for name, value in more.items()]
    lines += ["", "[defaults]", f"password-file = {password}"]
    lines += [f"{name} = {value}" for name, value in responder.settings().items()]
    for number in range(1, targets + 1):
        lines += ["", f"[target{number:05}]", "use = defaults",
                  f"hostname = {load.host(number)}"]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


class Agent:
    """A running subagent; a context manager.  Those of one directory share what they
    remember; more are lines of [agent]."""

    def __init__(self, directory, responder, master, targets, interval, **more):
        self.directory = Path(tempfile.mkdtemp(prefix="agent-", dir=directory))
        state = Path(directory) / "state"
        state.mkdir(mode=0o700, exist_ok=True)
        config = self.directory / "oa.ini"
        write_settings(config, responder, master, targets, interval, state_dir=state,
                       **more)
        with open(self.directory / "log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "--config", str(config)], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.end()

    def end(self):
        """Ends it, and waits until it has."""
        self.process.terminate()
        self.process.wait(timeout=END_SECONDS)

    def log(self):
        """What it has said."""
        return (self.directory / "log").read_text(encoding="utf-8")

    def wait(self, client, oid, least, seconds):
        """Waits until an object is at least that number."""
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            if (client.number_of(oid) or 0) >= least:
                return
            time.sleep(0.1)
        raise OSError(f"{oid} does not reach {least}: {self.log()[-2000:]}")

    def cpu(self):
        """Seconds of CPU so far."""
        return cpu_seconds(self.process.pid)

    def memory(self):
        """Resident kilobytes."""
        return memory_kb(self.process.pid)
