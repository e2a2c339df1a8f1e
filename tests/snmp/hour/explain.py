"""Whether the events of a target are those that its runs must make: each once, in their
order, at their time, and no others."""

from dataclasses import dataclass, field, replace

from course import PROBE, Course

# Moments of events are whole seconds of a clock that is a little behind.
BEHIND_S = 1.1


@dataclass(frozen=True)
class Window:
    """From the beginning of a run to that of the next one: what it says falls in."""

    begun: float
    end: float

    def holds(self, moment):
        """True if a moment of whole seconds may lie within."""
        return self.begun - BEHIND_S <= moment <= self.end


@dataclass
class Branch:
    """One way in which things may have gone."""

    course: Course
    at: int = 0       # events that are explained
    counted: int = 0  # runs that the subagent has counted
    voids: int = 0    # and those that were void, for want of a processor
    last: float = float("inf")  # when the last one that was counted had begun
    said: list = field(default_factory=list)  # pairs of an event and what it had to be

    def rank(self):
        """The lowest is the most likely one."""
        return self.voids, self.last


def _is_that(event, said, window):
    if event.type != said.type or not window.holds(event.time):
        return False
    if said.before and (event.before, event.after) != (said.before, said.after):
        return False
    return not said.before or event.code == said.code


def _go_on(branch, run, events, window):
    """The branch with the run, or None if the events are others."""
    course = branch.course.copy()
    said = course.add(run)
    pairs = list(zip(events[branch.at : branch.at + len(said)], said))
    if len(pairs) < len(said) or not all(
            _is_that(event, one, window) for event, one in pairs):
        return None
    # What is left over of the time of this run can have no other cause.
    at = branch.at + len(said)
    return Branch(course, at, branch.counted + 1, branch.voids, run.begun,
                  branch.said + pairs if pairs else branch.said)


def _grow_stale(branch, events, window, stale):
    """The branch with a result that grew too old before or in this window, or None."""
    since = Window(branch.last + stale, window.end)
    if branch.course.is_stale or since.begun - BEHIND_S > since.end:
        return None
    course = branch.course.copy()
    said = course.age()
    pairs = list(zip(events[branch.at : branch.at + len(said)], said))
    if len(pairs) < len(said) or not all(
            _is_that(event, one, since) for event, one in pairs):
        return None
    return replace(branch, course=course, at=branch.at + len(said),
                   said=branch.said + pairs)


def _fits(branch, way, counts):
    """True if nothing else was counted during the run."""
    return all(branch.counted <= count.runs <= way.counted for count in counts)


def _spread(branches, run, events, window, voids, counts):
    """All that may be after the run; of branches that will go on alike the one with the
    fewest void runs."""
    found = {}
    for branch in branches:
        ways = [_go_on(branch, run, events, window)]
        if branch.voids < voids:
            ways.append(replace(branch, voids=branch.voids + 1))
        for way in ways:
            if way is None or not _fits(branch, way, counts):
                continue
            key = (way.course.key(), way.at, way.counted)
            if key not in found or found[key].rank() > way.rank():
                found[key] = way
    return list(found.values())


def _complain(branches, run, events, window, counts):
    branch = max(branches, key=lambda one: one.at)
    said = branch.course.copy().add(run)
    near = [event for event in events[branch.at : branch.at + 3]]
    return (f"oa{run.number:04}: a run with fault {run.fault} at {run.begun:.3f} (the "
            f"next at {window.end:.3f}) had to say {said or 'nothing'}, but the next "
            f"events are {near or 'none'}; {branch.counted} runs before it, and "
            f"counted were {[count.runs for count in counts]}")


def _within(counts, window):
    """Takes the counts of a window off the list, which is in their order.  The last
    window is open: runs that are not in the book may be counted in it."""
    found = []
    if window.end == float("inf"):
        return found
    while counts and counts[0].done <= window.end:
        count = counts.pop(0)
        if count.asked >= window.begun:
            found.append(count)
    return found


def explain(runs, events, rules, counts=()):
    """Pairs of an event and what it had to be, and a complaint or None; of the runs of
    one target and its events, those of probes left out.  The counts say which runs may
    have been void."""
    events = [event for event in events if event.type != PROBE]
    branches = [Branch(Course(rules.attempts))]
    counts = list(counts)
    ends = [run.begun for run in runs[1:]] + [float("inf")]
    for run, end in zip(runs, ends):
        window = Window(run.begun, end)
        counted = _within(counts, window)
        old = [_grow_stale(one, events, window, rules.stale) for one in branches]
        branches += [one for one in old if one]
        after = _spread(branches, run, events, window, rules.voids, counted)
        if not after:
            best = max(branches, key=lambda one: one.at)
            return best.said, _complain(branches, run, events, window, counted)
        branches = after
    best = max(branches, key=lambda one: one.at)
    if best.at < len(events):
        return best.said, (f"nothing that a run met explains "
                           f"{events[best.at]}, and what follows it")
    return best.said, None
