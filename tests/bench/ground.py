"""What the benchmarks stand on: laboratory and relay as processes, measured runs.

With OA_BENCH_SMOKE each measurement is one run and no limit is judged: that shows
that a benchmark works, not how fast anything is.
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LAB = Path(__file__).resolve().parent.parent / "lab" / "lab.py"
PLUGIN_DIR = Path(os.environ.get("OA_PLUGIN_DIR", "build/plugins"))
BUILD_DIR = Path(os.environ.get("OA_BUILDDIR", PLUGIN_DIR.parent))
DEVNULL = subprocess.DEVNULL
IS_SMOKE = bool(os.environ.get("OA_BENCH_SMOKE"))
PROGRAMS = ("check_oa", "check_oa_auth", "check_oa_autodiscover", "check_oa_backend",
            "check_oa_cert", "check_oa_mapihttp", "check_oa_proxylog",
            "check_oa_rpcproxy", "check_oa_tunnel")

# Where distributions put the plugins of others, and examples of impacket.
PLACES = ("/usr/lib/nagios/plugins", "/usr/lib64/nagios/plugins",
          "/usr/lib/monitoring-plugins",
          "/usr/share/doc/python3-impacket/examples")
MISSING_LIBRARY = 127


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
        process.stdout.close()


@dataclass(frozen=True)
class Cost:
    """What one run took, in seconds: wall clock, and CPU of user and system."""

    wall: float
    cpu: float


def repeats(count):
    """So many runs, or one."""
    return 1 if IS_SMOKE else count


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
    if status is not None and process.returncode != status:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: "
                         f"{output.decode(errors='replace')}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def median_cost(command, runs, environment=None, status=0):
    """Medians of several runs, after one that warms the caches."""
    return take_turns({"": command}, runs, environment, status)[""]


def take_turns(commands, runs, environment=None, status=0):
    """Medians of several runs of each command, after one that warms the caches; they
    take turns, so that a busy machine is busy for all of them."""
    costs = {name: [] for name in commands}
    for number in range(repeats(runs) + 1):
        for name, command in commands.items():
            cost = run_once(command, environment, status)
            if number or IS_SMOKE:
                costs[name].append(cost)
    return {name: Cost(statistics.median(cost.wall for cost in taken),
                       statistics.median(cost.cpu for cost in taken))
            for name, taken in costs.items()}


def program(name):
    """The path of one of our programs."""
    return str(PLUGIN_DIR / name)


def find_other(name):
    """The command that starts a program of somebody else, or None."""
    if name.endswith(".py"):
        script = next((place / name for place in map(Path, PLACES)
                       if (place / name).exists()), None)
        return [sys.executable, str(script)] if script else None
    path = shutil.which(name, path=os.pathsep.join(
        [*PLACES, os.environ.get("PATH", "")]))
    # The package may be there without a library that it only recommends.
    if not path or subprocess.run([path, "--version"], stdin=DEVNULL,
                                  capture_output=True,
                                  check=False).returncode == MISSING_LIBRARY:
        return None
    return [path]


def skip(name, reason="not installed"):
    """One line for what cannot be compared with."""
    row(name, "-", "", reason)


def with_password(lab):
    """The environment of a check of this laboratory."""
    return {**os.environ, "OA_PASSWORD": lab["password"]}


def tunnel_command(lab, port, *words):
    """A run of check_oa_tunnel to the depth of a call, and its environment."""
    command = [program("check_oa_tunnel"), "-H", lab["host"],
               "-I", lab["address"], "-p", str(port), "--ca-file", lab["ca"],
               "-S", lab["server"], "-u", lab["user"], "--depth", "call", *words]
    return command, with_password(lab)


def row(name, value, unit, note=""):
    """Prints one line of the table."""
    print(name, value, unit, note, sep="\t", flush=True)


def judge(name, value, limit, form=".2f"):
    """Prints a ratio beside the limit that it must not pass; true if it holds, or if
    nothing is to be judged."""
    is_good = value <= limit or IS_SMOKE
    row(name, format(value, form), "",
        f"limit {limit:g}: {'ok' if is_good else 'BROKEN'}")
    return is_good
