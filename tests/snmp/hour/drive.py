"""The soak itself: faults are switched by the plan, what is told is collected, and in
the end everything is compared."""

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field

import plan
import reports
from book import Book
from course import FLAP_RESULTS
from gauges import growth_kb_per_hour, is_sanitized
from judge import Rules, judge
from stage import ATTEMPTS, Stage

POLL_S, SAMPLE_S = 2, 5

# Intervals, of a second, after which a result is too old, beside the time of a run.
STALE_INTERVALS = 3

# Rows at the end of the table of events that are read again.
MARKS = 900

# Shares of the time: few notifications may go, each probe has its own.
LIMITED = ((0.30, 0.36), (0.70, 0.76))
PER_MINUTE = 20
PROBES = ((0.48, 0.54),)

# The storm before the rest: all hang at once, so that every worker begins, and then all
# have handshakes under way, so that each part of the heap is as large as it gets.
STORM = ("silent", "slow")

# The start is left out of the fit, and a few minutes are too short for one.
WARM_UP = 0.25
FIT_SAMPLES = 60

# What is free goes back to the system at once, so that what stays is in use.
RETURNED = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "0",
            "MALLOC_MMAP_THRESHOLD_": "65536"}


@dataclass(frozen=True)
class Wish:
    """What is to be soaked."""

    seed: int
    seconds: float
    targets: int
    timeout: float = 4
    lockout: float = 5
    faults: tuple = plan.SHORT + plan.LONG
    scale: float = 1
    rests: bool = True     # measures at rest, before and after
    windows: bool = True   # with limits, and notifications of probes
    patience: float = 120  # for what must come soon
    is_paced: bool = False  # a second is a run of each target, however long it takes


@dataclass
class Soaked:
    """What came of it."""

    book: Book = None
    events: list = field(default_factory=list)
    traps: list = field(default_factory=list)
    rules: Rules = None
    trouble: list = field(default_factory=list)  # complaints that need no judge
    samples: list = field(default_factory=list)
    rests: list = field(default_factory=list)
    is_sanitized: bool = False
    limited: list = field(default_factory=list)
    probes: list = field(default_factory=list)

    def record(self):
        """Everything by name, to look into it."""
        return {"switches": self.book.switches, "runs": self.book.runs,
                "counts": self.book.counts,
                "events": self.events, "traps": self.traps, "rules": [self.rules],
                "samples": self.samples, "rests": self.rests}

    def verdict(self):
        """What the judge says."""
        verdict = judge(self.book, self.events, self.traps, self.rules)
        verdict.complaints += self.trouble
        verdict.figures["void runs"] = self.rules.voids
        return verdict


def _windows(wish, name, shares):
    """Times at which a window opens and closes, if there are any."""
    if not wish.windows:
        return []
    return [(share * wish.seconds, name, is_open)
            for pair in shares for share, is_open in zip(pair, (True, False))]


def _agenda(wish, numbers):
    """All that is to be done, by time."""
    orders = [(one.at, "put", one) for one in plan.make(
        wish.seed, numbers, wish.seconds, wish.faults, wish.scale)]
    agenda = orders + _windows(wish, "limit", LIMITED) + _windows(
        wish, "probes", PROBES)
    for name, every in (("poll", POLL_S), ("sample", SAMPLE_S)):
        count = int(wish.seconds / every)
        agenda += [(i * every, name, None) for i in range(1, count + 1)]
    return sorted(agenda, key=lambda one: one[0])


def _open(stage, soaked, name, is_open):
    """Opens or closes a window."""
    windows = soaked.limited if name == "limit" else soaked.probes
    how = {"limit": {"per_minute": PER_MINUTE}, "probes": {"notify": "probes"}}[name]
    if is_open:
        windows.append((stage.reconfigure(**how), float("inf")))
    else:
        stage.reconfigure()
        windows[-1] = (windows[-1][0], time.time())


def _do(stage, soaked, name, what):
    if name == "put":
        stage.put(what.fault, what.number)
    elif name == "poll":
        stage.collect()
    elif name == "sample":
        soaked.samples.append(stage.look())
    else:
        _open(stage, soaked, name, what)


def _clock(stage, wish):
    """A function that waits until so many seconds have passed since now."""
    start, begun = time.monotonic(), len(stage.book.runs)

    def wait_until(at):
        time.sleep(max(0, start + at - time.monotonic()))
        until = time.monotonic() + wish.patience
        while wish.is_paced and time.monotonic() < until and (
                len(stage.book.runs) - begun < at * len(stage.numbers)):
            time.sleep(0.05)
            stage.collect_runs()
    return wait_until


def _play(stage, wish, soaked):
    wait_until = _clock(stage, wish)
    for at, name, what in _agenda(wish, stage.numbers):
        wait_until(at)
        if stage.agent.process.poll() is not None:
            raise OSError(f"the subagent has ended: {stage.agent.said()[-3000:]}")
        _do(stage, soaked, name, what)


def _settle(stage, wish):
    """All is well until nothing flaps any more and everything has been told."""
    stage.put_all(plan.HEALTHY)
    stage.wait_until_well(wish.patience)
    _wait_for_runs(stage, FLAP_RESULTS + 1, wish.patience)
    before = None
    until = time.monotonic() + wish.patience
    while before != (before := stage.counters()) and time.monotonic() < until:
        time.sleep(3)
        stage.collect()


def _wait_for_runs(stage, count, patience):
    """Waits until each target has had so many more runs."""
    stage.collect()
    begun = len(stage.book.runs)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        seen = Counter(run.number for run in stage.book.runs[begun:])
        if min(seen[number] for number in stage.numbers) >= count:
            return
        time.sleep(1)
        stage.collect()


def _storm(stage, wish):
    """Everything at once, and all is well again."""
    for fault in STORM:
        stage.put_all(fault)
        time.sleep(3 * wish.timeout)
    _settle(stage, wish)


def _conclude(stage, wish, soaked):
    """Collects what is left, and ends the subagent."""
    counters = stage.counters()
    stage.collect()
    soaked.book, soaked.events = stage.book, stage.events.rows
    soaked.traps = reports.traps(stage.receiver)
    soaked.rules = Rules(
        ATTEMPTS, wish.lockout, STALE_INTERVALS + wish.timeout, soaked.limited,
        soaked.probes, counters["errors"], counters["suppressed"], counters["sent"])
    if counters["lost"]:
        soaked.trouble.append(f"{counters['lost']} notifications lost")
    if counters["last"] != len(soaked.events):
        soaked.trouble.append("not all events were read")
    soaked.trouble += _wrong_marks(stage, soaked)
    code, _ = stage.agent.end()
    if code:
        soaked.trouble.append(f"the subagent ended with {code}: "
                              f"{stage.agent.said()[-3000:]}")


def _wrong_marks(stage, soaked):
    """Events whose mark in the table is not what came of them."""
    recent = soaked.events[-MARKS:]
    if not recent:
        return
    stage.events.look_again(recent[0].number)
    told = {trap.event for trap in soaked.traps if trap.type != reports.SUMMARY}
    for event in recent:
        if stage.events.notified[event.number] != (event.number in told):
            yield f"oaEventNotified of {event} is not what came of it"


def soak(wish, directory):
    """Runs it in a directory; what came of it."""
    soaked = Soaked()
    with ExitStack() as stack:
        stage = Stage(stack, directory, wish, RETURNED)
        stage.wait_until_well(wish.patience)
        soaked.is_sanitized = is_sanitized(stage.agent.process.pid)
        if wish.rests:
            _storm(stage, wish)
            soaked.rests.append(stage.rest(wish.patience))
        _play(stage, wish, soaked)
        _settle(stage, wish)
        if wish.rests:
            soaked.rests.append(stage.rest(wish.patience))
        _conclude(stage, wish, soaked)
    return soaked


def steady(soaked):
    """The samples behind the warm-up."""
    return soaked.samples[int(len(soaked.samples) * WARM_UP):]


def growth(soaked):
    """Resident memory, in kB an hour; None when there are too few samples, or when it
    is not the subagent's own."""
    samples = steady(soaked)
    if len(samples) < FIT_SAMPLES or soaked.is_sanitized:
        return None
    return growth_kb_per_hour(samples)
