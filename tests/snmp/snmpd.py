"""A private master agent: snmpd as packaged, on a free port, with its own files."""

import subprocess

from programs import ROOT_OID, Daemon, environment, find, free_port, wait_for

UP_TIME = "1.3.6.1.2.1.1.3.0"


class Snmpd(Daemon):
    """snmpd that can be stopped, killed and started again with the same addresses."""

    def __init__(self, directory, agentx=None, lines=()):
        super().__init__()
        self.directory = directory / "snmpd"
        self.directory.mkdir(mode=0o755, parents=True)
        self.port = free_port()
        self.agentx = agentx or f"unix:{self.directory}/agentx"
        # snmpd rewrites a snmpd.conf in the directory of its persistent files.
        self.config = self.directory / "master.conf"
        self.log = self.directory / "log"
        self.config.write_text("\n".join([
            f"agentAddress udp:127.0.0.1:{self.port}",
            "rocommunity public 127.0.0.1", "master agentx",
            f"agentXSocket {self.agentx}", "agentXPerms 0666 0755",
            "agentXTimeout 5", "agentXRetries 0", *lines, ""]), encoding="ascii")

    def start(self):
        """Starts it and waits for its first answer."""
        self.process = subprocess.Popen(
            [find("snmpd"), "-f", "-C", "-c", str(self.config), "-Lf", str(self.log),
             "-I", "-smux"],
            env=environment(self.directory), stdin=subprocess.DEVNULL)
        wait_for(self.answers, "snmpd")
        return self

    def answers(self):
        """True if it says how long it has been up."""
        if self.process.poll() is not None:
            raise AssertionError(self.log.read_text(encoding="utf-8"))
        return UP_TIME in self.ask("snmpget", UP_TIME, patience=0.3)

    def ask(self, tool, *oids, patience=10, options=("-v2c", "-cpublic")):
        """What one of net-snmp's tools says: values by OID, in the order of arrival."""
        done = subprocess.run(
            [tool, *options, "-r0", f"-t{patience}", "-On", "-Oe", "-Ot", "-OU",
             f"127.0.0.1:{self.port}", *oids],
            env=environment(self.directory), capture_output=True, text=True,
            timeout=300, check=False)
        return parse(done.stdout)

    def value(self, oid):
        """The value of one object below the root; None if it is not served."""
        name = f"{ROOT_OID}.{oid}"
        value = self.ask("snmpget", name).get(name)
        return None if value is None or value.startswith("No Such") else value

    def walk(self, oid="", repetitions=50):
        """All objects below a node of the root."""
        node = ROOT_OID + ("." + oid if oid else "")
        return self.ask("snmpbulkwalk", node, options=(
            "-v2c", "-cpublic", f"-Cr{repetitions}"))


def parse(text):
    """Values by OID; of a text that goes on over lines the whole."""
    values, name = {}, None
    for line in text.splitlines():
        left, found, right = line.partition(" = ")
        if found and left.startswith("."):
            name = left[1:]
            kind, _, value = right.partition(": ")
            values[name] = value if _ else kind
        elif name:
            values[name] += "\n" + line
    return values
