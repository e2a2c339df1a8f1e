"""What was switched when, and what each run met: the side of the servers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One run of a target; it meets one fault from its first question to its end."""

    number: int
    fault: str
    begun: float  # seconds since 1970
    proofs: int   # requests with credentials


@dataclass(frozen=True)
class Switch:
    """From one moment on each run that begins meets the fault."""

    number: int
    fault: str
    asked: float  # seconds since 1970; the order was given after that
    done: float   # and obeyed before that


@dataclass(frozen=True)
class Count:
    """How many runs of a target the subagent had counted, which leaves out those that
    were void."""

    number: int
    asked: float  # seconds since 1970
    done: float
    runs: int


def read_run(word):
    """A run out of the responder's word for it."""
    number, fault, begun, proofs = word.split(":")
    return Run(int(number), fault, int(begun) / 1e6, int(proofs))


class Book:
    """Switches, runs and counts of these, in the order in which they came."""

    def __init__(self):
        self.switches = []
        self.runs = []
        self.counts = []

    def by_number(self):
        """The runs of each target, in order."""
        found = {}
        for run in self.runs:
            found.setdefault(run.number, []).append(run)
        return dict(sorted(found.items()))

    def contradictions(self):
        """Runs that did not meet what was switched on for them."""
        for number, runs in self.by_number().items():
            switches = [one for one in self.switches if one.number == number]
            yield from _contradictions(runs, switches)


def _contradictions(runs, switches):
    at = 0
    for run in runs:
        while at + 1 < len(switches) and switches[at + 1].done <= run.begun:
            at += 1
        allowed = {switches[at].fault}
        if at + 1 < len(switches) and switches[at + 1].asked <= run.begun:
            allowed.add(switches[at + 1].fault)
        if run.fault not in allowed:
            yield f"{run} is none of {sorted(allowed)}: the book is wrong"


@dataclass(frozen=True)
class Phase:
    """Runs in a row of one target that met the same fault."""

    number: int
    fault: str
    runs: tuple
    end: float  # when the next phase began, or infinity


def phases(runs):
    """The phases of the runs of one target."""
    groups = []
    for run in runs:
        if groups and groups[-1][0].fault == run.fault:
            groups[-1].append(run)
        else:
            groups.append([run])
    ends = [group[0].begun for group in groups[1:]] + [float("inf")]
    return [Phase(group[0].number, group[0].fault, tuple(group), end)
            for group, end in zip(groups, ends)]
