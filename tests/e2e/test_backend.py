"""The hop behind: whatever 444 does, the run ends in time and guards the password."""

import checks
import forms
import pytest
from lab import Lab

PROGRAM = "check_oa_backend"
TIMEOUT_S = 4
DOWN = "backend-site-down"
NO_CERT = "backend-cert-missing"

# name of the adversary in the place of 444, its options, codes
CASES = [
    ("closed", {}, {DOWN}),
    ("silent", {}, {DOWN}),
    ("slow", {"interval": 0.3}, {DOWN}),
    ("slow-http", {"interval": 0.3}, {DOWN}),
    ("random", {}, {DOWN, "tls-alert"}),
    ("random-http", {}, {DOWN}),
    ("big-head", {}, {DOWN}),
    ("big-line", {}, {DOWN}),
    ("tls-cut", {"after": 1}, {DOWN, NO_CERT}),
    ("tls-cut", {"after": 600}, {DOWN}),
    ("tls-reset", {}, {NO_CERT}),
    ("tls-alert", {}, {"tls-alert"}),
    ("plain-on-tls", {}, {DOWN}),
    ("h2-only", {}, {"tls-h2-only"}),
    ("reset-after-head", {}, {DOWN, "backend-logon-refused"}),
]


def behind(**backend):
    """A laboratory with this back end on the address of the front end."""
    return Lab("healthy", backend=dict(enabled=True, **backend),
               args=["--backend", "127.0.0.1:{backend}"])


@pytest.mark.parametrize("name, options, codes", CASES)
def test_hostile_back_end(name, options, codes):
    with behind(adversary=name, adversary_options=options) as lab:
        result = checks.run(PROGRAM, lab, "-t", str(TIMEOUT_S), "-vvv")
        line = forms.first_line(result)
        assert (line["code"] or "ok") in codes, result.told
        assert result.seconds < TIMEOUT_S + checks.START_S, result.told
        forms.assert_filled(line["text"], result)
        forms.assert_no_secret(result, lab)


def logons(lab):
    """How many proofs of the password were seen."""
    return len(lab.log())


def by_name(**backend):
    """A laboratory whose back end is called by its name."""
    return Lab("backend-healthy", backend=backend)


def test_password_goes_to_trusted_back_ends_alone():
    counts = []
    for certificate in ("backend", "backend-self-signed", "good"):
        with by_name(certificate=certificate) as lab:
            checks.run(PROGRAM, lab)
            counts.append(logons(lab))
    assert counts == [2, 1, 1]


def test_password_does_not_go_to_a_bare_address():
    with behind() as lab:
        result = checks.run(PROGRAM, lab)
        assert forms.first_line(result)["code"] is None, result.told
        assert logons(lab) == 1, lab.log()


def test_refused_password_is_not_shown_to_the_back_end():
    with behind() as lab:
        lab.scenario["account"]["given"] = "Not-The-Passw0rd"
        result = checks.run(PROGRAM, lab)
        assert forms.first_line(result)["code"] == "auth-rejected", result.told
        assert lab.bad_logons == 1, lab.log()
        assert logons(lab) == 1, lab.log()


@pytest.mark.parametrize("word", ["", "a b", "EX1:0", "https://EX1", "[::1"])
def test_bad_places_are_refused(word):
    result = checks.run_words(PROGRAM, "-H", "mail.lab.test", "--backend", word)
    assert "bad-usage" in result.lines[0], result.told
    assert result.status == 3


def test_several_back_ends_are_told_apart():
    words = ["--backend", "127.0.0.1:{backend}", "--backend", "127.0.0.1:{http}"]
    with Lab("healthy", backend={"enabled": True}, args=words) as lab:
        result = checks.run(PROGRAM, lab, "--output", "json")
        states = {hop["subject"]: hop["state"] for hop in result.hops("backend")}
        assert states[f"127.0.0.1:{lab.backend}"] == "OK", result.told
        assert states[f"127.0.0.1:{lab.http}"] == "CRITICAL", result.told


def test_names_in_its_certificate_alone_are_internal():
    """A back end that is called by its address, and does not say its name by NTLM."""
    rule = {"when": {"path": "/rpc"}, "status": 401,
            "headers": {"WWW-Authenticate": "Negotiate"}}
    with behind(rule=[rule]) as lab:
        plain = checks.run(PROGRAM, lab, "-vv").out
        hidden = checks.run(PROGRAM, lab, "-vv", "--no-internal-names").out
    assert "certificate of EX1.lab.test, EX1" in plain
    assert "EX1" not in hidden, hidden
    assert "mail.lab.test" in hidden


def test_literal_of_ipv6_is_reached():
    with Lab("healthy", backend={"enabled": True, "address": "::1"},
             args=["--backend", "[::1]:{backend}", "--expect-closed"]) as lab:
        line = forms.first_line(checks.run(PROGRAM, lab))
        assert line["code"] == "backend-port-exposed", line


def test_front_end_by_literal_of_ipv6():
    with Lab("healthy", host="::1", address="::1") as lab:
        result = checks.run("check_oa_rpcproxy", lab)
        assert "[OK] tcp: ::1:" in result.out, result.told


def test_name_without_address_proves_no_closed_port():
    with Lab("backend-port-closed", args=[
            "--backend", "typo.lab.test", "--resolver", "{dns}",
            "--expect-closed"]) as lab:
        line = forms.first_line(checks.run(PROGRAM, lab))
        assert (line["state"], line["code"]) == ("UNKNOWN", "dns-no-record"), line


def test_outside_the_port_should_be_closed():
    records = {"mail.lab.test": {"A": ["127.0.0.1"]}}
    with Lab("healthy", without=["address"], dns={"records": records},
             backend={"enabled": True},
             args=["--backend", "127.0.0.1:{backend}", "--resolver", "{dns}"]) as lab:
        result = checks.run(PROGRAM, lab, "--outside", "--output", "json")
        codes = [hop["code"] for hop in result.hops("backend")]
        assert codes == ["backend-port-exposed"], result.told
        assert f"127.0.0.1:{lab.backend} reachable" in result.out, result.told


def test_password_does_not_go_to_another_web_server():
    page = {"status": 200, "server": "lighttpd", "body": "<html>router</html>",
            "body_type": "text/html"}
    with by_name(rule=[page]) as lab:
        result = checks.run(PROGRAM, lab)
        assert forms.first_line(result)["code"] == DOWN, result.told
        assert logons(lab) == 1, lab.log()


@pytest.mark.parametrize("server, is_good", [("::1", True), ("::1:6001:x", False)])
def test_server_may_be_a_literal_of_ipv6(server, is_good):
    result = checks.run_words("check_oa_rpcproxy", "-H", "127.0.0.1", "-p", "1",
                              "-S", server)
    assert (forms.first_line(result)["code"] != "bad-usage") == is_good, result.told
