"""Depths beyond the cheap call: sessions are given back, and each endpoint goes as deep
as the depth allows."""

import checks
import pytest
from lab import Lab

TUNNEL = "check_oa_tunnel"
DN = "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"
LOGON = ("--depth", "logon", "--mailbox-dn", DN)


def test_session_is_given_back():
    """A user has one session; the second run finds it free."""
    with Lab("healthy", mailbox={"session_limit": 1}) as lab:
        for _ in range(2):
            result = checks.run(TUNNEL, lab, *LOGON)
            assert result.status == 0, result.told


def test_server_version_and_time_are_told():
    with Lab("healthy", mailbox={"version": "15.1.2507.39"}) as lab:
        result = checks.run(TUNNEL, lab, *LOGON, "--output", "json")
        mailbox, = result.hops("mailbox")
        assert "15.1.2507.39" in mailbox["text"], result.told
        values = result.values()
        assert values["logon_time"] is not None, result.told
        assert values["call_time"] is None, result.told


@pytest.mark.parametrize("depth, deep", [
    ("call", set()), ("referral", {"6002"}), ("addressbook", {"6002", "6004"}),
    ("logon", {"6001", "6002", "6004"}),
])
def test_each_endpoint_goes_as_deep_as_allowed(depth, deep):
    with Lab("healthy") as lab:
        result = checks.run(TUNNEL, lab, "-e", "6001,6002,6004", "--depth", depth,
                            "--mailbox-dn", DN, "--output", "json")
        assert {hop["subject"] for hop in result.hops("mailbox")} == deep, result.told
        assert result.status == 0, result.told


@pytest.mark.parametrize("options, what", [
    (["--depth", "logon"], "--mailbox-dn"),
    (["--depth", "logon", "--mailbox-dn", DN, "-e", "6004"], "6001"),
    (["--depth", "referral", "-e", "6001"], "6002"),
    (["--depth", "addressbook", "-e", "6001,6002"], "6004"),
    (["--depth", "addressbook", "--interface", "mgmt"], "own interface"),
    (["--pose-version", "16.0"], "16.0.17928.20156"),
    (["--mailbox-dn", ""], "--mailbox-dn"),
    (["--mailbox-dn", "x" * 1025], "--mailbox-dn"),
    (["--server-dn", "/o=short"], "--server-dn"),
    (["--check-name", "x" * 257], "--check-name"),
    (["--hold", "1", "--hold-pings", "2"], "--hold-pings is above --hold"),
    (["--alt-server", "x y/?#"], "--alt-server: a name"),
])
def test_options_that_contradict(options, what):
    result = checks.run_words(TUNNEL, "-H", "mail.lab.test", "-S", "EX1", *options)
    assert result.status == 3, result.told
    assert what in result.out, result.told


def test_an_endpoint_named_twice_is_one():
    with Lab("healthy") as lab:
        result = checks.run(TUNNEL, lab, "-e", "6001,6001,6001", "--output", "json")
        assert len(result.hops("tunnel")) == 1, result.told


def test_longest_arguments_fit():
    names = {"dn": "/o=" + "x" * 1021}
    with Lab("healthy", mailbox=names) as lab:
        result = checks.run(
            TUNNEL, lab, "-e", "6001,6002,6004", "--depth", "logon",
            "--mailbox-dn", names["dn"], "--server-dn", names["dn"][:1023],
            "--cached-mode", "--check-name", "a" * 256, "--rpc-auth", "ntlm")
        # all was understood, and nobody has that name
        assert "[name-not-in-address-book]" in result.lines[0], result.told
        assert "not tested" not in result.out, result.told


def test_second_look_costs_no_second_bad_password():
    """What is refused for want of a logon at RPC level is not tried once more."""
    with Lab("healthy", rpc={"fault": 5}) as lab:
        result = checks.run(TUNNEL, lab, "--mailbox-dn", DN, "--rpc-auth", "ntlm")
        assert "[rpc-logon-refused]" in result.lines[0], result.told
        opened = [entry for entry in lab.log() if entry["scheme"] == "rpc-ntlm"]
        assert len(opened) == 1, result.told


@pytest.mark.parametrize("interface, options", [
    ("emsmdb", LOGON), ("rfr", ("--depth", "referral")),
    ("nspi", ("--depth", "addressbook")),
])
def test_replies_in_fragments(interface, options):
    with Lab("healthy", rpc={"fragment": 24}) as lab:
        result = checks.run(TUNNEL, lab, *options)
        assert result.status == 0, (interface, result.told)


def test_name_that_dns_and_proxy_do_not_know():
    """Both ways are named in the reason."""
    with Lab("referral-failed") as lab:
        line = checks.run(TUNNEL, lab).lines[0]
        assert "DNS: " in line and "proxy: " in line, line
