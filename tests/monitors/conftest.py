"""The laboratories that monitoring cores are to look at."""

import contextlib
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
for folder in (TESTS / "monitors", TESTS / "lab", TESTS / "e2e", TESTS / "real"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import subjects  # noqa: E402
from lab import Lab  # noqa: E402


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """Programs that a core starts are given nothing but what the core gives them."""
    for name in ("OA_PASSWORD", "MP_CONFIG_FILE", "NAGIOS_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def checks_to_run():
    """Every check of the table in subjects.py, its laboratory running."""
    with contextlib.ExitStack() as stack:
        labs = {}
        for _, scenario in subjects.TABLE:
            if scenario not in labs:
                labs[scenario] = stack.enter_context(Lab(scenario))
        yield [subjects.Subject(program, labs[scenario])
               for program, scenario in subjects.TABLE]
