"""Mistakes on the command line: one line, the help's name, exit code 3."""

import json

import pytest
from launch import DUMMY, programs, run

MISTAKES = [
    (["--bogus"], "unknown option --bogus"),
    (["--bogus=hunter2"], "unknown option --bogus"),
    (["--time=3"], "unknown option --time"),
    (["-x"], "unknown option -x"),
    (["word"], "unexpected word behind --hostname"),
    (["--port"], "--port: needs an argument"),
    (["--port", "0"], "--port: 0 is not between 1 and 65535"),
    (["-p70000"], "--port: 70000 is not between 1 and 65535"),
    (["-p", "https"], "--port: https is no whole number"),
    (["-t", "0"], "--timeout: 0 is no number of seconds above 0"),
    (["-t", "-1"], "--timeout: -1 is no number of seconds above 0"),
    (["-t", "1e9"], "--timeout: 1e9 is no number of seconds above 0"),
    (["-t", "100000"], "--timeout: 100000 is more than 86400"),
    (["--auth", "digest"], "--auth: digest is none of auto, basic, ntlm, negotiate"),
    (["--output=xml"], "--output: xml is none of text, json, prometheus"),
    (["--tls-min=1.4"], "--tls-min: 1.4 is none of 1.0, 1.1, 1.2, 1.3"),
    (["--tls-min=1.3", "--tls-max=1.2"], "--tls-min is above --tls-max"),
    (["--ca-only"], "--ca-only needs --ca-file or --ca-dir"),
    (["--no-tls=yes"], "--no-tls: takes no argument"),
    (["-4", "-6"], "--ipv4 and --ipv6 exclude each other"),
    (["-I", "mail.lab.test"], "--address: mail.lab.test is no address"),
    (["-I", "127.0.0.1", "-6"], "--address is of the family that was excluded"),
    (["-H", ""], "--hostname: the argument is empty"),
    (["-H", "https://mail.lab.test/"], "--hostname: not a host name"),
    (["--path", "rpc"], "--path: must begin with /"),
    (["--resolver", "dns.lab.test"], "--resolver: dns.lab.test is not ADDR"),
    (["--proxy", "proxy:8080"], "--proxy: neither env nor http://HOST:PORT"),
    (["--timeout-result", "bad"], "--timeout-result: bad is none of"),
    (["-e", "6001,x"], "--endpoint: 6001,x is no list of ports"),
    (["--hang"], "--hang needs --sleep"),
    (["-w", "5:1"], "--warning: "),
    (["-w", "abc"], "--warning: "),
    (["-w", ""], "--warning: "),
    (["-c", "1:2:3"], "--critical: "),
    (["-c", "10x"], "--critical: "),
    (["-c", "@"], "--critical: "),
]


@pytest.mark.parametrize("words, text", MISTAKES,
                         ids=[" ".join(words) for words, _ in MISTAKES])
def test_mistake_is_one_line_and_a_hint(dummy, words, text):
    result = dummy(*words)
    assert result.code == 3
    assert result.lines[0].startswith(
        "OA DUMMY UNKNOWN [bad-usage]: bad usage: " + text)
    assert result.lines[1:] == ["see check_oa_dummy --help"]
    assert "|" not in result.out
    assert "hunter2" not in result.out


def own_name(program):
    """The name that a program gives itself."""
    return json.loads(run(program, "--dump-descriptor").out)["program"]


@pytest.mark.parametrize("program", programs(), ids=lambda path: path.name)
@pytest.mark.parametrize("words", [["--bogus"], ["-p", "x"], [], ["word"]], ids=str)
def test_every_program_refuses(program, words):
    result = run(program, *words)
    assert result.code == 3
    assert "UNKNOWN [bad-usage]: bad usage: " in result.lines[0]
    assert result.lines[1] == f"see {own_name(program)} --help"
    assert len(result.lines) == 2


def test_missing_host_is_named():
    assert "--hostname is missing" in run(DUMMY).lines[0]


def test_mistake_keeps_the_format(dummy):
    for words in (["--output=json", "-p", "x"], ["-p", "x", "--output", "JSON"],
                  ["--bogus", "--output=json"]):
        result = dummy(*words)
        assert result.code == 3
        answer = json.loads(result.out)
        assert answer["state"] == "UNKNOWN"
        assert answer["code"] == "bad-usage"
        assert answer["hint"] == "see check_oa_dummy --help"


def test_mistake_in_prometheus_format(dummy):
    result = dummy("--output=prometheus", "-p", "x")
    assert result.code == 3
    assert "bad-usage" in result.out


def test_rest_of_a_split_password_is_not_shown(dummy):
    result = dummy("--password", "open", "sesame")
    assert result.code == 3
    assert "unexpected word behind --password" in result.lines[0]
    assert "sesame" not in result.out
