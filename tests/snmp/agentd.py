"""The agent itself, with a file that the test writes."""

import re
import signal
import socket
import subprocess
import time

from programs import BUILD, PATIENCE, Daemon, wait_for

AGENT = BUILD / "snmp" / "oa-agentx"


def of_lab(lab, password_file=None, **more):
    """The lines of a section for a laboratory."""
    lines = {"hostname": lab.host, "address": lab.address, "port": lab.https,
             "ca-file": lab.ca, "server": lab.server, "depth": "tunnel",
             "no-autodiscover": None, "no-mapihttp": None}
    if password_file:
        lines.update({"username": lab.user, "password-file": password_file})
    lines.update({name.replace("_", "-"): value for name, value in more.items()})
    return lines


class Configuration:
    """An ini file, and the directory that it stands in."""

    def __init__(self, directory, **agent):
        self.directory = directory
        self.path = directory / "oa.ini"
        self.agent = {"state-dir": directory / "state", "interval": 1, "retry": 1,
                      "attempts": 1, "socket": f"unix:{directory}/master"}
        self.agent.update({name.replace("_", "-"): value
                           for name, value in agent.items()})
        self.targets = {}

    def write(self, **targets):
        """Writes the file with these targets."""
        self.targets = targets
        parts = [section(name, lines) for name, lines in
                 {"agent": self.agent, **targets}.items()]
        self.path.write_text("\n".join(parts), encoding="utf-8")
        return self

    def password(self, text, name="password"):
        """Writes a file with a password."""
        path = self.directory / name
        path.touch(0o600)
        path.write_text(text + "\n", encoding="utf-8")
        return path


def section(name, lines):
    """A section as text; a value of None is a bare name, a list many lines."""
    out = [f"[{name}]"]
    for key, value in lines.items():
        for item in value if isinstance(value, list) else [value]:
            out.append(key if item is None else f"{key} = {item}")
    return "\n".join(out) + "\n"


def run(*words, timeout=60, **how):
    """Runs the agent to its end."""
    return subprocess.run([str(AGENT), *map(str, words)], capture_output=True,
                          text=True, timeout=timeout, check=False, **how)


def cells(text):
    """What --dump and --once print: names of cells and their values."""
    return dict(line.split(" = ", 1) for line in text.splitlines() if " = " in line)


def rows(text):
    """The texts and codes of targets by name."""
    table = cells(text)
    found = {}
    for key, value in table.items():
        column, _, index = key.partition(".")
        if column == "oaTargetName":
            found[value.strip('"')] = {
                "number": int(index),
                "status": table[f"oaTargetStatus.{index}"].partition("(")[0],
                "code": table[f"oaTargetCode.{index}"].strip('"')}
    return found


class Manager:
    """What systemd is to a service: a socket that is told how it goes."""

    def __init__(self, path):
        self.path = path
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.heard = []

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.socket.close()

    def listen(self):
        """All messages so far."""
        self.socket.setblocking(False)
        try:
            while True:
                self.heard.append(self.socket.recv(4096).decode())
        except BlockingIOError:
            return self.heard

    def wait_for(self, word, count=1):
        """The messages that begin with the word, when there are so many."""
        def look():
            found = [text for text in self.listen() if text.startswith(word)]
            return found if len(found) >= count else None
        try:
            return wait_for(look, word)
        except AssertionError as error:
            raise AssertionError(f"{error} in {self.heard}") from None


class Agent(Daemon):
    """A running agent."""

    def __init__(self, configuration, *words, **how):
        super().__init__()
        self.configuration = configuration
        self.log = configuration.directory / "agent.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(AGENT), "-c", str(configuration.path), *map(str, words)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, **how)

    def said(self):
        """Its log."""
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, pattern, count=1):
        """Waits until the log has so many lines with the pattern; returns them."""
        def look():
            found = [line for line in self.said().splitlines()
                     if re.search(pattern, line)]
            if self.process is not None and self.process.poll() is not None:
                assert len(found) >= count, f"it has ended: {self.said()}"
            return found if len(found) >= count else None
        try:
            return wait_for(look, pattern)
        except AssertionError as error:
            raise AssertionError(f"{error} in the log:\n{self.said()}") from None

    def hang_up(self):
        """Tells it to read its file anew."""
        self.process.send_signal(signal.SIGHUP)

    def end(self):
        """Ends it; returns the exit code and the seconds that it took."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=PATIENCE)
        self.process = None
        return code, time.monotonic() - start

    def stop(self):
        """Ends it at the end of a test."""
        if self.process is None:
            return
        if self.process.poll() is None:
            code, _ = self.end()
            assert code == 0, self.said()
        self.process = None

    def rows(self):
        """What it has saved about its targets."""
        return rows(run("-c", self.configuration.path, "--dump").stdout)
