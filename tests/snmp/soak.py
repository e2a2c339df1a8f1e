"""Restarts and kills of snmpd by the hundred; the subagent comes back every time.

  soak.py [RESTARTS [KILLS [PAIRS]]]    1000, 100 and 4 unless given

Several pairs of snmpd and subagent share the work.  Ends with 1 if one of them did not
come back, lost an object, or grew.
"""

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True

from programs import wait_for  # noqa: E402
from served import Served  # noqa: E402
from snmpd import Snmpd  # noqa: E402

TARGETS = 20
SCALARS = 28
PROBLEM_OBJECTS = 9
# The first cycles fill pools of the C library and of libnetsnmp.
WARM_UP = 5
GROWTH_KB = 1024


@dataclass
class Course:
    """What became of one pair."""

    back_seconds: list = field(default_factory=list)
    memory: list = field(default_factory=list)
    descriptors: list = field(default_factory=list)

    def complaints(self):
        """What is wrong with it."""
        grown = self.memory[-1] - self.memory[0]
        if grown > GROWTH_KB:
            yield f"memory grew by {grown} kB"
        if self.descriptors[-1] != self.descriptors[0]:
            yield f"descriptors: {self.descriptors[0]}, then {self.descriptors[-1]}"


def interrupt(snmpd, is_kill):
    """Ends snmpd and starts it again; the moment at which it was gone."""
    (snmpd.kill if is_kill else snmpd.stop)()
    gone = time.monotonic()
    snmpd.start()
    return gone


def see(course, snmpd, served, cycle):
    """Waits until everything is served, and takes the measure of the subagent."""
    served.wait_for_sessions(cycle + 1)
    wait_for(lambda: len(snmpd.walk("1.1")) == SCALARS, "the scalars")
    assert len(snmpd.walk("1.4")) == PROBLEM_OBJECTS
    if cycle >= WARM_UP:
        course.memory.append(served.resident_kb())
        course.descriptors.append(served.descriptors())


def run_pair(restarts, kills):
    """One snmpd and its subagent; kills are spread evenly among the restarts."""
    course = Course()
    total = restarts + kills
    with tempfile.TemporaryDirectory() as name:
        snmpd = Snmpd(Path(name))
        with snmpd.start(), Served(Path(name), snmpd.agentx) as served:
            served.tell(f"targets {TARGETS}")
            served.tell(f"run 1 {TARGETS}")
            served.tell("run 7 7 tcpConnect 3 tcp-refused refused")
            see(course, snmpd, served, 0)
            for cycle in range(total):
                is_kill = (cycle + 1) * kills // total > cycle * kills // total
                gone = interrupt(snmpd, is_kill)
                see(course, snmpd, served, cycle + 1)
                course.back_seconds.append(time.monotonic() - gone)
    return course


def main(restarts=1000, kills=100, pairs=4):
    """Shares the work among the pairs and says how it went."""
    pairs = max(1, min(pairs, restarts // WARM_UP))
    with ThreadPoolExecutor(pairs) as pool:
        courses = list(pool.map(
            lambda i: run_pair(restarts // pairs + (i < restarts % pairs),
                               kills // pairs + (i < kills % pairs)), range(pairs)))
    seconds = sorted(one for course in courses for one in course.back_seconds)
    print(f"{len(seconds)} of {restarts + kills} restarts "
          f"and kills of snmpd, every one recovered; back after "
          f"{statistics.median(seconds):.2f} s (median), {seconds[-1]:.2f} s (longest)")
    complaints = 0
    for number, course in enumerate(courses, 1):
        print(f"pair {number}: {course.memory[0]} kB and {course.descriptors[0]} "
              f"descriptors after {WARM_UP} cycles, {course.memory[-1]} kB and "
              f"{course.descriptors[-1]} at the end")
        for complaint in course.complaints():
            complaints += 1
            print(f"pair {number}: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
