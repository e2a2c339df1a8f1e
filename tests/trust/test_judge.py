"""The judge of the matrices is judged: what is spoilt on purpose must not pass."""

import json
import sys
import time

import checks
import faultrelay
import forms
import pytest
import test_matrix
from faults import Fault
from judge import Wrong, is_late, outcome, read
from lab import Lab
from matrix import Stand

PROGRAM = "check_oa_tunnel"
SCRIPT = """#!{python}
import os, signal, subprocess, sys, time
done = subprocess.run([{real!r}, *sys.argv[1:]], capture_output=True)
{act}
"""
# What a program does besides, and what the judge must say of it.
LIARS = {
    "says-ok": ("print({good!r}, end=''); sys.exit(0)", "OK: "),
    "crashes": ("os.kill(os.getpid(), signal.SIGSEGV)", "ended with -11"),
    "ends-with-4": ("sys.stdout.buffer.write(done.stdout); sys.exit(4)",
                    "ended with 4"),
    "complains": ("sys.stderr.write('ERROR: AddressSanitizer'); sys.exit(2)",
                  "on stderr: ERROR: AddressSanitizer"),
    "sleeps": ("time.sleep(float(sys.argv[sys.argv.index('-t') + 1]) + 1);"
               "sys.stdout.buffer.write(done.stdout); sys.exit(2)", "took "),
    "is-silent": ("sys.exit(2)", "form: "),
    "ends-otherwise": ("sys.stdout.buffer.write(done.stdout); sys.exit(1)",
                       "exit 1, but CRITICAL"),
}


@pytest.fixture(name="good", scope="module")
def good_fixture():
    """What a healthy laboratory makes a program say, in each form."""
    with Lab("healthy") as lab:
        return {form: checks.run(PROGRAM, lab, "--output", form)
                for form in ("text", "json", "prometheus")}


def altered(result, out=None, status=None):
    """A Result that somebody has changed."""
    return checks.Result(
        result.words, result.status if status is None else status,
        result.out if out is None else out, result.passed)


@pytest.mark.parametrize("form", ["text", "json", "prometheus"])
def test_good_results_pass(good, form):
    assert read(good[form]) == ("OK", "ok")
    assert not is_late(good[form], 60)


@pytest.mark.parametrize("what", [
    lambda text: text.replace("OA TUNNEL OK: ", "OA TUNNEL GOOD: "),
    lambda text: text.replace("OA TUNNEL OK: ", "TUNNEL OK: "),
    lambda text: text.replace("OK: ", "CRITICAL: ", 1),
    lambda text: text.replace("OK: ", "CRITICAL [no code]: ", 1),
    lambda text: text.replace("OK: ", "CRITICAL [http-timeout]: ", 1),
    lambda text: text.replace("OK: ", "UNKNOWN [internal-error]: ", 1),
    lambda text: text.replace("OK: ", "OK: {server} ", 1),
    lambda text: text.replace("|", "", 1),
    lambda text: text.replace("|", "||", 1),
    lambda text: text.replace("time=", "time =", 1),
    lambda text: text.replace("time=", "tame=", 1),
    lambda text: text.replace("\n", "\x1b[2J\n", 1),
    lambda text: text.replace("\n", "\x9b\n", 1),
    lambda text: text.replace("ok", "o\tk", 1),
    lambda text: text.rstrip("\n"),
    lambda text: "\n" + text,
    lambda text: "",
])
def test_spoilt_text(good, what):
    text = what(good["text"].out)
    assert text != good["text"].out
    with pytest.raises(Wrong):
        read(altered(good["text"], text))


@pytest.mark.parametrize("what", [
    lambda table: table.pop("state"),
    lambda table: table.update(state="FINE"),
    lambda table: table.update(state="CRITICAL"),
    lambda table: table.update(code="Ok!"),
    lambda table: table.update(hops={}),
    lambda table: table["hops"][0].update(state="GOOD"),
    lambda table: table["perfdata"][0].update(value="1"),
    lambda table: table.update(more=1),
])
def test_spoilt_json(good, what):
    table = good["json"].document
    what(table)
    with pytest.raises(Wrong):
        read(altered(good["json"], json.dumps(table)))


@pytest.mark.parametrize("what", [
    lambda text: text[:-40],
    lambda text: text.replace("oa_state{", "oa_stats{"),
    lambda text: text.replace("oa_info{", "oa_infos{"),
    lambda text: text + "evil 1\n",
    lambda text: text + 'oa_evil{a="b"} 1\n',
])
def test_spoilt_prometheus(good, what):
    with pytest.raises(Wrong):
        read(altered(good["prometheus"], what(good["prometheus"].out)))


@pytest.mark.parametrize("form", ["text", "json", "prometheus"])
@pytest.mark.parametrize("status", [1, 2, 3])
def test_another_status(good, form, status):
    with pytest.raises(Wrong):
        read(altered(good[form], status=status))


@pytest.fixture(name="stand", scope="module")
def stand_fixture():
    """The conversation of a tunnel, learnt."""
    with Stand("tunnel", 1) as stand:
        test_matrix.start(stand)
        yield stand


@pytest.fixture(name="put")
def put_fixture(good, tmp_path, monkeypatch):
    """Puts a liar in the place of the program."""
    def put(liar):
        text = SCRIPT.format(
            python=sys.executable, real=str(checks.PLUGIN_DIR / PROGRAM),
            act=LIARS[liar][0].format(good=good["text"].out))
        script = tmp_path / PROGRAM
        script.write_text(text, encoding="utf-8")
        script.chmod(0o700)
        labels = [item["label"] for item in forms.perf_items(good["text"])]
        monkeypatch.setattr(checks, "PLUGIN_DIR", tmp_path)
        monkeypatch.setattr(checks, "labels", lambda _: labels)
        monkeypatch.setattr(test_matrix, "FORMS", ("text",))

    return put


@pytest.mark.parametrize("liar", LIARS)
def test_liars_are_caught(liar, put, stand):
    """A program that goes wrong over a tunnel of which half a PDU has come."""
    put(liar)
    complaint = test_matrix.judge_alone(stand, Fault("call", 1, "cut", "13")).complaint
    assert complaint and complaint.startswith(LIARS[liar][1]), complaint


@pytest.mark.parametrize("fault", [
    Fault("tls", 2, "certificate", "untrusted"), Fault("C2", 1, "fin"),
    Fault("bind", 1, "noise"), Fault("tcp", 2, "reset")], ids=lambda one: one.name)
def test_an_ok_is_held_against_the_relay(fault, put, stand):
    put("says-ok")
    assert test_matrix.judge_alone(stand, fault).complaint


def test_a_logon_to_a_stranger_is_seen(stand, monkeypatch):
    """As if the relay's certificate were one that nobody must trust."""
    relay = stand.relays[stand.lab.https]
    leaf = relay.leaf
    begin = relay.begin
    monkeypatch.setattr(relay, "begin", lambda fault, _leaf, is_strange: begin(
        fault, leaf, is_strange))
    fault = Fault("tls", 1, "certificate", "untrusted")
    assert test_matrix.judge(stand, fault).complaint == "sent a logon to a stranger"


def test_what_a_relay_notes_late_is_learnt(monkeypatch):
    """The program has ended by then: its last answer is all that its run is about."""
    prove = faultrelay.Connection._prove

    def late(connection, role):
        time.sleep(0.1)
        prove(connection, role)

    monkeypatch.setattr(faultrelay.Connection, "_prove", late)
    with Stand("cert-issuer", 1) as stand:
        test_matrix.start(stand)
        assert stand.wanted == {"web:http": 1}
