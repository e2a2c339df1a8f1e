"""Each benchmark runs and prints its table; nothing is timed here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
BENCHMARKS = sorted(path.name for path in HERE.glob("bench_*.py"))
# A machine that has no time at all, not one that is slow.
SECONDS = 300


@pytest.mark.parametrize("name", BENCHMARKS)
def test_runs_once(name):
    environment = {**os.environ, "OA_BENCH_SMOKE": "1"}
    done = subprocess.run([sys.executable, "-B", str(HERE / name)], env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows and all(len(cells) == 4 for cells in rows), done.stdout
