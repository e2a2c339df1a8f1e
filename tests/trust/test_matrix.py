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


def judge(stand, fault):
    """What is wrong with a run that meets this fault, or None."""
    form = FORMS[zlib.crc32(fault.name.encode()) % len(FORMS)]
    for _ in range(TRIES):
        try:
            result = outcome(stand.run(fault, "--output", form))
            state = state_of(result)
        except Wrong as wrong:
            return str(wrong)
        finally:
            is_proven, has_leaked = stand.is_proven, stand.has_leaked
            stand.clear()
        if has_leaked:
            return "sent a logon to a stranger"
        if state == "OK" and not is_proven:
            return f"OK: {result.out[:300]}"
        if not is_late(result, stand.timeout):
            return None
    return f"took {result.seconds:.2f} s of {stand.timeout}"


def cases_of(name):
    """All faults of a conversation, in order."""
    with Stand(name, SEED) as stand:
        result = outcome(stand.run(None))
        assert state_of(result) == "OK" and stand.is_proven, result.told
        return list(faults_in(stand))


def complaints_about(name, faults):
    """What is wrong with the runs that meet these faults; several at a time."""
    def work(part):
        told = []
        with Stand(name, SEED) as stand:
            for fault in part:
                what = judge(stand, fault)
                if what:
                    told.append(f"OA_MATRIX_SEED={SEED} OA_MATRIX_CASE="
                                f"'{name}:{fault.name}': {what}")
        return told

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        parts = [faults[number::WORKERS] for number in range(WORKERS)]
        return [text for part in pool.map(work, parts) for text in part]


def chosen(name, faults):
    """Those to be met: the one wanted, all, or a sample with few of the many cuts."""
    if ONE:
        return [fault for fault in faults if f"{name}:{fault.name}" == ONE]
    if TAKES_ALL:
        return faults
    taken = []
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
