"""What the load tests stand on: the responder and the checks alone, beside processes.

The responder plays thousands of front ends in one process; `visitor` runs the checks
of check_oa in threads, without processes, schedule or SNMP.  Fails when one core of
the responder carries fewer than TUNNELS_S tunnels a second, or when a check costs the
responder more than SHARE of what it costs the one who checks, for then the one would
be measured with the other.
"""

import subprocess
import sys
from pathlib import Path

from ground import IS_SMOKE, PLUGIN_DIR, median_cost, row

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "load"))

import load  # noqa: E402

CHECKS = 40 if IS_SMOKE else 1200
THREADS = 8
RUNS = 11
TUNNELS_S = 300
SHARE = 0.5


def visit(responder):
    """Runs the checks in threads; what both sides say, the responder as difference."""
    before = responder.counts()
    result = subprocess.run(
        [load.VISITOR, str(THREADS), str(CHECKS), *responder.options()],
        env=responder.environment(), capture_output=True, text=True, check=True)
    after = responder.counts()
    return (load.numbers(result.stdout),
            {name: after[name] - before[name] for name in after})


def judge(name, value, unit, is_good, limit):
    """Prints a value beside its limit; true if it holds."""
    is_good = is_good or IS_SMOKE
    row(name, value, unit, f"limit {limit}: {'ok' if is_good else 'BROKEN'}")
    return is_good


def main():
    """Exit status 1 when a limit is broken."""
    with load.Responder() as responder:
        visited, served = visit(responder)
        alone = visited["cpu_ms"] / CHECKS
        theirs = served["cpu_ms"] / CHECKS
        row("checks in threads", f"{CHECKS / visited['wall_ms'] * 1000:.0f}", "1/s",
            f"{THREADS} threads, {served['handshakes'] / CHECKS:g} handshakes each; "
            f"{served['most']} connections at a time")
        row("check in a thread: cpu", f"{alone:.2f}", "ms", "of the one who checks")
        row("check in a thread: responder", f"{theirs:.2f}", "ms", "cpu")
        for program in ("check_oa_tunnel", "check_oa"):
            options = responder.options()
            if program == "check_oa_tunnel":
                options = [word for word in options if not word.startswith("--no-")]
            cost = median_cost([str(PLUGIN_DIR / program), "-H", load.host(1),
                                *options], RUNS, responder.environment())
            row(f"{program} as process: cpu", f"{cost.cpu * 1000:.2f}", "ms",
                f"{cost.cpu * 1000 / alone:.2f} times check_oa in a thread")
    rate = served["tunnels"] / served["cpu_ms"] * 1000
    results = [
        judge("tunnels on one core of the responder", f"{rate:.0f}", "1/s",
              rate >= TUNNELS_S, TUNNELS_S),
        judge("cpu of the responder / of the check", f"{theirs / alone:.2f}", "",
              theirs <= SHARE * alone, SHARE),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
