"""Every program meets every fault in every phase of its conversation.

`make check` takes a fixed sample, `make faultmatrix` all.  A case is run again by
OA_MATRIX_CASE='CONVERSATION:...' and the same OA_MATRIX_SEED.
"""

import collections
import concurrent.futures
import re
import zlib
from dataclasses import dataclass

import pytest
import subagent
import whole
from plans import CONVERSATIONS, excuse
from faults import Fault
from judge import Wrong, is_late, outcome, read
from matrix import STRANGE_LEAVES, Stand, faults_in

SAMPLE = 14
FORMS = ("text", "text", "json", "prometheus")
TRIES = 3
SECOND = "tls@2/certificate-other-name"


class Again(Exception):
    """A run that tells nothing where many run at once: it was late, or over before the
    fault."""


@dataclass(frozen=True)
class Verdict:
    """What a run with a fault came to, and what is wrong with it, or None."""

    fault: Fault
    state: str
    code: str = ""
    is_proven: bool = False
    complaint: str = None

    @property
    def told(self):
        """A line of the record."""
        proof = "proven" if self.is_proven else "unproven"
        return f"{self.fault.name} {self.state} {self.code} {proof}"


def form_for(stand, fault):
    """The options for the form of the output; a note is not in all of them."""
    if stand.plan.program == subagent.NAME:
        return ()
    forms = FORMS[:3] if stand.plan.note else FORMS
    form = forms[zlib.crc32(fault.name.encode()) % len(forms)]
    return ("--output", form, *(["-vv"] if stand.plan.note else []))


def has_false_ok(stand, fault, result):
    """Whether an OK is one for what was not proven, or was proven to be bad."""
    plan = stand.plan
    if fault.kind == "certificate" and fault.at in STRANGE_LEAVES and stand.has_struck:
        return True
    if plan.state != "OK" and stand.is_sure:
        return True
    if stand.is_proven or excuse(f"{stand.name}:{fault.name}"):
        return False
    return not (plan.note and re.search(plan.note, result.out))


def judge(stand, fault, patience=1):
    """The Verdict on a run that meets this fault."""
    state = code = what = None
    is_proven = False
    try:
        result = outcome(stand.run(
            fault, *form_for(stand, fault), patience=patience))
        state, code = read(result)
        is_proven = stand.is_proven if state in ("OK", "WARNING") else False
        if state == "OK" and has_false_ok(stand, fault, result):
            what = f"OK: {result.out[:300]}"
    except Wrong as wrong:
        what = str(wrong)
    finally:
        has_leaked = stand.has_leaked
        has_struck = stand.has_struck or fault.kind == "refuse"
        stand.clear()
    if has_leaked:
        what = "sent a logon to a stranger"
    if not what and is_late(result, stand.timeout):
        raise Again(f"took {result.seconds:.2f} s of {stand.timeout}")
    if not what and not has_struck:
        raise Again(None)
    return Verdict(fault, state, code, is_proven, what)


def judge_alone(stand, fault):
    """The same with nothing beside it, and with more time each time; one run of several
    must end in its time."""
    for patience in range(1, TRIES + 1):
        try:
            return judge(stand, fault, patience)
        except Again as again:
            what = again.args[0]
    return Verdict(fault, "unmet" if what is None else "late", complaint=what)


def start(stand):
    """Has the good run."""
    result = outcome(stand.run(None))
    state, _ = read(result)
    stand.learn()
    assert state == stand.plan.state and stand.is_proven, result.told
    stand.clear()


def cases_of(name):
    """All faults of a conversation, in order."""
    with Stand(name, whole.SEED) as stand:
        start(stand)
        return list(faults_in(stand))


def verdicts_on(name, faults):
    """All Verdicts; several runs at a time."""
    def work(part):
        told, again = [], []
        with Stand(name, whole.SEED) as stand:
            start(stand)
            for fault in part:
                try:
                    told.append(judge(stand, fault))
                except Again:
                    again.append(fault)
        return told, again

    count = whole.WORKERS
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        parts = list(pool.map(work, (faults[at::count] for at in range(count))))
    told = [verdict for part, _ in parts for verdict in part]
    with Stand(name, whole.SEED) as stand:
        start(stand)
        return told + [judge_alone(stand, fault) for _, again in parts
                       for fault in again]


def chosen(name, faults):
    """Those to be met: the one wanted, all, or a sample with few of the many cuts."""
    if whole.ONE:
        return [fault for fault in faults if f"{name}:{fault.name}" == whole.ONE]
    if whole.TAKES_ALL:
        return faults
    # Who listens in may let the first connection pass: that is always in the sample.
    taken = [fault for fault in faults if fault.name.endswith(SECOND)]
    for is_cut, count in ((True, SAMPLE // 4), (False, SAMPLE - SAMPLE // 4)):
        part = [fault for fault in faults if (fault.kind == "cut") == is_cut]
        stride = max(len(part) // count, 1)
        taken += part[zlib.crc32(name.encode()) % stride::stride]
    return taken


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_faults(name, record_property):
    if whole.ONE and not whole.ONE.startswith(name + ":"):
        pytest.skip("another case is wanted")
    if CONVERSATIONS[name].program == subagent.NAME and not subagent.AGENT.exists():
        pytest.skip("the agent is not built")
    taken = chosen(name, cases_of(name))
    verdicts = verdicts_on(name, taken)
    complaints = [f"OA_MATRIX_SEED={whole.SEED} OA_MATRIX_CASE='{name}:"
                  f"{verdict.fault.name}': {verdict.complaint}"
                  for verdict in verdicts if verdict.complaint]
    states = collections.Counter(verdict.state for verdict in verdicts)
    whole.tell(record_property, name, len(taken), complaints, states)
    whole.record(f"{name}:{verdict.told}" for verdict in verdicts)
    assert not complaints, "\n".join(complaints)
