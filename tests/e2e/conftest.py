"""Puts the laboratory on the path of imports, and takes the environment away."""

import sys
from pathlib import Path

import pytest

LAB = str(Path(__file__).resolve().parent.parent / "lab")
if LAB not in sys.path:
    sys.path.insert(0, LAB)

# What the programs look for in the environment; a test sets it on purpose only.
VARIABLES = ("OA_PASSWORD", "MP_CONFIG_FILE", "NAGIOS_CONFIG_PATH", "http_proxy",
             "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """A run sees only what its test gives it."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
