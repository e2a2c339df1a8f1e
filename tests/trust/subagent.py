"""The subagent as one more program: it checks a target once, and prints its cells."""

import re
from pathlib import Path

import checks
from agentd import AGENT, Configuration, cells, of_lab, rows

NAME = AGENT.name
CELL = re.compile(
    r'oa[A-Z]\w*(?:\.\d+)+ = (?:"(?:[^"\\]|\\.)*"|[\w:.+ -]*(?:\(\d+\))?)')
STATES = {"ok": "OK", "warning": "WARNING", "critical": "CRITICAL",
          "unknown": "UNKNOWN"}


def start(lab, timeout, without=(), **more):
    """A Run of it against a laboratory, with more options, and without some."""
    place = Configuration(Path(lab.directory), interval=600)
    lines = of_lab(lab, place.password(lab.password), depth="call", timeout=timeout)
    lines = {name: value for name, value in {**lines, **more}.items()
             if name not in without}
    path = place.write(mail=lines).path
    return checks.Run(str(AGENT), ["--once", "-c", str(path)], timeout, None)


def state_and_code(result):
    """What the cells say of the target."""
    for line in result.lines:
        assert CELL.fullmatch(line), line
    row = rows(result.out)["mail"]
    message = cells(result.out)["oaTargetMessage.1"]
    assert len(message) > 2, result.told
    return STATES[row["status"]], row["code"]
