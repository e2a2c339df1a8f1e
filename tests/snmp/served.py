"""The subagent on a store that the test fills: the program serve."""

import subprocess
from pathlib import Path

from programs import BUILD, ROOT_OID, Daemon, wait_for

SERVE = BUILD / "tests" / "snmp" / "serve"


class Served(Daemon):
    """A running subagent."""

    def __init__(self, directory, *sockets, ping=1, events=1000, root=ROOT_OID, **how):
        super().__init__()
        self.log = directory / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(SERVE), root, str(ping), str(events), *sockets],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                **how)

    def tell(self, command):
        """Lines that a command prints."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        lines = []
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError("serve has ended: " + self.said())
            if line == ".\n":
                return lines
            lines.append(line.rstrip("\n"))

    def said(self):
        """Its log."""
        return self.log.read_text(encoding="utf-8")

    def stop(self):
        """Ends it in good order; a hang or a bad end fails the test."""
        if self.process is None:
            return
        self.process.stdin.close()
        status = self.process.wait(timeout=60)
        self.process.stdout.close()
        self.process = None
        assert status == 0, self.said()

    def wait_for_sessions(self, count):
        """Waits until so many sessions have been opened."""
        wait_for(lambda: self.counter("sessions") >= count,
                 f"session {count}: {self.said()}")

    def counter(self, name):
        """A counter of sessions or notifications, past the master agent."""
        return int(dict(line.split() for line in self.tell("counters"))[name])

    def descriptors(self):
        """How many files it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def resident_kb(self):
        """Memory that it really has; 0 if a sanitizer keeps what was given back."""
        if b"__asan_init" in SERVE.read_bytes():
            return 0
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            line, = (line for line in status if line.startswith("VmRSS"))
        return int(line.split()[1])
