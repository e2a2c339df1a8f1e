"""What is given to a monitoring core, and what has to be seen there afterwards."""

import re
from dataclasses import dataclass
from functools import cached_property

import checks

# Every program, sound and broken, so that each of the four states is seen once.
TABLE = (
    ("check_oa", "chain-healthy"),
    ("check_oa", "http-app-pool-stopped"),
    ("check_oa_tunnel", "healthy"),
    ("check_oa_tunnel", "bind-refused"),
    ("check_oa_rpcproxy", "healthy"),
    ("check_oa_rpcproxy", "auth-rejected"),
    ("check_oa_cert", "certcheck-healthy"),
    ("check_oa_cert", "certcheck-expires-warning"),
    ("check_oa_cert", "certcheck-expired"),
    ("check_oa_auth", "auth-healthy"),
    ("check_oa_auth", "auth-no-scheme"),
    ("check_oa_autodiscover", "autodiscover-healthy"),
    ("check_oa_autodiscover", "autodiscover-error"),
    ("check_oa_mapihttp", "mapihttp-healthy"),
    ("check_oa_mapihttp", "mapihttp-failed-pool"),
    ("check_oa_backend", "backend-healthy"),
    ("check_oa_backend", "backend-site-down"),
    ("check_oa_proxylog", "proxylog-healthy"),
    ("check_oa_proxylog", "proxylog-backend-503"),
)

# The name of the host object is the name that Outlook uses.
HOST = "mail.lab.test"

# A machine that runs other suites as well is slow; the programs are given time.
TIMEOUT_S = 30


@dataclass(frozen=True)
class Seen:
    """What a core knows of a service after a check."""

    state: int
    line: str
    long_output: str
    perfdata: str


@dataclass(frozen=True)
class Subject:
    """A program and the laboratory that it is pointed at."""

    program: str
    lab: object

    @property
    def name(self):
        """The service."""
        return f"{self.program}-{self.lab.scenario['name']}"

    @property
    def expect(self):
        """The table of the scenario."""
        return self.lab.scenario["expect"]

    @property
    def needs_password(self):
        """Whether the program logs on."""
        return bool(self.lab.user) and "-u" in self.words

    def password_file(self, directory):
        """Path of a file with the password, which is written."""
        file = directory / f"{self.name}.password"
        file.touch(mode=0o600)
        file.write_text(self.lab.password + "\n")
        return str(file)

    @cached_property
    def words(self):
        """The options of the scenario but for the name of the host."""
        words = checks.options(self.program, self.lab)
        if words[0] == "-H":
            assert words[1] == HOST
            del words[:2]
        if "-t" not in words:
            words += ["-t", str(TIMEOUT_S)]
        return words

    def complaints(self, seen):
        """All that is wrong with what the core has seen."""
        expect, line = self.expect, seen.line
        begin = f"OA {checks.concern(self.program)} {expect['state']}"
        begin += ": " if expect["code"] == "ok" else f" [{expect['code']}]: "
        found = [item.partition("=")[0] for item in seen.perfdata.split()]
        judged = {
            "state": seen.state == checks.STATES[expect["state"]],
            "first line": line.startswith(begin),
            "line": "|" not in line and "|" not in seen.long_output,
            "hint": ("  fix: " in seen.long_output) == (expect["code"] != "ok"),
            "steps": bool(re.search(r"^\[OK\] ", seen.long_output, re.MULTILINE)),
            "perfdata": found == checks.labels(self.program),
            "secret": self.lab.password not in f"{seen}",
        }
        return [f"{self.name}: {what}: {seen}" for what, good in judged.items()
                if not good]
