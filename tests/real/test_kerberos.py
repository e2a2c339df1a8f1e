"""Tickets from an MIT KDC: every source of them, and everything that a KDC refuses."""

import os
import socket
import time
from dataclasses import replace

import pytest
from gssapi_fixtures import OTHERS
from parts import check, service

NEGOTIATE = ("--auth", "negotiate")
NOBODY = {"user": "", "password": ""}


def attempt(target, environment, *options, **changes):
    """Run the tunnel check as somebody else."""
    return check.tunnel(replace(target, **changes), *options, more=environment)


USERS = ["LAB\\alice", "alice", "alice@lab.test", "lab.test\\alice"]


@pytest.mark.parametrize("user", USERS)
def test_forms_of_the_name(gssapi_front, realm, user):
    result = attempt(gssapi_front, realm.environment, *NEGOTIATE, user=user)
    assert result.code == "ok", str(result)


@pytest.mark.parametrize("scheme", ["auto", "negotiate"])
def test_keytab(gssapi_front, realm, scheme):
    options = ("--auth", scheme, "--keytab", str(realm.keytab("alice")))
    result = attempt(gssapi_front, realm.environment, *options, **NOBODY)
    assert result.code == "ok", str(result)
    assert "Negotiate (Kerberos) accepted for alice@LAB.TEST" in str(result)


@pytest.mark.parametrize("scheme", ["auto", "negotiate"])
def test_ticket_cache_is_not_written_to(gssapi_front, realm, exchange, scheme):
    cache = realm.cache("alice", exchange.password)
    before = (cache.read_bytes(), os.stat(cache).st_mtime_ns)
    options = ("--auth", scheme, "--ccache", str(cache))
    result = attempt(gssapi_front, realm.environment, *options, **NOBODY)
    assert result.code == "ok", str(result)
    assert (cache.read_bytes(), os.stat(cache).st_mtime_ns) == before


def test_own_cache_of_the_user(gssapi_front, realm, exchange):
    cache = realm.cache("alice", exchange.password)
    environment = dict(realm.environment, KRB5CCNAME=str(cache))
    result = attempt(gssapi_front, environment, *NEGOTIATE, **NOBODY)
    assert result.code == "ok", str(result)


def test_password_leaves_no_file(gssapi_front, realm, tmp_path):
    cache = tmp_path / "cache"
    environment = dict(realm.environment, KRB5CCNAME=f"FILE:{cache}")
    result = attempt(gssapi_front, environment, *NEGOTIATE)
    assert result.code == "ok", str(result)
    assert not cache.exists()


# Who, with which password, and what the KDC makes of it.
REFUSED = [
    ("alice", "not-the-one", "auth-rejected", "pre-authentication failed"),
    ("nobody", "whatever", "auth-rejected", "does not know the user"),
    ("revoked", OTHERS["revoked"], "auth-account-unusable", "revoked"),
    ("expired", OTHERS["expired"], "auth-account-unusable", "expired"),
]


@pytest.mark.parametrize("user, password, code, word", REFUSED)
def test_kdc_refuses(gssapi_front, realm, user, password, code, word):
    who = {"user": user, "password": password}
    result = attempt(gssapi_front, realm.environment, *NEGOTIATE, **who)
    assert result.code == code, str(result)
    assert word in result.document["summary"]
    assert result.document["state"] == "UNKNOWN"


def test_good_account_is_the_servers_fault(gssapi_front, realm):
    options = (*NEGOTIATE, "--account-good")
    result = attempt(gssapi_front, realm.environment, *options, password="wrong")
    assert result.code == "auth-rejected", str(result)
    assert result.document["state"] == "CRITICAL"


# The sources that are not there: no KDC is asked.
ABSENT = [
    (),
    ("--ccache", "/nonexistent/cache"),
    ("--keytab", "/nonexistent/keytab"),
]


@pytest.mark.parametrize("options", ABSENT)
def test_no_ticket(gssapi_front, realm, options):
    options = (*NEGOTIATE, *options)
    result = attempt(gssapi_front, realm.environment, *options, **NOBODY)
    assert result.code == "missing-credentials", str(result)
    assert "no ticket in the cache, or no key" in result.document["summary"]


def test_expired_ticket(gssapi_front, realm, exchange):
    cache = realm.cache("alice", exchange.password, "-l", "1s")
    environment = realm.variant("late", {}, "[libdefaults]\nclockskew = 0\n")
    time.sleep(2)
    options = (*NEGOTIATE, "--ccache", str(cache))
    result = attempt(gssapi_front, environment, *options, **NOBODY)
    assert result.code == "missing-credentials", str(result)


def test_kdc_refuses_connections(gssapi_front, realm):
    environment = realm.without_kdc(9)
    result = attempt(gssapi_front, environment, *NEGOTIATE)
    assert result.code == "missing-credentials", str(result)
    assert "no KDC answers" in result.document["summary"]


def test_silent_kdc_does_not_hold_the_check(gssapi_front, realm):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment = realm.without_kdc(silent.getsockname()[1])
        target = gssapi_front
        result = check.tunnel(target, *NEGOTIATE, timeout=2, more=environment)
    assert result.code == "missing-credentials", str(result)
    assert "no KDC answers" in result.document["summary"]


def test_unknown_realm(gssapi_front, realm):
    who = {"user": "alice@ELSEWHERE.TEST"}
    result = attempt(gssapi_front, realm.environment, *NEGOTIATE, **who)
    assert result.code == "missing-credentials", str(result)


def test_unknown_service_while_ntlm_works(gssapi_front, realm):
    options = (*NEGOTIATE, "--spn", "HTTP/other.lab.test")
    result = attempt(gssapi_front, realm.environment, *options)
    assert result.code == "auth-kerberos-refused", str(result)
    assert result.document["state"] == "WARNING"
    assert "does not know the service" in result.document["summary"]
    assert "NTLM works" in result.document["summary"]


def test_unknown_service_and_nothing_else(gssapi_front, realm):
    keytab = ("--keytab", str(realm.keytab("alice")))
    options = (*NEGOTIATE, *keytab, "--spn", "HTTP/other.lab.test")
    result = attempt(gssapi_front, realm.environment, *options, **NOBODY)
    assert result.code == "auth-kerberos-refused", str(result)
    assert result.document["state"] == "CRITICAL"


def test_service_with_another_key(gssapi_front, realm):
    realm.administer("addprinc -randkey HTTP/stale.lab.test")
    keytab = ("--keytab", str(realm.keytab("alice")))
    options = (*NEGOTIATE, *keytab, "--spn", "HTTP/stale.lab.test")
    result = attempt(gssapi_front, realm.environment, *options, **NOBODY)
    assert result.code == "auth-kerberos-refused", str(result)
    assert "refuses the ticket" in result.document["summary"]


def test_auto_goes_on_with_the_password(gssapi_front, realm):
    options = ("--auth", "auto", "--ccache", "/nonexistent/cache")
    result = attempt(gssapi_front, realm.environment, *options)
    assert result.code == "ok", str(result)
    assert "note: no Kerberos" in str(result)


def test_wrong_password_is_sent_to_the_kdc_once(gssapi_front, realm):
    log = realm.directory / "kdc.log"
    before = log.read_text().count("PREAUTH_FAILED")
    attempt(gssapi_front, realm.environment, *NEGOTIATE, password="wrong")
    assert log.read_text().count("PREAUTH_FAILED") == before + 1


def test_clock_skew(gssapi_front, realm):
    faketime = service.find_program("faketime")
    # by default libkrb5 takes the clock of the KDC for its own
    environment = realm.variant("skew", {}, "[libdefaults]\nkdc_timesync = 0\n")
    result = check.tunnel(
        gssapi_front, *NEGOTIATE, more=environment, wrapper=(faketime, "-f", "+1h")
    )
    assert result.code == "auth-kerberos-refused", str(result)
    assert result.document["state"] == "UNKNOWN"
    assert "clocks of monitor and KDC" in result.document["summary"]


def test_parts_of_the_chain_have_tickets_of_their_own(gssapi_front, realm):
    """MAPI/HTTP is asked beside the tunnel, and by Kerberos as the tunnel is."""
    options = (*NEGOTIATE, "-S", gssapi_front.server, "--no-autodiscover", "-vvv")
    result = check.run("check_oa", gssapi_front, *options, more=realm.environment)
    sent = [line for line in result.document["transcript"]
            if "> Authorization: " in line]
    parts = {line.partition(" ")[0] for line in sent}
    assert {"OUT", "IN", "MAPI"} <= parts, sent
    # What a server answers to NTLM begins so.
    assert "TlRMTVNTUAAC" not in "".join(result.document["transcript"])
