"""check_oa_proxylog meets files that are cut, spoilt, endless, or no files at all."""

import collections
import os
import random

import checks
import pytest
import whole
from judge import Wrong, is_late, outcome, read

PROGRAM = "check_oa_proxylog"
STRIDE = 1 if whole.TAKES_ALL else 61
TIMEOUT_S = 2
HEAD = (b"#Software: Microsoft Exchange Server\r\n#Fields: DateTime,ServerHostName,"
        b"HttpStatus,BackEndStatus,ErrorCode,TargetServer,TotalRequestTime,UrlQuery,"
        b"GenericErrors\r\n")
GOOD = (b"2026-11-21T04:30:02.250Z,EX1,200,200,,EX2.lab.test,20,?EX1.lab.test:6001,"
        b'"one, ""two"""\r\n')
BAD = GOOD.replace(b",200,200,,", b",503,503,\xff|<b>,")
LOG = HEAD + GOOD * 6 + BAD * 6


def spoilt():
    """Names and contents of files."""
    chance = random.Random(whole.SEED)
    for size in range(0, len(LOG), STRIDE):
        yield f"cut-{size}", LOG[:size]
        yield f"behind-{size}", HEAD + LOG[size:]
    for number in range(200 if whole.TAKES_ALL else 5):
        noisy = bytearray(LOG)
        for _ in range(40):
            noisy[chance.randrange(len(noisy))] ^= 1 << chance.randrange(8)
        yield f"noise-{number}", bytes(noisy)
        yield f"garbage-{number}", HEAD + chance.randbytes(20000)
    yield "twice", LOG + LOG
    yield "long-line", HEAD + b"2026," + b"x" * (8 << 20) + b"\r\n" + GOOD
    yield "many-fields", HEAD + b"," * (1 << 20) + b"\r\n" + GOOD
    yield "open-quote", HEAD + b'"' + GOOD * 10000
    yield "zeros", HEAD + bytes(1 << 20) + GOOD


def verdict(path, *words):
    """The state of a run over a file, and what is wrong with it, or None."""
    words = ("-l", str(path), "--window", "0", "-t", str(TIMEOUT_S), *words)
    for _ in range(3):
        try:
            result = outcome(checks.Run(PROGRAM, words, TIMEOUT_S, None))
            state, _ = read(result)
        except Wrong as wrong:
            return None, str(wrong)
        if not is_late(result, TIMEOUT_S):
            return state, None
    return state, f"took {result.seconds:.2f} s"


def test_faults(tmp_path, record_property):
    complaints, states = [], collections.Counter()
    path = tmp_path / "a.log"
    for number, (name, content) in enumerate(spoilt()):
        if whole.ONE and whole.ONE != f"proxylog:{name}":
            continue
        path.write_bytes(content)
        state, what = verdict(path, "--output", ("text", "json")[number % 2])
        states[state] += 1
        if what:
            complaints.append(f"OA_MATRIX_SEED={whole.SEED} "
                              f"OA_MATRIX_CASE='proxylog:{name}': {what}")
    whole.tell(record_property, "proxylog", sum(states.values()), complaints, states)
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("what", ["missing", "folder", "pipe", "silent-pipe", "loop",
                                  "device", "endless"])
def test_what_is_no_file(what, tmp_path):
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what.endswith("pipe"):
        os.mkfifo(path)
    elif what == "loop":
        path.symlink_to(path)
    elif what in ("device", "endless"):
        path.symlink_to({"device": "/dev/null", "endless": "/dev/zero"}[what])
    if what == "silent-pipe":
        writer = os.open(path, os.O_RDWR)
    assert verdict(path)[1] is None
    if what == "silent-pipe":
        os.close(writer)
