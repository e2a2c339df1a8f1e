"""Run one of our programs as a monitoring core would, and read its verdict."""

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

STATES = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}
DEFAULT_PLUGIN_DIR = Path(__file__).resolve().parents[3] / "build" / "plugins"
# What a program may take beyond its own time-out before a test calls it stuck.
SLACK_SECONDS = 2


@dataclass(frozen=True)
class Target:
    """What a check is pointed at: a front, and an account behind it."""

    host: str
    port: int
    ca: str
    server: str
    user: str
    password: str


@dataclass(frozen=True)
class Result:
    """What a check said."""

    status: int
    seconds: float
    document: dict

    @property
    def code(self):
        """The code of the diagnosis."""
        return self.document["code"]

    @property
    def perfdata(self):
        """Mapping of the labels to the values."""
        return {item["label"]: item["value"] for item in self.document["perfdata"]}

    def __str__(self):
        """What the assertion of a test shows: the hops, as a person reads them."""
        lines = [f"[{self.code}] {self.document['summary']} ({self.seconds:.2f} s)"]
        for hop in self.document["hops"]:
            lines.append(f"  {hop['state']} {hop['hop']}: {hop['text']}")
        return "\n".join(lines)


def run(program, target, *options, timeout=8, hold=0, more=None, wrapper=()):
    """Run `program` against `target`; fails when it breaks a rule of all checks.

    A tunnel is held for `hold` seconds, which come on top of the time-out; `more` is
    added to the environment, `wrapper` is a command that runs another.
    """
    if hold:
        options += ("--hold", str(hold))
    # The programs take secrets from the environment, so that no file is left.
    environment = dict(os.environ, OA_PASSWORD=target.password, **(more or {}))
    start = time.monotonic()
    done = subprocess.run(
        [
            *wrapper,
            os.path.join(os.environ.get("OA_PLUGIN_DIR", DEFAULT_PLUGIN_DIR), program),
            *("-H", target.host, "-I", "127.0.0.1", "-p", str(target.port)),
            *("--ca-file", target.ca),
            *(("-u", target.user) if target.user else ()),
            *("-t", str(timeout), "--output", "json"),
            *options,
        ],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        timeout=timeout + hold + SLACK_SECONDS,
    )
    seconds = time.monotonic() - start
    assert done.stderr == ""
    assert not target.password or target.password not in done.stdout
    document = json.loads(done.stdout)
    assert done.returncode == STATES[document["state"]], done.stdout
    assert seconds < timeout + hold + 0.5, done.stdout
    return Result(done.returncode, seconds, document)


def tunnel(target, *options, **how):
    """Run check_oa_tunnel on endpoint 6001."""
    endpoint = ("-S", target.server, "-e", "6001")
    return run("check_oa_tunnel", target, *endpoint, *options, **how)
