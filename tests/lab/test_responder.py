"""The responder for loads: it must be healthy to all checks, and broken when told."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "load"))

import load  # noqa: E402

# Faults by name, with the code that the first line must bear.
FAULTS = {
    "503": "http-app-pool-stopped", "401": "auth-rejected", "silent": "tls-timeout",
    "reset": "tls-closed", "refused": "tcp-refused", "unknown": "dns-no-record",
    "dark": "dns-resolver-failed", "other": "cert-untrusted",
    "soon": "cert-expires-soon", "nak": "bind-refused", "cut": "out-channel-closed",
}
# Those that only the end of the time shows.
WAITING = ("silent", "dark")

pytestmark = pytest.mark.skipif(
    not load.RESPONDER.exists(), reason="tests/load/responder is not built")


@pytest.fixture(name="responder")
def fixture_responder():
    with load.Responder() as responder:
        yield responder


def check(responder, number, *words):
    """Status and first line of check_oa on a front end."""
    result = subprocess.run(
        [load.PLUGIN_DIR / "check_oa", "-H", load.host(number), *responder.options(),
         *words], env=responder.environment(), capture_output=True, text=True,
        check=False)
    return result.returncode, result.stdout.partition("\n")[0]


def test_all_endpoints_are_healthy(responder):
    status, line = check(responder, 1, "-e", "6001,6002,6004", "--depth", "call")
    assert status == 0, line
    counts = responder.counts()
    assert counts["tunnels"] == 3
    assert counts["handshakes"] == counts["connections"] == 7
    assert counts["questions"] == 2


def test_pings_are_answered(responder):
    result = subprocess.run(
        [load.PLUGIN_DIR / "check_oa_tunnel", "-H", load.host(1), "-I", "127.0.0.1",
         "-p", str(responder.port), "--ca-file", responder.ca, "-u", load.USER,
         "-S", load.SERVER, "--hold", "2", "--hold-pings", "0.5"],
        env=responder.environment(), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert responder.counts()["open"] == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(responder, fault):
    responder.put(fault, 2, 3)
    words = ["-t", "6"] if fault in WAITING else ["-t", "30"]
    status, line = check(responder, 2, *words)
    assert status and f"[{FAULTS[fault]}]" in line
    responder.put("healthy", "all")
    assert check(responder, 3)[0] == 0


def test_slow_front_end_is_healthy(responder):
    responder.put("slow", 2)
    begun = time.monotonic()
    status, line = check(responder, 2, "-t", "30")
    assert status == 0, line
    assert time.monotonic() - begun >= 0.5


def test_book_of_runs(responder):
    responder.keep_runs()
    for fault in ("healthy", "nak", "refused", "dark", "401", "healthy"):
        responder.put(fault, 7)
        check(responder, 7, "-t", "6")
    words = [word.split(":") for word in responder.runs()]
    # The last run is not over until another one begins.
    assert [(int(number), fault, int(proofs) > 0)
            for number, fault, _, proofs in words] == [
        (7, "healthy", True), (7, "nak", True), (7, "refused", False),
        (7, "dark", False), (7, "401", True)]
    begun = [int(moment) for _, _, moment, _ in words]
    assert begun == sorted(begun) and abs(begun[-1] / 1e6 - time.time()) < 600
    assert responder.runs() == []


def test_run_meets_one_fault(responder):
    responder.keep_runs()
    responder.put("dark", 8)
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(check, responder, 8, "-t", "6")
        while responder.counts()["questions"] == 0:
            time.sleep(0.01)
        responder.put("healthy", 8)
        assert "[dns-resolver-failed]" in result.result()[1]
    assert check(responder, 8)[0] == 0


def test_orders_that_are_none(responder):
    for order in ("503", "503 x", "sick 1", "503 2 1", "503 65536", "503 1 2 3"):
        with pytest.raises(ValueError):
            responder.put(*order.split(" ", 1) if " " in order else (order, ""))


def test_many_at_once(responder):
    """One process, as many connections as threads want."""
    result = subprocess.run(
        [load.VISITOR, "32", "128", *responder.options()],
        env=responder.environment(), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert load.numbers(result.stdout)["bad"] == 0
    counts = responder.counts()
    assert counts["tunnels"] == counts["calls"] == 128
    assert counts["open"] == 0


def test_one_fault_among_many(responder):
    responder.put("503", 4)
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(lambda number: check(responder, number)[0],
                               range(1, 9)))
    assert [number for number, state in enumerate(states, 1) if state] == [4]
