"""check_oa_proxylog meets files that are cut, spoilt, endless, or no files at all."""

import os
import random

import checks
import pytest
from judge import GRACE_S, Wrong, outcome, state_of

PROGRAM = "check_oa_proxylog"
TAKES_ALL = bool(os.environ.get("OA_MATRIX"))
SEED = int(os.environ.get("OA_MATRIX_SEED", "1"))
STRIDE = 1 if TAKES_ALL else 61
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
    chance = random.Random(SEED)
    for size in range(0, len(LOG), STRIDE):
        yield f"cut-{size}", LOG[:size]
        yield f"behind-{size}", HEAD + LOG[size:]
    for number in range(200 if TAKES_ALL else 5):
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


def complaint(path, *words):
    """What is wrong with a run over a file, or None."""
    words = ("-l", str(path), "--window", "0", "-t", str(TIMEOUT_S), *words)
    for _ in range(3):
        try:
            result = outcome(checks.Run(PROGRAM, words, TIMEOUT_S, None))
            state_of(result)
        except Wrong as wrong:
            return f"{path.name}: {wrong}"
        if result.seconds <= TIMEOUT_S + GRACE_S:
            return None
    return f"{path.name}: took {result.seconds:.2f} s"


def test_faults(tmp_path):
    complaints, count = [], 0
    path = tmp_path / "a.log"
    for name, content in spoilt():
        count += 1
        path.write_bytes(content)
        what = complaint(path, "--output", ("text", "json")[count % 2])
        if what:
            complaints.append(f"{name}: {what}")
    print(f"proxylog: {count} files, seed {SEED}, {len(complaints)} complaints; ")
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
    assert complaint(path) is None
    if what == "silent-pipe":
        os.close(writer)
