"""What check_oa_auth tells in its lines, and what never shows."""

import contextlib
import json
import os
import subprocess
import time
from pathlib import Path

import checks
import forms
import pytest
from lab import Lab

SILENT = {"front": {"adversary": "silent"}}
PATIENCE_S = 60
PROGRAM = "check_oa_auth"
QUIET = ("--plain-port", "0")

SECRET_SCENARIOS = ["auth-healthy", "auth-rejected-once", "auth-not-authorized",
                    "auth-extended-protection-node", "auth-channels-differ-out"]


def run(name, *words):
    """Runs the check against a scenario."""
    with Lab(name) as lab:
        return checks.run(PROGRAM, lab, *words)


def test_long_output_tells_what_the_challenge_tells():
    lines = run("auth-healthy-anybody", "-v").lines
    for text in ("  GET: Negotiate, NTLM, Basic, realm mail.lab.test",
                 "[OK] auth: NTLM challenge of EX1.lab.test, LAB",
                 "  computer EX1.lab.test (EX1)",
                 "  domain lab.test (LAB), forest lab.test",
                 "  Windows 10.0 build 17763"):
        assert text in lines, "\n".join(lines)
    assert any("clocks agree within" in line for line in lines)


def test_missing_scheme_says_found_and_required():
    result = run("auth-scheme-missing-required")
    assert "found Basic, required NTLM" in result.lines[0], result.told


@pytest.mark.parametrize("mode", ["none", "allow", "require"])
def test_protection_is_told(mode):
    result = run(f"auth-protection-{mode}")
    assert f"[OK] auth: Extended Protection: {mode}" in result.lines, result.told


def test_protection_can_be_left_alone():
    with Lab("auth-healthy") as lab:
        result = checks.run(PROGRAM, lab, "--expect-ep", "skip")
        assert "Extended Protection" not in result.out, result.told
        assert {record["result"] for record in lab.log()} == {"good"}


def test_false_bindings_are_the_only_refusals_of_a_healthy_run():
    with Lab("auth-healthy", front={"channel_binding": "require"}) as lab:
        checks.run(PROGRAM, lab)
        results = [record["result"] for record in lab.log()]
        assert results.count("binding") == 2 and lab.bad_logons == 0
        assert results[-1] == "good", "the last logon has to be a good one"


def test_nothing_is_announced_before_the_password_is_proven():
    with Lab("auth-rejected-once") as lab:
        checks.run(PROGRAM, lab)
        assert [record["where"].split()[1] for record in lab.log()] == ["echo"]


@pytest.mark.parametrize("seconds, state, code", [
    (58, "OK", "ok"), (62, "WARNING", "server-clock-skew"),
    (-62, "WARNING", "server-clock-skew"), (298, "WARNING", "server-clock-skew"),
    (302, "CRITICAL", "server-clock-skew")])
def test_clock_thresholds(seconds, state, code):
    with Lab("auth-healthy-anybody", front={"clock_offset": seconds}) as lab:
        result = checks.run(PROGRAM, lab, *QUIET, "--output", "json")
    document = result.document
    assert (document["state"], document["code"]) == (state, code), result.told
    assert abs(result.values()["clock_skew"] - abs(seconds)) < 1.5, result.told


def test_node_that_is_not_there_is_noted():
    with Lab("auth-healthy") as lab:
        result = checks.run(PROGRAM, lab, "--node", "127.0.0.9:1")
    assert result.status == 0, result.told
    assert "note: node 127.0.0.9:1 not compared: " in result.out, result.told


@pytest.mark.parametrize("words, text", [
    (["--require", "kerbeross"], "--require: no such scheme: kerbeross"),
    (["--require", "ntlm,"], "--require: no such scheme: "),
    (["--require", "ntlm", "--forbid", "basic,ntlm"],
     "--require and --forbid name the same scheme"),
    (["--node", "mail.lab.test"], "--node: mail.lab.test is not ADDR"),
    (["--node", "127.0.0.1:0"], "--node: 127.0.0.1:0 is not ADDR"),
    (["--expect-ep", "none", "--no-tls"], "--expect-ep needs TLS"),
    (["--expect-ep", "off"], "--expect-ep"),
    (["--server", "a b"], "--server"),
    (["--plain-port", "65536"], "--plain-port"),
    (["--lockout-interval", "0"], "--lockout-interval"),
], ids=lambda value: value[-1] if isinstance(value, list) else "")
def test_bad_usage(words, text):
    result = checks.run_words(PROGRAM, "-H", "mail.lab.test", "-I", "127.0.0.1",
                              *words)
    assert result.status == 3
    line = forms.first_line(result)
    assert line["code"] == "bad-usage" and text in line["text"], result.told


@pytest.mark.parametrize("name", SECRET_SCENARIOS)
@pytest.mark.parametrize("form", ["text", "json", "prometheus"])
def test_no_output_shows_a_secret(name, form):
    with Lab(name) as lab:
        result = checks.run(PROGRAM, lab, "-vvv", "--output", form)
        forms.assert_no_secret(result, lab)
        if form != "prometheus":
            assert "(left out)" in result.out, result.told


def memory_of(pid):
    """Everything the system shows of a process to its own user, and of its
    children."""
    shown = b""
    for name in ("cmdline", "environ"):
        for path in [Path(f"/proc/{pid}/{name}")] + [
                Path(f"/proc/{child}/{name}") for child in children(pid)]:
            try:
                shown += path.read_bytes()
            except OSError:
                pass
    return shown


def children(pid):
    """Processes that a process has started."""
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []


def wait_for_connection(pid):
    """Waits until a process has a connection, so that it has read all that it needs."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        for path in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if os.readlink(path).startswith("socket:"):
                    return
        time.sleep(0.02)
    raise AssertionError("it does not connect")


def test_process_shows_no_secret_while_it_runs(tmp_path):
    """Neither arguments nor children, and no core when it is killed."""
    with Lab("auth-healthy", **SILENT) as lab:
        words = [str(checks.PLUGIN_DIR / PROGRAM), *checks.options(PROGRAM, lab),
                 "-t", "60", "--password", lab.password]
        with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE) as process:
            wait_for_connection(process.pid)
            for _ in range(5):
                assert lab.password.encode() not in memory_of(process.pid)
                assert not children(process.pid)
                time.sleep(0.05)
            limits = Path(f"/proc/{process.pid}/limits").read_text("ascii")
            assert "Max core file size        0" in limits
            process.send_signal(6)
            output = process.communicate()[0]
        assert lab.password.encode() not in output
    assert os.listdir(tmp_path) == []


def test_environment_is_wiped(tmp_path):
    """OA_PASSWORD leaves the block that /proc shows as soon as it is read."""
    with Lab("auth-healthy", **SILENT) as lab:
        words = [str(checks.PLUGIN_DIR / PROGRAM), *checks.options(PROGRAM, lab),
                 "-t", "60"]
        environment = dict(os.environ, OA_PASSWORD=lab.password)
        with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE,
                              env=environment) as process:
            wait_for_connection(process.pid)
            assert process.poll() is None
            assert lab.password.encode() not in memory_of(process.pid)
            process.kill()


def test_descriptor_names_every_label():
    document = json.loads(subprocess.run(
        [str(checks.PLUGIN_DIR / PROGRAM), "--dump-descriptor"],
        capture_output=True, text=True, check=True).stdout)
    assert [item["label"] for item in document["perfdata"]] == [
        "time", "dns_time", "tcp_time", "tls_time", "http_time", "basic_time",
        "ntlm_time", "negotiate_time", "clock_skew",
        "loss", "time_min", "time_median", "time_max"]
