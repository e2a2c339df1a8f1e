"""Whatever does not answer, every program ends inside its time and half a second.

On a machine that is busy a run may be late by no fault of its own: the best of three
counts.
"""

import checks
import forms
import pytest
import subagent
from agentd import AGENT
from faultrelay import FaultRelay
from holes import Dripper, Hole, Wall
from judge import is_late, outcome, read
from lab import Lab

TIMEOUT_S = 1.5
TRIES = 3
PROGRAMS = ("check_oa_cert", "check_oa_auth", "check_oa_rpcproxy", "check_oa_tunnel",
            "check_oa_backend", "check_oa_autodiscover", "check_oa_mapihttp",
            "check_oa")
LOGGING_ON = PROGRAMS[1:]
EMAIL = "alice@lab.test"
MORE = {"check_oa_autodiscover": ("-E", EMAIL),
        "check_oa_backend": ("--backend", "127.0.0.1:9"),
        "check_oa": ("--email", EMAIL)}
REALM = """[libdefaults]
default_realm = LAB.TEST
dns_lookup_kdc = false
dns_lookup_realm = false
[realms]
LAB.TEST = {{
	kdc = 127.0.0.1:{port}
}}
"""
# leaf, what looks at it, and the states that are right
REVOCATION = {
    "list": ("unlisted", ("check_oa_cert", "--crl-check"), (0, 1)),
    "responder": ("unanswered", ("check_oa_cert", "--ocsp-check"), (0, 1)),
    "issuer": ("unfetchable", ("check_oa_cert",), (2,)),
    "issuer-chain": ("unfetchable", ("check_oa",), (2,)),
}
# Names that are asked for although the address of the front end is given.
NAMES_BEHIND = {
    "autodiscover": ("check_oa_autodiscover",),
    "chain": ("check_oa",),
    "backend": ("check_oa_backend", "--backend", "EX1.lab.test:9"),
    "referral": ("check_oa_tunnel", "--depth", "referral"),
}
# Connections beside that to the front end; {wall} is a port that drops them.
WAYS_BEHIND = {
    "autodiscover": ("check_oa_autodiscover", "--resolver", "127.0.0.1:{dns}",
                     "--https-port", "{wall}", "--http-port", "{wall}"),
    "chain-autodiscover": ("check_oa", "--resolver", "127.0.0.1:{dns}",
                           "--https-port", "{wall}", "--http-port", "{wall}"),
    "backend": ("check_oa_backend", "--backend", "127.0.0.1:{wall}"),
    "chain-backend": ("check_oa", "--backend", "127.0.0.1:{wall}"),
    "node": ("check_oa_auth", "--node", "127.0.0.1:{wall}"),
    "plain": ("check_oa_auth", "--plain-port", "{wall}"),
    "proxy": ("check_oa_tunnel", "--proxy", "http://127.0.0.1:{wall}"),
    "silent-proxy": ("check_oa_tunnel", "--proxy", "http://127.0.0.1:{hole}"),
}


def started(program, *words):
    """A run of a program that knows no host but mail.lab.test."""
    more = () if {"-E", "--email", "--backend"} & {*words} else MORE.get(program, ())
    words = ["-t", str(TIMEOUT_S), "-H", "mail.lab.test", *more, *words]
    if program not in checks.WITHOUT_SERVER:
        words += ["-S", "EX1.lab.test"]
    if program != "check_oa_cert" and "-u" not in words:
        words += ["-u", "LAB\\alice"]
    return checks.Run(program, words, TIMEOUT_S, "secret")


def in_time(start):
    """The result of the quickest of some runs, which is in time."""
    for _ in range(TRIES):
        result = outcome(start())
        if not is_late(result, TIMEOUT_S):
            break
    assert not is_late(result, TIMEOUT_S), result.told
    read(result)
    return result


def run(program, *words):
    """The result of a program, which is in time."""
    return in_time(lambda: started(program, *words))


def told(lab):
    """Where a laboratory is."""
    return "-I", lab.address, "-p", str(lab.https), "--ca-file", lab.ca


def run_agent(lab, without=(), **lines):
    """The same for the subagent."""
    return in_time(
        lambda: subagent.start(lab, TIMEOUT_S, without=without, **lines))


needs_agent = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_resolver_answers(program):
    with Hole() as hole:
        result = run(program, "--resolver", f"127.0.0.1:{hole.port}")
    assert forms.of_text(result).code == "dns-resolver-failed", result.told
    assert result.status == 3, result.told


@needs_agent
def test_no_resolver_answers_the_subagent():
    with Hole() as hole, Lab("healthy") as lab:
        result = run_agent(lab, ["address"], resolver=f"127.0.0.1:{hole.port}")
    assert read(result) == ("UNKNOWN", "dns-resolver-failed"), result.told


@pytest.mark.parametrize("what", NAMES_BEHIND)
def test_no_resolver_answers_for_what_is_behind(what):
    with Hole() as hole, Lab("healthy") as lab:
        result = run(*NAMES_BEHIND[what], *told(lab), "--resolver",
                     f"127.0.0.1:{hole.port}")
    assert result.status != 0, result.told


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_connection_comes(program):
    with Wall() as wall:
        result = run(program, "-I", "127.0.0.1", "-p", str(wall.port))
    assert forms.of_text(result).code.startswith("tcp-"), result.told
    assert result.status == 2, result.told


@needs_agent
def test_no_connection_comes_to_the_subagent():
    with Wall() as wall, Lab("healthy") as lab:
        state, code = read(run_agent(lab, port=wall.port))
    assert state == "CRITICAL" and code.startswith("tcp-"), code


@pytest.mark.parametrize("what", WAYS_BEHIND)
def test_no_connection_comes_behind(what):
    """What is no part of the way to the mailbox may be told as a note."""
    with Wall() as wall, Hole() as hole, Lab("autodiscover-healthy") as lab:
        words = [word.format(wall=wall.port, hole=hole.port, dns=lab.dns)
                 for word in WAYS_BEHIND[what]]
        result = run(*words, *told(lab))
    assert what in ("node", "plain") or result.status != 0, result.told


@pytest.mark.parametrize("program", LOGGING_ON)
def test_no_kdc_answers(program, tmp_path, monkeypatch):
    """Nor goes a proof of another scheme out: Kerberos was asked for."""
    with Hole() as hole, Lab("healthy") as lab:
        write_realm(hole, tmp_path, monkeypatch)
        result = run(program, *told(lab), "--auth", "negotiate", "-u",
                     "alice@LAB.TEST")
        assert lab.log() == []
    assert_no_kdc(result)


@needs_agent
def test_no_kdc_answers_the_subagent(tmp_path, monkeypatch):
    with Hole() as hole, Lab("healthy") as lab:
        write_realm(hole, tmp_path, monkeypatch)
        result = run_agent(lab, auth="negotiate", username="alice@LAB.TEST")
        assert lab.log() == []
    assert_no_kdc(result)


def write_realm(hole, folder, monkeypatch):
    """Makes a port the KDC of the realm."""
    config = folder / "krb5.conf"
    config.write_text(REALM.format(port=hole.port), encoding="utf-8")
    monkeypatch.setenv("KRB5_CONFIG", str(config))


def assert_no_kdc(result):
    """That is what it must say, if it knows Kerberos at all."""
    if read(result)[1] == "feature-missing":
        pytest.skip("built without Kerberos")
    assert "no KDC answers" in result.out, result.told
    assert result.status != 0, result.told


@pytest.mark.parametrize("what", REVOCATION)
@pytest.mark.parametrize("how", ["silent", "slow"])
def test_no_revocation_list_comes(what, how):
    """An outage of a third party, which is noted, and never CRITICAL."""
    leaf, words, allowed = REVOCATION[what]
    with Hole() as hole, Dripper() as dripper, Lab("healthy") as lab:
        port = hole.port if how == "silent" else dripper.port
        lab._store.web = f"http://127.0.0.1:{port}"
        with FaultRelay(f"127.0.0.1:{lab.https}", lab._store.leaf(leaf)) as front:
            result = run(*words, *told(lab), "-p", str(front.port))
    assert result.status in allowed, result.told


@pytest.mark.parametrize("depth", ["call", "logon"])
def test_a_silent_call_is_blamed(depth):
    """And not the second tunnel, which has the rest of the time only."""
    silent = {"when": {"kind": "out", "logon": "accepted", "from": 2}, "action": "hang"}
    with Lab("rpc-no-answer-call", account={"password": "secret"},
             rule=[silent]) as lab:
        result = run("check_oa_tunnel", *told(lab), "--auth", "basic", "--depth", depth,
                     "--mailbox-dn", "/o=LAB/ou=Exchange/cn=Recipients/cn=alice")
    assert forms.of_text(result).code == "rpc-no-answer", result.told


def test_a_silent_challenge_is_blamed():
    """And not what had no time any more behind it."""
    rule = {"when": {"type1": True}, "action": "hang"}
    with Lab("healthy", rule=[rule]) as lab:
        result = run("check_oa_auth", *told(lab))
    assert forms.of_text(result).code == "http-timeout", result.told
