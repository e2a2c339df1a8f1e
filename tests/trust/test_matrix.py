"""Every program meets every fault in every phase of its conversation.

`make check` takes a fixed sample, `make faultmatrix` all.  A case is run again by
OA_MATRIX_CASE='CONVERSATION:...' and the same OA_MATRIX_SEED.
"""

import collections
import concurrent.futures
import os
import zlib

import pytest
from judge import Wrong, is_late, outcome, state_of
from matrix import CONVERSATIONS, Stand, faults_in

SEED = int(os.environ.get("OA_MATRIX_SEED", "1"))
ONE = os.environ.get("OA_MATRIX_CASE", "")
TAKES_ALL = bool(os.environ.get("OA_MATRIX") or ONE)
SAMPLE = 24
WORKERS = int(os.environ.get("OA_MATRIX_WORKERS", "3"))
FORMS = ("text", "text", "json", "prometheus")
TRIES = 3
SECOND = "tls@2/certificate-other-name"


class Late(Exception):
    """A run took more than its time, as it may where many run at once."""


def judge(stand, fault):
    """What is wrong with a run that meets this fault, or None."""
    form = FORMS[zlib.crc32(fault.name.encode()) % len(FORMS)]
    try:
        result = outcome(stand.run(fault, "--output", form))
        is_unproven = state_of(result) == "OK" and not stand.is_proven
    except Wrong as wrong:
        return str(wrong)
    finally:
        has_leaked = stand.has_leaked
        stand.clear()
    if has_leaked:
        return "sent a logon to a stranger"
    if is_unproven:
        return f"OK: {result.out[:300]}"
    if is_late(result, stand.timeout):
        raise Late(f"took {result.seconds:.2f} s of {stand.timeout}")
    return None


def judge_alone(stand, fault):
    """The same with nothing beside it; one run of several must be in time."""
    for _ in range(TRIES):
        try:
            return judge(stand, fault)
        except Late as late:
            text = str(late)
    return text


def cases_of(name):
    """All faults of a conversation, in order."""
    with Stand(name, SEED) as stand:
        result = outcome(stand.run(None))
        assert state_of(result) == "OK" and stand.is_proven, result.told
        return list(faults_in(stand))


def complaints_about(name, faults):
    """What is wrong with the runs that meet these faults; several at a time."""
    def work(part):
        told, late = [], []
        with Stand(name, SEED) as stand:
            for fault in part:
                try:
                    told.append((fault, judge(stand, fault)))
                except Late:
                    late.append(fault)
        return told, late

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(work, (faults[at::WORKERS] for at in range(WORKERS))))
    told = [pair for part, _ in parts for pair in part]
    with Stand(name, SEED) as stand:
        told += [(fault, judge_alone(stand, fault)) for _, late in parts
                 for fault in late]
    return [f"OA_MATRIX_SEED={SEED} OA_MATRIX_CASE='{name}:{fault.name}': {what}"
            for fault, what in told if what]


def chosen(name, faults):
    """Those to be met: the one wanted, all, or a sample with few of the many cuts."""
    if ONE:
        return [fault for fault in faults if f"{name}:{fault.name}" == ONE]
    if TAKES_ALL:
        return faults
    # Who listens in may let the first connection pass: that is always in the sample.
    taken = [fault for fault in faults if fault.name == SECOND]
    for is_cut, count in ((True, SAMPLE // 4), (False, SAMPLE - SAMPLE // 4)):
        part = [fault for fault in faults if (fault.kind == "cut") == is_cut]
        stride = max(len(part) // count, 1)
        taken += part[zlib.crc32(name.encode()) % stride::stride]
    return taken


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_faults(name):
    if ONE and not ONE.startswith(name + ":"):
        pytest.skip("another case is wanted")
    faults = cases_of(name)
    taken = chosen(name, faults)
    complaints = complaints_about(name, taken)
    kinds = collections.Counter(fault.kind for fault in taken)
    print(f"{name}: {len(taken)} of {len(faults)} faults, seed {SEED}, "
          f"{len(complaints)} complaints; "
          + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    assert not complaints, "\n".join(complaints)
