"""Idle tunnels through real devices: when, how and by whom they are cut.

With the time-outs that the packages ship this takes minutes, so those cases run only
when OA_HOLD_CHECK is set, as `make hold-check` does.
"""

import os
import re

import pytest
from parts import check

IS_PATIENT = bool(os.environ.get("OA_HOLD_CHECK"))
HOLD_SECONDS = 90 if IS_PATIENT else 6

# device, its configuration, seconds at which it cuts, words of the verdict
PACKAGED = [
    ("haproxy", "PACKAGED", 50, r"\d\d\d on IN, OUT \S+ ?\S+, by HAProxy"),
    ("nginx", "PACKAGED_TIMEOUTS", 60, r"on (IN|OUT), .* by nginx"),
]
SHORT = [
    ("haproxy", "IMPATIENT", 3, r"\d\d\d on IN, OUT \S+ ?\S+, by HAProxy"),
    ("nginx", "SHORT_TIMEOUTS", 2, r"on (IN|OUT), .* by nginx"),
]


@pytest.mark.parametrize(
    "device, configuration, seconds, words", PACKAGED if IS_PATIENT else SHORT)
def test_idle_tunnel_is_cut(front, device, configuration, seconds, words):
    target = front(device, configuration)
    result = check.tunnel(target, "--auth", "basic", hold=HOLD_SECONDS)
    print(result)  # make hold-check shows it
    assert result.code == "idle-tunnel-dropped", str(result)
    assert re.search(words, result.document["summary"]), str(result)
    assert "the server allows 120 s" in result.document["summary"], str(result)
    # HAProxy counts from the last byte it saw, nginx looks once in a while.
    assert seconds - 1 < result.perfdata["hold_time"] < seconds + 2.5, str(result)


@pytest.mark.parametrize("device, configuration", [
    ("haproxy", "TCP"), ("nginx", "GOOD")])
def test_patient_devices_keep_it(front, device, configuration):
    target = front(device, configuration)
    result = check.tunnel(target, "--auth", "basic", hold=2 if IS_PATIENT else 4)
    assert result.code == "ok", str(result)
    assert "still alive: EcDummyRpc" in str(result)
