"""Every scenario of the laboratory, in text and in JSON, says what it should."""

import re

import checks
import forms
import pytest
import scenario
from lab import Lab

PROGRAMS_OF = {
    "tunnel": ("check_oa_tunnel",),
    "rpcproxy": ("check_oa_rpcproxy",),
    "both": checks.PROGRAMS,
    "auth": ("check_oa_auth",),
    "mapihttp": ("check_oa_mapihttp",),
    "proxylog": ("check_oa_proxylog",),
    "autodiscover": ("check_oa_autodiscover",),
    "cert": ("check_oa_cert",),
    "backend": ("check_oa_backend",),
    "chain": ("check_oa",),
}

# What another program needs to come to what the scenario is about.
HERE = {"A": ["127.0.0.1"]}
FOUND = {"records": {"mail.lab.test": HERE, "autodiscover.lab.test": HERE}}
BY_MAIL = ("-E", "alice@lab.test", "--resolver", "{dns}", "--https-port", "{https}",
           "--http-port", "{http}")

# Found before the run, so nothing is measured and no label is known to be wanted.
BEFORE_THE_RUN = ("bad-usage",)


def cases():
    """Name and program of every run."""
    for name in scenario.names():
        expected = scenario.load(name)["expect"]
        for program in PROGRAMS_OF[expected["program"]]:
            yield pytest.param(name, program, id=f"{name}-{program[9:]}")


def others():
    """The same of every run by a program that a scenario was not made for."""
    for name in scenario.names():
        for key in scenario.load(name)["expect"].get("also", []):
            for program in PROGRAMS_OF[key]:
                yield pytest.param(name, program, id=f"{name}-{program}")


def run_both_forms(name, program):
    """Runs a scenario in text and in JSON, each in a laboratory of its own, at the
    same time; returns pairs of result and laboratory."""
    with Lab(name) as one, Lab(name) as other:
        text = checks.start(program, one, "-vvv")
        json = checks.start(program, other, "-vvv", "--output", "json")
        pairs = ((text.result(), one), (json.result(), other))
        for result, lab in pairs:
            forms.assert_no_secret(result, lab)
            assert lab.bad_logons <= 1, f"{lab.log()}\n{result.told}"
        return pairs


def judge_text(result, expect, program):
    """What the text form must hold."""
    line = forms.first_line(result)
    assert line["concern"] == checks.concern(program)
    assert re.search(expect.get("line", ""), result.lines[0]), result.told
    assert line["text"].strip() == line["text"] != "", result.told
    assert re.search(expect.get("evidence", ""), result.out), result.told
    if expect["code"] in BEFORE_THE_RUN:
        assert len(result.lines) == 2, result.told
        return
    found = [item["label"] for item in forms.perf_items(result)]
    assert found == checks.labels(program), result.told
    verdict = f"[{expect['state']}] "
    after = [after for before, after in zip(result.lines, result.lines[1:])
             if before.startswith(verdict)]
    if expect["code"] != "ok":
        assert any(re.match("  fix: .", text) for text in after), result.told


def judge_json(result, expect, program):
    """What the JSON form must hold."""
    document = result.document
    assert document["program"] == program
    assert re.search(expect.get("hint", ""), document["hint"]), result.told
    assert (document["code"] == "ok") == (document["hint"] == ""), result.told
    if expect["code"] not in BEFORE_THE_RUN:
        assert list(result.values()) == checks.labels(program), result.told
        assert result.values()["time"] < checks.timeout_of(result.words), result.told
    for part in [document, *document["hops"]]:
        forms.assert_filled(part.get("summary", part.get("text")), result)
        forms.assert_filled(part["hint"], result)
    decisive = [hop for hop in document["hops"] if hop["code"] == document["code"]]
    assert document["code"] == "ok" or any(
        hop["state"] == document["state"] and hop["hint"] == document["hint"]
        for hop in decisive), result.told


@pytest.mark.parametrize("name, program", cases())
def test_scenario(name, program):
    expect = scenario.load(name)["expect"]
    (text, _), (json, _) = run_both_forms(name, program)
    for result, summary in ((json, forms.of_json(json)), (text, forms.of_text(text))):
        assert summary.code == expect["code"], result.told
        assert summary.state == expect["state"], result.told
        assert result.status == checks.STATES[expect["state"]], result.told
    judge_text(text, expect, program)
    judge_json(json, expect, program)
    forms.assert_filled(text.lines[0].split("|")[0], text)


def preparation(code, program):
    """How a laboratory differs from its scenario, and more words, for the program."""
    if program == "check_oa_autodiscover":
        return {"dns": FOUND}, BY_MAIL
    if program != "check_oa" or code.startswith("autodiscover-"):
        return {}, ()
    beside = () if code.startswith("mapihttp-") else ("--no-mapihttp",)
    deep = {"name-not-in-address-book": "6004", "referral-failed": "6002"}
    ports = ("-e", deep[code]) if code in deep else ()
    return {}, ("--no-autodiscover", *beside, *ports)


@pytest.mark.parametrize("name, program", others())
def test_other_programs_say_the_same(name, program):
    expect = scenario.load(name)["expect"]
    overrides, words = preparation(expect["code"], program)
    words = [*scenario.load(name)["args"], *words]
    with Lab(name, args=words, **overrides) as lab:
        result = checks.run(program, lab)
        assert lab.bad_logons <= 1, f"{lab.log()}\n{result.told}"
    summary = forms.of_text(result)
    assert (summary.code, summary.state) == (expect["code"], expect["state"]), (
        result.told)
