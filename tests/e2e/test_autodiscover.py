"""Autodiscover: who gets the logon, and what the other checks are told."""

import contextlib
import re
import socket

import checks
import pytest
from lab import Lab
from scenario import GUID

PROGRAM = "check_oa_autodiscover"


def transcript(result):
    """Pairs of the host asked and whether a logon went there, in order."""
    pairs = []
    for line in result.document["transcript"]:
        host = re.match(r"\w+ > Host: ([^:]+)", line)
        if host:
            pairs.append([host[1], False])
        if re.match(r"\w+ > Authorization:", line):
            pairs[-1][1] = True
    return pairs


def run(lab, *words):
    """A run in JSON with its transcript."""
    return checks.run(PROGRAM, lab, "-vvv", "--output", "json", *words)


@pytest.mark.parametrize("scheme", ["ntlm", "basic"])
@pytest.mark.parametrize("name, stranger", [
    ("autodiscover-foreign", "other.lab.test"),
    ("autodiscover-website", "autodiscover.lab.test"),
    ("autodiscover-website-root", "lab.test"),
    ("autodiscover-bad-answer-plain", "autodiscover.lab.test"),
])
def test_no_logon_goes_to_strangers(name, stranger, scheme):
    with Lab(name) as lab:
        asked = transcript(run(lab, "--auth", scheme))
    assert [stranger, False] in asked
    assert [stranger, True] not in asked
    assert ["mail.lab.test", True] in asked


def test_named_host_gets_it():
    with Lab("autodiscover-foreign-allowed") as lab:
        assert ["other.lab.test", True] in transcript(run(lab))


@pytest.mark.parametrize("scheme", ["auto", "ntlm", "basic"])
@pytest.mark.parametrize("name", ["rejected", "rejected-alone"])
def test_one_bad_password(name, scheme):
    with Lab(f"autodiscover-{name}") as lab:
        run(lab, "--auth", scheme, "--all-methods")
        assert lab.bad_logons == 1


def test_tells_what_others_want():
    with Lab("autodiscover-healthy") as lab:
        steps = [hop for hop in run(lab).hops("autodiscover")
                 if hop["subject"] == "settings"]
    lines = steps[0]["details"]
    use = [line for line in lines if line.startswith("use: ")]
    assert use[0].startswith(f"use: -S '{GUID}@lab.test' ")
    assert "--principal 'msstd:mail.lab.test'" in use[0]
    assert "--mailbox-dn '/o=LAB/ou=Exchange/cn=Recipients/cn=alice'" in use[0]
    assert [line.split(" ")[1] for line in use[1:]] == ["MAPI/HTTP", "MAPI/HTTP"]


def test_text_for_a_shell_is_left_out():
    dn = "/o=LAB' ; touch x '"
    with Lab("autodiscover-healthy", autodiscover={"user_dn": dn}) as lab:
        result = checks.run(PROGRAM, lab)
    assert "use: -S" in result.out
    assert "touch" not in result.out


INNER = """<Autodiscover><Response><User><LegacyDN>/o=LAB/cn=alice</LegacyDN></User>
<Account><Action>settings</Action>
<Protocol><Type>EXCH</Type><Server>box1.corp.test</Server>
<MdbDN>/o=LAB/cn=Servers/cn=BOX2/cn=Private MDB</MdbDN></Protocol>
<Protocol><Type>EXPR</Type><Server>mail.lab.test</Server><SSL>On</SSL>
<CertPrincipalName>msstd:mail.lab.test</CertPrincipalName>
<AuthPackage>Ntlm</AuthPackage></Protocol>
<Protocol><Type>EXHTTP</Type><Server>int3.corp.test</Server>
<CertPrincipalName>msstd:int4.corp.test</CertPrincipalName></Protocol>
<Protocol><Type>EXHTTP</Type><Server>mail.lab.test</Server><SSL>On</SSL>
<CertPrincipalName>none</CertPrincipalName><AuthPackage>Ntlm</AuthPackage></Protocol>
<Protocol Type="mapiHttp"><MailStore>
<InternalUrl>https://ex5.corp.test/mapi/emsmdb/</InternalUrl></MailStore><AddressBook>
<InternalUrl>https://ex6.corp.test/mapi/nspi/</InternalUrl></AddressBook></Protocol>
<Protocol><Type>WEB</Type><Server>https://autodiscover.lab.test/owa</Server></Protocol>
</Account></Response></Autodiscover>"""
INNER_NAMES = ("box1", "BOX2", "int3", "int4", "ex5", "ex6")


@pytest.mark.parametrize("program, scenario, words", [
    (PROGRAM, "autodiscover-healthy", []),
    ("check_oa", "chain-healthy", ["--no-mapihttp"]),
])
def test_internal_names_in_settings_are_hidden(program, scenario, words):
    with Lab(scenario, autodiscover={"body": INNER}) as lab:
        plain = checks.run(program, lab, "-vv", *words).out
        hidden = checks.run(program, lab, "-vv", *words, "--no-internal-names").out
    for name in INNER_NAMES:
        assert name in plain
        assert name not in hidden
    assert "EXHTTP: Server node-" in hidden
    assert "EXPR: Server mail.lab.test SSL On" in hidden
    assert "CertPrincipalName none" in hidden
    assert "https://autodiscover.lab.test" in hidden


@contextlib.contextmanager
def dropping_syns(address, port):
    """A listener whose queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(0)
        for _ in range(3):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex((address, port))
        yield


def test_silent_services_leave_time_for_the_next():
    with Lab("autodiscover-srv-second") as lab, dropping_syns("127.0.0.9", lab.https):
        result = run(lab, "-t", "8")
    assert result.document["code"] == "tcp-address-dead", result.told
    assert result.seconds < 8, result.told
    steps = [hop for hop in result.hops("autodiscover") if hop["subject"] == "srv"]
    assert "(tcp-filtered)" in steps[0]["details"][0], result.told
    assert "answers with settings" in steps[0]["text"], result.told
