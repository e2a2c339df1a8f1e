"""A manager that takes notifications: snmptrapd as packaged."""

import socket
import subprocess

from programs import ROOT_OID, Daemon, environment, find, free_port, wait_for

TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"


class Receiver(Daemon):
    """snmptrapd on a port of its own, which can be stopped and started again."""

    def __init__(self, directory, transport="udp"):
        super().__init__()
        self.transport = transport
        self.directory = directory / "snmptrapd"
        self.directory.mkdir()
        self.port = free_port(
            socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM)
        self.address = f"{transport}:127.0.0.1:{self.port}"
        self.config = self.directory / "receiver.conf"
        self.config.write_text("disableAuthorization yes\n", encoding="ascii")
        self.log = self.directory / "log"

    def start(self):
        """Starts it and waits until it listens."""
        self.process = subprocess.Popen(
            [find("snmptrapd"), "-f", "-C", "-c", str(self.config), "-n", "-Lf",
             str(self.log), "-On", "-OQ", "-Oe", "-OU", "-F", "TRAP|%V|%v\n",
             self.address],
            env=environment(self.directory), stdin=subprocess.DEVNULL)
        wait_for(self._listens, "snmptrapd")
        return self

    def _listens(self):
        """True once its port is taken."""
        port = f":{self.port:04X} "
        with open(f"/proc/net/{self.transport}", encoding="ascii") as table:
            return any(port in line for line in table)

    def notifications(self):
        """Each as a dictionary of its variables, in the order of arrival."""
        if not self.log.exists():
            return []
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("TRAP|")
        return [self._variables(line) for line in lines[1:]]

    @staticmethod
    def _variables(line):
        pairs = (pair.partition(" = ") for pair in line.strip().lstrip("|").split("|"))
        return {name.lstrip("."): value for name, _, value in pairs}

    def of_type(self, number):
        """Those of one type of ours."""
        wanted = f".{ROOT_OID}.0.{number}"
        return [one for one in self.notifications() if one.get(TRAP_OID) == wanted]
