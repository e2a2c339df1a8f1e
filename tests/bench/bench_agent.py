"""The subagent under load: what a target costs, and what managers feel of it.

Each target is a front end of the responder, looked at over TLS, with a logon and a
tunnel.  How many checks there were is counted by the responder.  The checks alone are
measured before each load, as the floor for the subagent's CPU.  A subagent takes over
what the one before remembered, as after a restart.  The steps from many targets to few
have the workers that MANY targets would have.

Fails when a check costs not the same with 100 as with 2,000 targets, when GETs under
the load of TARGETS targets take twice as long as when the subagent rests, or when the
table of problems takes more than a hundredth of the time of a walk over everything.  A
machine that has no time for the load is no ground for a figure; that fails, too.
"""

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ground import IS_SMOKE, row

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "load"))

import agent  # noqa: E402
import load  # noqa: E402
import master  # noqa: E402
from snmpwire import Client, percentile  # noqa: E402

TARGETS = 20 if IS_SMOKE else 1000
INTERVAL_S = 4 if IS_SMOKE else 60
MANY = 10_000
STEPS = (40, 20) if IS_SMOKE else (2000, 1000, 500, 100)
STEP_INTERVAL_S = 2 if IS_SMOKE else 30
STEP_WORKERS = 512
FEW = 10 if IS_SMOKE else 100
FIRST_ROUND_S = 60
NEVER_S = 86_400
WINDOW_S = 2 if IS_SMOKE else 24
STEP_WINDOW_S = 2 if IS_SMOKE else 10
SETTLE_S = 1 if IS_SMOKE else 3
GETS = 20 if IS_SMOKE else 240
BROKEN = {"503": 7, "reset": 8, "refused": 9} if IS_SMOKE else {
    "503": 7, "reset": 77, "refused": 777}
FLOOR_CHECKS = 20 if IS_SMOKE else 400

OFF_THE_LINE = 0.25
GET_LIMIT = 2.0
POLL_LIMIT = 0.01
CARRIED = 0.8

OIDS = {}


@dataclass(frozen=True)
class Load:
    """What a subagent used in a while."""

    targets: int
    floor_ms: float  # CPU of a check without the subagent
    rate: float      # checks a second
    share: float     # of one core
    cost_ms: float   # CPU of a check
    memory_kb: int
    served: float    # share of one core of the responder
    master: float    # the same of snmpd
    gets: list       # seconds


class Ground:
    """Responder, snmpd and a client of it."""

    def __init__(self, stack, directory):
        self.directory = directory
        self.responder = stack.enter_context(load.Responder())
        self.master = stack.enter_context(master.Master(directory))
        self.client = stack.enter_context(Client(self.master.port))

    def start(self, targets, interval, **more):
        """A subagent that is connected and has taken all targets in."""
        started = agent.Agent(self.directory, self.responder, self.master, targets,
                              interval, **more)
        try:
            started.wait(self.client, OIDS["oaAgentTargets"] + ".0", targets, 60)
        except OSError:
            started.end()
            raise
        return started

    def gets(self, seconds, count):
        """GETs of one cell, spread over some seconds."""
        cell = OIDS["oaTargetStatus"] + ".1"
        return self.client.latencies(cell, count, seconds / count)

    def floor_ms(self):
        """CPU of a check without the subagent."""
        result = subprocess.run(
            [load.VISITOR, "8", str(FLOOR_CHECKS), *self.responder.options()],
            env=self.responder.environment(), capture_output=True, text=True,
            check=True)
        return load.numbers(result.stdout)["cpu_ms"] / FLOOR_CHECKS

    def run(self, targets, interval, rest, seconds, **more):
        """What a subagent uses in so many seconds after a rest, while GETs are made."""
        floor = self.floor_ms()
        with self.start(targets, interval, **more) as started:
            time.sleep(rest)
            return self.measure(started, targets, floor, seconds, GETS)

    def measure(self, started, targets, floor, seconds, count):
        """The same of one that runs."""
        before, cpu = self.responder.counts(), started.cpu()
        of_master = agent.cpu_seconds(self.master.process.pid)
        start = time.monotonic()
        gets = self.gets(seconds, count)
        wall = time.monotonic() - start
        cpu = started.cpu() - cpu
        of_master = agent.cpu_seconds(self.master.process.pid) - of_master
        after = self.responder.counts()
        checks = after["tunnels"] - before["tunnels"]
        served = (after["cpu_ms"] - before["cpu_ms"]) / 1000
        return Load(targets, floor, checks / wall, cpu / wall,
                    cpu / max(checks, 1) * 1000, started.memory(), served / wall,
                    of_master / wall, gets)


def judge(name, value, unit, is_good, note):
    """Prints a value with its limit; true if it holds."""
    is_good = is_good or IS_SMOKE
    row(name, value, unit, f"{note}: {'ok' if is_good else 'BROKEN'}")
    return is_good


def at_rest(ground):
    """GETs of a subagent that has made its checks, and its share of a core without."""
    before = ground.responder.counts()["tunnels"]
    until = time.monotonic() + FIRST_ROUND_S
    with ground.start(FEW, NEVER_S) as started:
        while (ground.responder.counts()["tunnels"] < before + FEW
               and time.monotonic() < until):
            time.sleep(0.2)
        time.sleep(SETTLE_S)
        cpu, start = started.cpu(), time.monotonic()
        time.sleep(2 * SETTLE_S)
        share = (started.cpu() - cpu) / (time.monotonic() - start)
        idle = ground.gets(5, GETS)
        control = ground.client.latencies(master.UP_TIME, GETS, 0.005)
    row(f"{FEW} targets at rest: cpu", f"{share * 100:.1f}", "%", "of one core")
    row("GET of sysUpTime", f"{statistics.median(control) * 1e6:.0f}", "us",
        "median; snmpd alone answers")
    row("GET of a status, at rest", f"{statistics.median(idle) * 1e6:.0f}", "us",
        f"median of {GETS}; 95 % below {percentile(idle, 95) * 1e6:.0f}")
    return share, idle


def full_load(ground, idle):
    """The promised load; true if GETs are not far from the idle ones."""
    full = ground.run(TARGETS, INTERVAL_S, SETTLE_S, WINDOW_S)
    name = f"{TARGETS} targets every {INTERVAL_S} s"
    row(f"{name}: checks", f"{full.rate:.1f}", "1/s",
        f"{TARGETS / INTERVAL_S:.1f} are due")
    row(f"{name}: cpu", f"{full.share * 100:.1f}", "%",
        f"of one core; responder {full.served * 100:.1f} %, snmpd "
        f"{full.master * 100:.1f} %")
    row(f"{name}: a check", f"{full.cost_ms:.2f}", "ms",
        f"cpu; {full.cost_ms / full.floor_ms:.2f} times a check alone in threads")
    row(f"{name}: memory", f"{full.memory_kb / 1024:.0f}", "MB", "resident")
    return judge_gets(name, full.gets, idle)


def judge_gets(name, taken, idle):
    """Prints what GETs took; true if it is not far from the idle ones."""
    ratio = statistics.median(taken) / statistics.median(idle)
    return judge(
        f"GET, {name}", f"{statistics.median(taken) * 1e6:.0f}", "us",
        ratio <= GET_LIMIT,
        f"{ratio:.2f} times idle, limit {GET_LIMIT:g}; 95 % below "
        f"{percentile(taken, 95) * 1e6:.0f}")


def steps(ground):
    """Loads of several numbers of targets."""
    loads = []
    for targets in STEPS:
        # Memory tells something when each target has been looked at, and is told by
        # the first and the last step.
        rest = STEP_INTERVAL_S if targets in (STEPS[0], STEPS[-1]) else SETTLE_S
        step = ground.run(targets, STEP_INTERVAL_S, rest, STEP_WINDOW_S,
                          concurrency=STEP_WORKERS)
        row(f"{targets} targets every {STEP_INTERVAL_S} s: cpu",
            f"{step.share * 100:.1f}", "%",
            f"{step.rate:.1f} checks a second, {step.cost_ms:.2f} ms each, "
            f"{step.cost_ms / step.floor_ms:.2f} times a check alone; "
            f"{step.memory_kb / 1024:.0f} MB; GET "
            f"{statistics.median(step.gets) * 1e6:.0f} us")
        loads.append(step)
    return loads


def judge_line(loads, rest):
    """Prints what a target costs and where that leads; true if it is the same for few
    and for many.  Rest is the share of a core without checks."""
    # A machine with other work makes every check dearer, those alone as well.
    usual = statistics.median(step.floor_ms for step in loads)
    times = [step.cost_ms / step.floor_ms for step in loads]
    mean = statistics.mean(times)
    off = max(abs(each / mean - 1) for each in times)
    most, fewest = loads[0], loads[-1]
    memory = (most.memory_kb - fewest.memory_kb) / (most.targets - fewest.targets)
    share = rest + mean * usual / 1000 * MANY / INTERVAL_S
    carried = min(step.rate * STEP_INTERVAL_S / step.targets for step in loads)
    row("a check: cpu", f"{mean * usual:.2f}", "ms",
        f"{mean:.2f} times a check alone, {usual:.2f} ms")
    row("a target more: memory", f"{memory:.1f}", "kB")
    row(f"{MANY} targets every {INTERVAL_S} s, extrapolated", f"{share * 100:.0f}", "%",
        f"of one core, {(most.memory_kb + memory * (MANY - most.targets)) / 1024:.0f} "
        "MB")
    results = [
        judge("furthest from one cost for all", f"{off * 100:.0f}", "%",
              off <= OFF_THE_LINE, f"limit {OFF_THE_LINE * 100:.0f}"),
        judge("checks made of those that were due", f"{carried * 100:.0f}", "%",
              carried >= CARRIED, f"least {CARRIED * 100:.0f}"),
    ]
    return all(results)


def walk(ground, oid):
    """Seconds that snmpbulkwalk takes below an object, and the lines it prints."""
    environment = {**os.environ, "MIBS": "", "SNMPCONFPATH": ground.directory}
    start = time.monotonic()
    result = subprocess.run(
        ["snmpbulkwalk", "-v2c", "-cpublic", "-On", "-t10", "-Cr50",
         f"127.0.0.1:{ground.master.port}", oid], env=environment,
        capture_output=True, check=True)
    return time.monotonic() - start, result.stdout.count(b"\n")


def polls(ground):
    """The table of problems beside everything; true if it is as cheap as promised."""
    for fault, number in BROKEN.items():
        ground.responder.put(fault, number)
    try:
        with ground.start(TARGETS, STEP_INTERVAL_S) as started:
            started.wait(ground.client, OIDS["oaAgentTargetsCritical"] + ".0",
                         len(BROKEN), 5 * STEP_INTERVAL_S)
            polled = [walk(ground, OIDS["oaProblemTable"]) for _ in range(5)]
            whole, lines = walk(ground, agent.ROOT)
    finally:
        ground.responder.put("healthy", "all")
    poll = statistics.median(seconds for seconds, _ in polled)
    row("walk over everything", f"{whole:.2f}", "s",
        f"{lines} values, {TARGETS} targets")
    return judge("walk over the problems", f"{poll * 1000:.0f}", "ms",
                 poll <= POLL_LIMIT * whole,
                 f"{polled[0][1]} values, {poll / whole * 100:.2f} % of everything, "
                 f"limit {POLL_LIMIT * 100:g}")


def missing():
    """What is not there for this bench, or None."""
    if not agent.PROGRAM.exists():
        return "oa-agentx is not built"
    if not master.SNMPD or not shutil.which("snmpbulkwalk"):
        return "snmpd or snmpbulkwalk not found"
    return None


def main():
    """Exit status 1 when a limit is broken."""
    reason = missing()
    if reason:
        row("oa-agentx", "-", "", f"{reason}: nothing to measure")
        return 0
    OIDS.update(agent.oids())
    with contextlib.ExitStack() as stack:
        directory = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="oa-bench-"))
        ground = Ground(stack, directory)
        rest, idle = at_rest(ground)
        results = [judge_line(steps(ground), rest), full_load(ground, idle),
                   polls(ground)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
