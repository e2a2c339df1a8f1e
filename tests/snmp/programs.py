"""Programs that run beside a test, and conditions that are waited for."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

ROOT_OID = "1.3.6.1.4.1.8072.9999.9999.6001"
BUILD = Path(os.environ.get("OA_BUILDDIR", "build"))
SOURCE = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]))
MIBS = Path(__file__).resolve().parent / "mibs"

# Long enough for a machine that has much else to do.
PATIENCE = 120


def find(name):
    """The path of a program, or None; daemons are not in everybody's PATH."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def need(*programs):
    """Skips a test whose programs are not installed."""
    missing = [name for name in programs if find(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def has_auths(exporter):
    """True from snmp_exporter 0.23 on, whose modules do not say how to log on."""
    command = [exporter, "--version"]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT, check=True).stdout
    version = re.search(r"version (\d+)\.(\d+)", said)
    return (int(version[1]), int(version[2])) >= (0, 23)


def free_port(kind=socket.SOCK_DGRAM):
    """A port that was free a moment ago."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, what="it", seconds=PATIENCE):
    """The first true value of the condition."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def environment(folder):
    """Surroundings in which net-snmp reads nothing of the machine's."""
    return {**os.environ, "MIBS": "", "SNMPCONFPATH": str(folder),
            "SNMP_PERSISTENT_DIR": str(folder), "LC_ALL": "C"}


class Daemon:
    """A process that is stopped at the end of a with block."""

    def __init__(self):
        self.process = None

    def signal(self, number):
        """Sends a signal."""
        self.process.send_signal(number)

    def stop(self):
        """Ends it, in any case."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def kill(self):
        """Ends it without a word."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.stop()
