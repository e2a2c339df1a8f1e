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

# Found before the run, so nothing is measured and no label is known to be wanted.
BEFORE_THE_RUN = ("bad-usage",)


def cases():
    """Name and program of every run."""
    for name in scenario.names():
        expected = scenario.load(name)["expect"]
        for program in PROGRAMS_OF[expected["program"]]:
            yield pytest.param(name, program, id=f"{name}-{program[9:]}")


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
