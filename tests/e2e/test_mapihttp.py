"""check_oa_mapihttp: sessions that end, connections that are reused, passwords."""

import checks
import pytest
from lab import Lab

PROGRAM = "check_oa_mapihttp"
CONNECT = ("--connect", "--mailbox-dn", "/o=LAB/ou=Exchange/cn=Recipients/cn=alice")


def run(lab, *words):
    """Runs the check with JSON and returns the result."""
    return checks.run(PROGRAM, lab, "-vvv", "--output", "json", *words)


def sessions(lab):
    """What became of sessions, in order."""
    return [record["result"] for record in lab.log() if record["scheme"] == "mapi"]


def logons(lab):
    """The logons that passed."""
    return [record for record in lab.log() if record["result"] == "good"]


def connections(result):
    """The connections that the transcript tells of."""
    return [line for line in result.document["transcript"]
            if line.startswith("connected to")]


@pytest.mark.parametrize("mapi", [
    {}, {"late": True, "chunked": True}, {"pending": 9}, {"closes": True},
    {"forgets_logon": True}, {"disconnect_code": 10}, {"nspi_code": 16},
    {"connect_error": 0x3F2}, {"connect_status": 5},
], ids=str)
def test_every_session_is_ended(mapi):
    with Lab("mapihttp-healthy", mapi=mapi) as lab:
        result = run(lab, *CONNECT)
        assert sessions(lab) == ["opened", "ended"], result.told


def test_a_session_is_ended_whose_begin_is_not_told():
    """The head of the answer comes, its body does not."""
    with Lab("mapihttp-healthy", mapi={"stalls": True}) as lab:
        result = run(lab, *CONNECT, "-t", "2")
        assert result.document["code"] == "http-timeout", result.told
        assert sessions(lab) == ["opened", "ended"], result.told


def test_no_session_without_being_asked():
    with Lab("mapihttp-healthy") as lab:
        run(lab)
        assert sessions(lab) == []


def test_a_session_of_another_mailbox_is_refused():
    with Lab("mapihttp-healthy") as lab:
        result = run(lab, "--connect", "--mailbox-dn", "/o=LAB/cn=nobody")
        assert result.document["code"] == "mapihttp-failed", result.told
        assert "12 (invalid request body)" in result.document["summary"]
        assert sessions(lab) == []


@pytest.mark.parametrize("words, count", [
    ((), 1), (("--auth", "basic"), 5), (("--auth", "ntlm"), 1)], ids=str)
def test_one_connection_carries_all_requests(words, count):
    """NTLM logs a connection on, Basic speaks in each request."""
    with Lab("mapihttp-healthy") as lab:
        result = run(lab, *CONNECT, *words)
        assert result.document["code"] == "ok", result.told
        assert len(connections(result)) == 1, result.told
        assert len(logons(lab)) == count - (words[-1:] == ("basic",)), lab.log()


def test_a_wrong_password_is_shown_once():
    with Lab("mapihttp-healthy", account={"given": "Not-The-Passw0rd"}) as lab:
        result = run(lab, *CONNECT)
        assert result.document["code"] == "auth-rejected", result.told
        assert lab.bad_logons == 1, lab.log()


def test_cookies_do_not_show():
    with Lab("mapihttp-healthy") as lab:
        result = run(lab, *CONNECT)
        told = [line for line in result.document["transcript"] if "ookie:" in line]
        assert told, result.told
        assert all(line.endswith("ookie: (left out)") for line in told), told
        assert "MapiContext" not in result.out


def test_no_password_without_a_good_certificate():
    with Lab("mapihttp-cert-expired") as lab:
        run(lab, *CONNECT)
        assert lab.log() == []


def test_extended_protection_is_answered():
    """The front end that demands channel bindings gets them."""
    with Lab("mapihttp-healthy", front={"channel_binding": "require"}) as lab:
        assert run(lab).document["code"] == "ok"
        result = run(lab, "--no-channel-binding")
        assert result.document["code"] == "feature-missing", result.told


def test_the_mailbox_is_in_the_requests():
    mailbox = "3f1c5a52-8d0e-4c7e-9b6a-2a54d1f0c9e7@lab.test"
    with Lab("mapihttp-healthy") as lab:
        result = run(lab, "--mailbox", mailbox)
        posts = [line for line in result.document["transcript"] if "> POST" in line]
        assert posts, result.told
        assert all(f"?MailboxId={mailbox} " in line for line in posts), posts


@pytest.mark.parametrize("words", [
    ("--mailbox", "alice"), ("--mailbox", "a@b&c"), ("--mailbox-dn", "cn=alice"),
    ("--connect",), ("--connect", "--mailbox-dn", "/o=L\u00e4b")], ids=str)
def test_wrong_names_are_usage(words):
    result = checks.run_words(PROGRAM, "-H", "mail.lab.test", *words)
    assert result.status == 3
    assert "[bad-usage]" in result.lines[0]
