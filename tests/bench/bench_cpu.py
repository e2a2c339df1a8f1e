"""CPU of a check beside the bare TLS handshakes that it contains.

A tunnel is two handshakes, because each of its channels is a connection; the chain
looks at the front end before, on a third one.  Three floors stand beside them: a
process of our own that makes so many handshakes with the same trust store and nothing
else; the same without the start of the process; and `openssl s_time`.  All speak to
the responder of tests/load.  Fails when a check costs more than LIMIT times its
handshakes.
"""

import subprocess
import sys
from pathlib import Path

from ground import (
    BUILD_DIR,
    IS_SMOKE,
    find_other,
    judge,
    program,
    row,
    run_once,
    skip,
    take_turns,
)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "load"))

import load  # noqa: E402

HANDSHAKES = BUILD_DIR / "tests" / "bench" / "handshakes"
RUNS = 41
MANY = 10 if IS_SMOKE else 400
SERIES = 5
LIMIT = 2.0


def handshakes(responder, count):
    """The command for so many."""
    return [str(HANDSHAKES), "127.0.0.1", str(responder.port), load.host(1),
            responder.ca, str(count)]


def tunnel(responder):
    """A run of check_oa_tunnel."""
    words = [word for word in responder.options() if not word.startswith("--no-")]
    return [program("check_oa_tunnel"), "-H", load.host(1), *words]


def chain(responder):
    """A run of check_oa."""
    return [program("check_oa"), "-H", load.host(1), *responder.options()]


def cpu_of(text):
    """CPU in seconds of a visit, from what the visitor prints."""
    return load.numbers(text)["cpu_ms"] / 1000


def warm(responder):
    """Seconds of CPU of a handshake and of a chain in a process that has made many, the
    least of several series."""
    shaken, visited = [], []
    for _ in range(1 if IS_SMOKE else SERIES):
        few, many = (run_once(handshakes(responder, count)).cpu
                     for count in (1, MANY + 1))
        shaken.append((many - few) / MANY)
        said = subprocess.run(
            [load.VISITOR, "1", str(MANY), *responder.options()],
            env=responder.environment(), capture_output=True, text=True, check=True)
        visited.append(cpu_of(said.stdout) / MANY)
    return min(shaken), min(visited)


def openssl_time(responder):
    """Seconds of CPU of a handshake as `openssl s_time` makes and counts it."""
    openssl = find_other("openssl")
    if not openssl:
        return None
    command = [*openssl, "s_time", "-connect", f"127.0.0.1:{responder.port}", "-CAfile",
               responder.ca, "-verify", "3", "-new", "-time", "1" if IS_SMOKE else "3"]
    said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False).stdout
    for line in said.splitlines():
        words = line.split()
        # "1667 connections in 2.12s; ...": of the user alone
        if words[1:3] == ["connections", "in"] and words[3].endswith("s;"):
            return float(words[3][:-2]) / int(words[0])
    return None


def tell(name, seconds, note=""):
    """One line in milliseconds."""
    row(f"{name}: cpu", f"{seconds * 1000:.2f}", "ms", note)


def main():
    """Exit status 1 when a limit is broken."""
    with load.Responder() as responder:
        costs = take_turns({
            "two handshakes": handshakes(responder, 2),
            "three handshakes": handshakes(responder, 3),
            "check_oa_tunnel": tunnel(responder),
            "check_oa": chain(responder)}, RUNS, responder.environment())
        bare, visit = warm(responder)
        theirs = openssl_time(responder)
    for name, cost in costs.items():
        tell(f"{name}, a process", cost.cpu, f"median of {RUNS}")
    tell("a handshake, warm", bare)
    tell("check_oa, warm", visit, "a run in a thread, without a process")
    if theirs:
        tell("openssl s_time: a handshake", theirs, "of the user alone")
    else:
        skip("openssl s_time")
    cpu = {name: cost.cpu for name, cost in costs.items()}
    results = [
        judge("check_oa_tunnel / two handshakes, processes",
              cpu["check_oa_tunnel"] / cpu["two handshakes"], LIMIT),
        judge("check_oa / three handshakes, processes",
              cpu["check_oa"] / cpu["three handshakes"], LIMIT),
        judge("check_oa / three handshakes, warm", visit / (3 * bare), LIMIT)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
