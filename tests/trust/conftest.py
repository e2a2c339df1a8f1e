"""Puts the laboratory and the readers of the results on the path of imports, and says
at the end what the matrices have run."""

import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
for folder in (TESTS / "lab", TESTS / "e2e", TESTS / "snmp"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import whole  # noqa: E402

START = time.monotonic()


def pytest_terminal_summary(terminalreporter):
    """The sum of all that was run."""
    reports = [report for kind in ("passed", "failed", "error")
               for report in terminalreporter.stats.get(kind, [])]
    terminalreporter.write_line(
        "in all: " + whole.summary(reports, time.monotonic() - START))
