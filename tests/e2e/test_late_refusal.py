"""A password that is refused by an RPC error is refused, whatever HTTP has accepted."""

import checks
import forms
import pytest
from lab import Lab

IN_HEAD = {"endpoint": [{"port": 6001, "error": "NUMBER"}]}
IN_STREAM = {"tunnel": {
    "raw_after": "a3",
    "raw": "HTTP/1.0 503 RPC Error: NUMBER\r\nContent-Length: 0\r\n\r\n"}}
NUMBERS = {"52e": "auth-rejected", "533": "auth-account-unusable",
           "775": "auth-account-unusable"}


def overrides(place, number):
    """The scenario's values with the number in its place."""
    if isinstance(place, dict):
        return {key: overrides(value, number) for key, value in place.items()}
    if isinstance(place, list):
        return [overrides(value, number) for value in place]
    return place.replace("NUMBER", number) if isinstance(place, str) else place


def run(lab, *words):
    """Runs the check; returns the result and its code."""
    result = checks.run("check_oa_tunnel", lab, *words)
    return result, forms.first_line(result)["code"] or "ok"


@pytest.mark.parametrize("place", [IN_HEAD, IN_STREAM], ids=["head", "stream"])
@pytest.mark.parametrize("number", NUMBERS)
def test_there_is_no_second_try(place, number, tmp_path):
    state = ("--state-dir", str(tmp_path))
    with Lab("healthy", **overrides(place, number)) as lab:
        result, code = run(lab, "--tries", "2", "--interval", "0.1", *state, "-vv")
        assert code == NUMBERS[number], result.told
        assert "tries" not in result.out, result.told
        result, code = run(lab, *state)
        assert code == "auth-budget-used", result.told


@pytest.mark.parametrize("place", [IN_HEAD, IN_STREAM], ids=["head", "stream"])
def test_an_account_that_is_good_makes_it_critical(place):
    with Lab("healthy", **overrides(place, "52e")) as lab:
        result, code = run(lab, "--account-good")
        assert (code, result.status) == ("auth-rejected", 2), result.told
