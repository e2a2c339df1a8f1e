"""A private snmpd on loopback, which knows nothing but its subagents."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from snmpwire import Client

SNMPD = shutil.which("snmpd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
UP_TIME = "1.3.6.1.2.1.1.3.0"
START_SECONDS = 20


def free_port():
    """A port of UDP that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Master:
    """A running snmpd; a context manager.  `port` is that of SNMP, `agentx` the name of
    the socket for subagents."""

    def __init__(self, directory):
        self.directory = Path(directory) / "snmpd"
        self.directory.mkdir(mode=0o700)
        self.port = free_port()
        socket_path = self.directory / "agentx"
        self.agentx = f"unix:{socket_path}"
        config = self.directory / "snmpd.conf"
        config.write_text(
            f"agentAddress udp:127.0.0.1:{self.port}\n"
            "rocommunity public 127.0.0.1\nmaster agentx\n"
            f"agentXSocket {self.agentx}\nagentXTimeout 5\nagentXRetries 0\n",
            encoding="ascii")
        folder = str(self.directory)
        environment = {**os.environ, "MIBS": "", "SNMPCONFPATH": folder,
                       "SNMP_PERSISTENT_DIR": folder}
        self.process = subprocess.Popen(
            [SNMPD, "-f", "-C", "-c", str(config), "-Lf", str(self.directory / "log"),
             "-I", "-smux"], env=environment, stdin=subprocess.DEVNULL,
            start_new_session=True)
        self._wait()

    def _wait(self):
        until = time.monotonic() + START_SECONDS
        with Client(self.port, timeout=0.5) as client:
            while time.monotonic() < until and self.process.poll() is None:
                try:
                    if client.get(UP_TIME):
                        return
                except OSError:
                    time.sleep(0.05)
        self.__exit__()
        log = (self.directory / "log").read_text(encoding="utf-8")
        raise OSError(f"snmpd does not start: {log}")

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.process.terminate()
        self.process.wait(timeout=30)
