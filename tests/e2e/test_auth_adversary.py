"""check_oa_auth and peers that break, stall or lie: it ends in time, with a code."""

import checks
import forms
import pytest
import test_adversary as adversary
from lab import Lab

PROGRAM = "check_oa_auth"
WORDS = ("-vvv", "--plain-port", "0")
# What a peer does behind the logon concerns the tunnel alone.
BEYOND = ("half-pdu", "endless-pings")
CASES = [case for case in adversary.CASES if case[0] not in BEYOND]


def meet(lab, codes, *words):
    """Lets the program meet the adversary; what holds whatever that does."""
    limit = adversary.limit_for(codes)
    result = checks.run(PROGRAM, lab, "-t", str(limit), *WORDS, *words)
    line = forms.first_line(result)
    assert (line["code"] or "ok") in codes, result.told
    assert result.seconds < limit + checks.START_S, result.told
    assert result.status == checks.STATES[line["state"] or "OK"], result.told
    found = [item["label"] for item in forms.perf_items(result)]
    assert found == checks.labels(PROGRAM), result.told
    forms.assert_filled(line["text"], result)
    forms.assert_no_secret(result, lab)
    assert lab.bad_logons == 0, lab.log()


@pytest.mark.parametrize("name, options, codes, _", CASES, ids=adversary.name_of)
def test_adversary(name, options, codes, _):
    with adversary.adversary(name, **options) as lab:
        meet(lab, codes)


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name, codes", [
    ("random", adversary.NOT_TLS), ("random-http", adversary.NOT_HTTP)])
def test_random_bytes(name, codes, seed):
    with adversary.adversary(name, seed=seed) as lab:
        meet(lab, codes)


def test_silence_without_tls():
    with adversary.adversary("silent") as lab:
        meet(lab, {"http-timeout"}, "--no-tls")


def test_slow_server_is_not_blamed_for_what_was_left_out():
    """Every answer takes so long that not everything fits into the time."""
    with Lab("healthy", front={"delay": 0.25}) as lab:
        result = checks.run(PROGRAM, lab, "-t", "3", "--plain-port", "0")
        judge_slow(result, lab)
        assert forms.first_line(result)["code"] == "deadline-exceeded", result.told
        assert result.status == 3


def judge_slow(result, lab):
    """What holds for a run that had too little time."""
    assert "http-timeout" not in result.out, result.told
    assert result.seconds < 3 + checks.START_S, result.told
    assert lab.bad_logons == 0, lab.log()


def test_plain_port_that_never_answers():
    """The look at plain http costs a second or two, not the run."""
    with Lab("auth-healthy-anybody") as lab, adversary.adversary("silent") as other:
        result = checks.run(PROGRAM, lab, "--plain-port", str(other.https))
        assert result.status == 0 and result.seconds < 3, result.told
