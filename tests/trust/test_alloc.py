"""Each allocation of a good run fails in turn: an error or a good result, no crash.

Of those that come from one place the first is taken.  `make check` takes every
so manieth place, others each day (OA_ALLOC_OFFSET), `make allocmatrix` all.
"""

import collections
import os
import time
from pathlib import Path

import checks
import pytest
import subagent
import whole
from judge import HAS_SANITIZER, Wrong, outcome, read
from lab import Lab
from places import Places, theirs

ONE = os.environ.get("OA_ALLOC_CASE", "")
TAKES_ALL = bool(os.environ.get("OA_ALLOC"))
BUILD = Path(os.environ.get("OA_BUILDDIR", checks.PLUGIN_DIR.parent))
SHIM = BUILD / "tests" / "trust" / "failalloc.so"
SAMPLE = 10
TIMEOUT_S = 20
OFFSET = int(os.environ.get("OA_ALLOC_OFFSET", time.time() // 86400))
LAST_WORDS = rf"{subagent.NAME}: [^\n]*(out of memory|Cannot allocate memory)\n"
MAILBOX = {"session_limit": 1000000}
PROGRAMS = {"check_oa_tunnel": "depth-logon", "check_oa_cert": "healthy",
            "check_oa_rpcproxy": "healthy", "check_oa_auth": "auth-healthy",
            "check_oa_autodiscover": "autodiscover-healthy",
            "check_oa_mapihttp": "mapihttp-connect",
            "check_oa_backend": "backend-healthy",
            "check_oa_proxylog": "proxylog-healthy", "check_oa": "chain-healthy",
            subagent.NAME: "healthy"}

needs_shim = pytest.mark.skipif(
    HAS_SANITIZER or not SHIM.exists(),
    reason="the sanitizer has an allocator of its own" if HAS_SANITIZER
    else "failalloc.so is made by make check")


def is_agent(result):
    """Whether it is the subagent, which may give up before it has anything to say."""
    return result.words[0].endswith("/" + subagent.NAME)


def complaint(result_of_run, place):
    """What is wrong with a run, or None; and the state."""
    try:
        result = outcome(result_of_run, LAST_WORDS)
        if (result.status, result.out) == (3, "") and is_agent(result):
            return None, "UNKNOWN, no output"
        state, code = read(result, may_fail=True)
    except Wrong as wrong:
        return str(wrong), None
    if place.is_own and state not in ("OK", "UNKNOWN"):
        return f"{state} [{code}] for want of memory", state
    return None, f"{state} [{code}]"


def starter(program, lab):
    """What begins a run."""
    if program == subagent.NAME:
        return lambda: subagent.start(lab, TIMEOUT_S)
    return lambda: checks.start(program, lab, "-t", str(TIMEOUT_S))


@needs_shim
@pytest.mark.parametrize("program", PROGRAMS)
def test_allocations(program, tmp_path, record_property):
    if program == subagent.NAME and not subagent.AGENT.exists():
        pytest.skip("the agent is not built")
    complaints, known, states = [], collections.Counter(), collections.Counter()
    with Lab(PROGRAMS[program], mailbox=MAILBOX) as lab:
        places = Places(SHIM, starter(program, lab), tmp_path)
        found = places.find()
        if ONE:
            taken = [place for place in found if f"{program}:{place.origin}" == ONE]
        else:
            taken = found if TAKES_ALL else places.sample(found, SAMPLE, OFFSET)
        for place in taken:
            what, state = complaint(places.run(place), place)
            whose = theirs(what) if what else None
            if whose:
                known[whose] += 1
            elif what:
                complaints.append(f"OA_ALLOC_CASE='{program}:{place.origin}': {what}\n"
                                  f"  {places.stack()}")
            states[state] += state is not None
    whole.tell(record_property, program, len(taken), complaints, states)
    own = sum(place.is_own for place in taken)
    print(f"  of {len(found)} places, {own} of them our own; offset {OFFSET}; "
          f"ended by libraries: {dict(known)}")
    assert not complaints, "\n".join(complaints)
