"""What the benchmarks stand on: laboratory and relay as processes, measured runs."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent / "lab" / "lab.py"
PLUGIN_DIR = Path(os.environ.get("OA_PLUGIN_DIR", "build/plugins"))
DEVNULL = subprocess.DEVNULL


@contextlib.contextmanager
def serving(*words):
    """Runs lab.py with these words; yields what it says of itself."""
    process = subprocess.Popen(
        [sys.executable, "-B", str(LAB), *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(process.stdout.readline())
    finally:
        # It ends with its standard input.
        process.stdin.close()
        process.wait(timeout=10)


@dataclass(frozen=True)
class Cost:
    """What one run took, in seconds: wall clock, and CPU of user and system."""

    wall: float
    cpu: float


def run_once(command, environment=None, status=0):
    """Runs a command and measures it; fails when it ends with another status."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=DEVNULL, stdout=subprocess.PIPE,
                               stderr=DEVNULL, env=environment)
    output = process.stdout.read()
    _, ended, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(ended)
    process.stdout.close()
    if process.returncode != status:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: "
                         f"{output.decode(errors='replace')}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def median_cost(command, runs, environment=None):
    """Medians of several runs, after one that warms the caches."""
    run_once(command, environment)
    costs = [run_once(command, environment) for _ in range(runs)]
    return Cost(statistics.median(cost.wall for cost in costs),
                statistics.median(cost.cpu for cost in costs))


def tunnel_command(lab, port, *words):
    """A run of check_oa_tunnel to the depth of a call, and its environment."""
    command = [str(PLUGIN_DIR / "check_oa_tunnel"), "-H", lab["host"],
               "-I", lab["address"], "-p", str(port), "--ca-file", lab["ca"],
               "-S", lab["server"], "-u", lab["user"], "--depth", "call", *words]
    return command, {**os.environ, "OA_PASSWORD": lab["password"]}


def row(name, value, unit, note=""):
    """Prints one line of the table."""
    print(name, value, unit, note, sep="\t", flush=True)
