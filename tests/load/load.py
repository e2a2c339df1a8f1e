"""The responder as a process: thousands of front ends on one port of 127.0.0.1."""

import os
import subprocess
import sys
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent / "lab"
if str(LAB) not in sys.path:
    sys.path.insert(0, str(LAB))

from certs import CertStore  # noqa: E402
from lab import default_cache  # noqa: E402

PLUGIN_DIR = Path(os.environ.get("OA_PLUGIN_DIR", "build/plugins"))
PROGRAMS = Path(os.environ.get("OA_BUILDDIR", PLUGIN_DIR.parent)) / "tests" / "load"
RESPONDER = PROGRAMS / "responder"
VISITOR = PROGRAMS / "visitor"

USER = "LAB\\alice"
PASSWORD = "Lab-Passw0rd!"
SERVER = "EX1.lab.test"


def host(number):
    """The name of a front end."""
    return f"oa{number:04}.lab.test"


def numbers(text):
    """NAME=NUMBER words as a dictionary."""
    return {name: int(value) for name, value in
            (word.split("=") for word in text.split())}


class Responder:
    """A running responder; a context manager.  `port` speaks TLS, `dns` is the port of
    the name server, `ca` the file with the root of the certificates."""

    def __init__(self):
        store = CertStore(default_cache(), "*.lab.test")
        leaf, *others = (store.leaf(kind) for kind in
                         ("good", "untrusted", "expires-soon"))
        self.ca = store.ca_file
        more = [word for other in others for word in (other.chain, other.key)]
        # A session of its own: kernels that share the CPU out by sessions then do not
        # let hundreds of threads of those who ask starve the one who answers.
        self.process = subprocess.Popen(
            [RESPONDER, leaf.chain, leaf.key, f"{USER}:{PASSWORD}", "0", *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True)
        words = self.process.stdout.readline().split()
        if words[:1] != ["ready"]:
            raise OSError("the responder does not start")
        self.port, self.dns = int(words[1]), int(words[2])

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def _ask(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def put(self, fault, first, last=None):
        """Gives the front ends first..last (or one, or "all") a fault; see faults.h."""
        end = "" if last is None else f" {last}"
        if self._ask(f"{fault} {first}{end}") != "done":
            raise ValueError(f"no such order: {fault} {first}{end}")

    def keep_runs(self):
        """Begins the book of runs; see runs.h."""
        if self._ask("keep") != "done":
            raise ValueError("no such order: keep")

    def runs(self):
        """Words about the runs that are over since the last call; see runs.h."""
        return self._ask("runs").split()

    def counts(self):
        """What has happened so far; cpu_ms is the responder's own."""
        return numbers(self._ask("counts"))

    def settings(self):
        """Lines that every section of an ini file of check_oa wants but its hostname:
        the front ends are resolved by the responder's own name server."""
        return {"port": self.port, "resolver": f"127.0.0.1:{self.dns}",
                "ca-file": self.ca, "ca-only": "", "username": USER,
                "auth": "basic", "server": SERVER, "no-autodiscover": "",
                "no-mapihttp": ""}

    def options(self):
        """The same as command line."""
        words = []
        for name, value in self.settings().items():
            words += [f"--{name}", str(value)] if value else [f"--{name}"]
        return words

    def environment(self):
        """The environment of a check, with the password."""
        return {**os.environ, "OA_PASSWORD": PASSWORD, "OA_CA_FILE": self.ca}
