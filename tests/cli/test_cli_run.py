"""What the front does around a run: settings, thresholds, deadline, formats."""

import json
import time

import pytest


def test_healthy_run(dummy):
    result = dummy()
    assert result.code == 0
    assert result.lines[0].startswith(
        "OA DUMMY OK: mail.lab.test ok (tcp, tunnel of 6001)|time=")


def test_several_of_one_hop_share_its_name(dummy):
    line = dummy("-e", "6001,6002,6004").lines[0]
    assert "(tcp, tunnel of 6001, 6002, 6004)|" in line


@pytest.mark.parametrize("words, port", [
    ([], 443), (["--no-tls"], 80), (["--no-tls", "-p", "443"], 443),
    (["--no-tls", "-p8080"], 8080)])
def test_port(dummy, words, port):
    assert f"port {port} of mail.lab.test" in dummy(*words).out


@pytest.mark.parametrize("words, code, state", [
    (["-w", "5", "-c", "9"], 0, "OK: "),
    (["-w", "0.1", "-c", "9"], 1, "WARNING [front-slow]: tcp took 300 ms"),
    (["-w", "0.1", "-c", "0.2"], 2, "CRITICAL [front-slow]: tcp took 300 ms"),
    (["-c", "0.2"], 2, "CRITICAL [front-slow]: tcp took 300 ms (over 200 ms)"),
    (["-w", "@0:1"], 1, "WARNING [front-slow]: "),
])
def test_thresholds(dummy, words, code, state):
    result = dummy("--sleep", "0.3", *words)
    assert result.code == code
    assert result.lines[0].startswith("OA DUMMY " + state)


def test_deadline_lies_before_the_timeout(dummy):
    start = time.monotonic()
    result = dummy("--sleep", "20", "-t", "1")
    assert time.monotonic() - start < 1.8
    assert result.code == 2
    assert "[tcp-filtered]" in result.lines[0]


@pytest.mark.parametrize("name, code", [
    ("ok", 0), ("warning", 1), ("critical", 2), ("UNKNOWN", 3), ("default", 2)])
def test_timeout_result(dummy, name, code):
    result = dummy("--sleep", "20", "-t", "0.3", "--timeout-result", name)
    assert result.code == code


def test_watchdog_ends_what_hangs(dummy):
    start = time.monotonic()
    result = dummy("--hang", "--sleep", "20", "-t", "0.5")
    assert 1.4 < time.monotonic() - start < 3
    assert result.code == 3
    assert result.lines[0].startswith(
        "OA DUMMY UNKNOWN [deadline-exceeded]: deadline of 0.5 s passed")
    assert "|time=U" in result.lines[0]


def test_watchdog_keeps_the_format(dummy):
    result = dummy("--hang", "--sleep", "20", "-t", "0.2", "--output", "json")
    assert result.code == 3
    assert json.loads(result.out)["code"] == "deadline-exceeded"


@pytest.mark.parametrize("name", ["text", "json", "prometheus"])
def test_exit_code_is_the_same_in_all_formats(dummy, name):
    result = dummy("--sleep", "0.2", "-c", "0.1", "--output", name)
    assert result.code == 2
    assert "front-slow" in result.out


def test_json_of_a_healthy_run(dummy):
    answer = json.loads(dummy("--output=json").out)
    assert answer["state"] == "OK"
    assert answer["code"] == "ok"
    assert answer["target"] == "mail.lab.test"
    assert answer["summary"] == "mail.lab.test ok (tcp, tunnel of 6001)"


def test_insecure_runs_say_so(dummy):
    assert "not verified" in dummy("--insecure").lines[0]
    assert "not verified" not in dummy("--insecure", "--no-tls").lines[0]
