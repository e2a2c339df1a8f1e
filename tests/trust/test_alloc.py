"""Each allocation of a good run fails in turn: an error or a good result, no crash.

Of those that come from one place the first is taken.  `make check` takes every
so manieth place, others each day (OA_ALLOC_OFFSET), `make allocmatrix` all.
"""

import collections
import os
import time
from pathlib import Path

import checks
import forms
import pytest
from judge import Wrong, outcome, state_of
from lab import Lab
from places import Places, theirs

TAKES_ALL = bool(os.environ.get("OA_ALLOC"))
BUILD = Path(os.environ.get("OA_BUILDDIR", checks.PLUGIN_DIR.parent))
SHIM = BUILD / "tests" / "trust" / "failalloc.so"
SAMPLE = 24
OFFSET = int(os.environ.get("OA_ALLOC_OFFSET", time.time() // 86400))
MAILBOX = {"session_limit": 1000000}
PROGRAMS = {"check_oa_tunnel": "healthy", "check_oa_cert": "healthy",
            "check_oa": "chain-healthy"}
HAS_SANITIZER = b"__asan_init" in (checks.PLUGIN_DIR / "check_oa_cert").read_bytes()

needs_shim = pytest.mark.skipif(
    HAS_SANITIZER or not SHIM.exists(),
    reason="the sanitizer has an allocator of its own" if HAS_SANITIZER
    else "failalloc.so is made by make check")


def complaint(result_of_run, place):
    """What is wrong with a run, or None; and the state."""
    try:
        result = outcome(result_of_run)
        state = state_of(result, may_fail=True)
    except Wrong as wrong:
        return str(wrong), None
    code = forms.of_text(result).code
    if place.is_own and state not in ("OK", "UNKNOWN"):
        return f"{state} [{code}] for want of memory", state
    return None, f"{state} [{code}]"


@needs_shim
@pytest.mark.parametrize("program", PROGRAMS)
def test_allocations(program, tmp_path):
    complaints, known, states = [], collections.Counter(), collections.Counter()
    with Lab(PROGRAMS[program], mailbox=MAILBOX) as lab:
        places = Places(SHIM, program, lab, tmp_path)
        found = places.find()
        taken = found if TAKES_ALL else places.sample(found, SAMPLE, OFFSET)
        for place in taken:
            what, state = complaint(places.run(place), place)
            whose = theirs(what) if what else None
            if whose:
                known[whose] += 1
            elif what:
                complaints.append(f"{place.origin}: {what}\n  {places.stack()}")
            states[state] += state is not None
    own = sum(place.is_own for place in taken)
    print(f"{program}: {len(taken)} of {len(found)} places, {own} of them our own, "
          f"{len(complaints)} complaints; offset {OFFSET}; "
          f"in libraries: {dict(known)}; {dict(states.most_common(12))}")
    assert not complaints, "\n".join(complaints)
