"""Text that a stranger chooses, from every place where it can reach the output.

It must be seen, and be harmless: the first line keeps its form, JSON stays valid, no
sample of Prometheus is added, and nothing in the page is an element made of it.
"""

import re

import checks
import forms
import pytest
from certs import _new_certificate, _new_key, _pem, _pem_key, Leaf
from faultdns import FaultDns
from faultrelay import FaultRelay
from judge import outcome
from lab import Lab
from test_html import assert_contained

SEEN = "zq7x"
MARKUP = ("\"'><img src=x onerror=document.title=1><script>document.title=2</script>"
          "&lt;b&gt;</title></style>{{7*7}}${x}%s%n\\\\")
CONTROLS = "\x1b[2J\x1b]0;t\x07\x08\x7f\u009b31m\u0085\t"
PIPE = "|evil=1;2;3"
UNSEEN = "\u202emoc.liam\u2066\u200f\u2028\u2029\ufeff\u061c\U000e0041"
NASTY = f"{SEEN}{PIPE}{CONTROLS}{UNSEEN}{MARKUP}"
BROKEN = "\xff\xfe\xc3(\xed\xa0\x80\xf4\x90\x80\x80" + "\x9b"
# What begins like a line of ours, behind what some take for the end of a line.
LINES = f"{SEEN}\rOA TUNNEL OK: fine|x=1\x0b\x0c\u2028OA TUNNEL OK: fine"
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\U000e0000-\U000e007f]")
FORMS = ("text", "json", "prometheus")
TUNNEL, AUTH, CERT, ECHO = (
    "check_oa_tunnel", "check_oa_auth", "check_oa_cert", "check_oa_rpcproxy")
DISCOVER, MAPI, BACKEND, CHAIN = (
    "check_oa_autodiscover", "check_oa_mapihttp", "check_oa_backend", "check_oa")


def answer(**table):
    """A rule for requests to the proxy."""
    return {"rule": [dict({"when": {"kind": ["echo", "in", "out"]}, "status": 500,
                           "close": True}, **table)]}


def raw(line):
    """A rule whose answer begins with this line, in Latin-1."""
    return answer(action="raw", raw=line + "\r\nContent-Length: 0\r\n\r\n")


def refused(eeinfo="", error="6ba"):
    """A laboratory whose proxy refuses 6001 by these words."""
    entry = {"port": 6001, "error": error}
    return {"endpoint": [dict(entry, eeinfo=eeinfo) if eeinfo else entry]}


def discovered(**changes):
    """A laboratory whose autodiscover says this."""
    return {"autodiscover": changes}


# place: program, scenario, what differs from it
PLACES = {
    "reason": (TUNNEL, "healthy", answer(reason=NASTY)),
    "reason-lines": (TUNNEL, "healthy", answer(reason=LINES)),
    "reason-no-utf-8": (ECHO, "healthy", raw(f"HTTP/1.1 500 {SEEN}{BROKEN}")),
    "server": (TUNNEL, "healthy", answer(server=NASTY)),
    "server-healthy": (CHAIN, "chain-healthy", {"front": {"server": NASTY}}),
    "front-end": (TUNNEL, "healthy", {"front": {"fe_server": NASTY}}),
    "build": (CHAIN, "chain-healthy", {"front": {"build": NASTY}}),
    "target": (TUNNEL, "healthy", answer(
        status=503, exchange=True, headers={"X-CalculatedBETarget": NASTY})),
    "location": (TUNNEL, "healthy", answer(status=302, headers={"Location": NASTY})),
    "page": (TUNNEL, "healthy", answer(body=NASTY, body_type=f"text/html;{NASTY}")),
    "realm": (AUTH, "healthy", {"front": {"schemes": [
        "NTLM", 'Basic realm="' + NASTY.replace('"', "") + '"']}}),
    "scheme": (AUTH, "healthy", {"front": {"schemes": ["NTLM", f"{SEEN}<b>\x1b"]}}),
    "challenge": (TUNNEL, "healthy", {"front": {"computers": [NASTY]}}),
    "status-in-stream": (TUNNEL, "healthy", {"tunnel": {
        "raw_after": "a3", "raw": f"HTTP/1.1 500 {SEEN}{PIPE}{BROKEN}<b>\r\n\r\n"}}),
    "rpc-error": (TUNNEL, "healthy", refused(error=f"1722 {NASTY}")),
    "extended-error": (TUNNEL, "healthy", refused(eeinfo=[
        {"computer": NASTY, "component": 2, "status": 1722, "location": 1740}])),
    "autodiscover-error": (DISCOVER, "autodiscover-healthy", discovered(
        error=603, message=NASTY.translate({7: None, 8: None, 27: None}))),
    "autodiscover-server": (DISCOVER, "autodiscover-healthy", discovered(
        server=f"{SEEN}<b>\u202e|\u009b")),
    "autodiscover-url": (DISCOVER, "autodiscover-healthy", discovered(
        redirect_url=f"https://{SEEN}<b>\u202e|/")),
    "autodiscover-address": (DISCOVER, "autodiscover-healthy", discovered(
        redirect_address=f"{SEEN}<b>\u202e|@lab.test")),
    "autodiscover-body": (DISCOVER, "autodiscover-healthy", discovered(body=NASTY)),
    "mapi": (MAPI, "mapihttp-healthy", {"rule": [{
        "when": {"path": "/mapi/", "logon": "accepted"}, "status": 500,
        "reason": NASTY, "close": True}]}),
    "back-end": (BACKEND, "backend-healthy", {"backend": {"rule": [{
        "status": 500, "reason": NASTY, "server": NASTY, "close": True}]}}),
}
# What breaks the protocol is not shown.
NOT_SHOWN = ("reason-lines", "autodiscover-body")


def judge(result, form):
    """What holds in every form."""
    assert not HARMFUL.search(result.out), result.told
    if form == "json":
        forms.of_json(result)
    elif form == "prometheus":
        forms.of_prometheus(result)
    else:
        forms.first_line(result)
        forms.perf_items(result)
        assert result.out.count("|") == 1, result.told
        assert not any(line.startswith("OA ") for line in result.lines[1:])


def meet(program, lab, page, *words):
    """Runs a program in all forms, and with a page; returns all that was said."""
    said = ""
    for form in FORMS:
        more = ("-vvv", "--output", form, "--html", str(page), *words)
        result = outcome(checks.start(program, lab, "-t", "4", *more))
        judge(result, form)
        said += result.out
    text = page.read_text(encoding="utf-8")
    assert_contained(text)
    assert not HARMFUL.search(text.replace("\t", ""))  # of the style sheet
    return said + text


@pytest.mark.parametrize("place", PLACES)
def test_text(place, tmp_path):
    program, scenario, changes = PLACES[place]
    with Lab(scenario, **changes) as lab:
        said = meet(program, lab, tmp_path / "page.html")
    assert (SEEN in said) == (place not in NOT_SHOWN)


@pytest.mark.parametrize("program, name", [
    (TUNNEL, "mail.lab.test"), (DISCOVER, "autodiscover.lab.test")])
def test_alias(program, name, tmp_path):
    strange = f"{SEEN}<b>|\x1b[31m.test"
    here = {"A": ["127.0.0.1"]}
    records = {"mail.lab.test": here, strange: here, name: {"CNAME": strange}}
    with Lab("autodiscover-healthy", without=["address"]) as lab, FaultDns(
            records) as dns:
        words = ["--resolver", f"127.0.0.1:{dns.port}"]
        lab.scenario["args"] = [] if program == TUNNEL else [
            "-E", "alice@lab.test", "--https-port", "{https}"]
        said = meet(program, lab, tmp_path / "page.html", *words)
    assert (SEEN in said) == (program == DISCOVER)


@pytest.mark.parametrize("where", ["reason", "header"])
def test_a_megabyte(where, tmp_path):
    """More than a head may have is no HTTP, and is not shown."""
    much = f"{SEEN}{'x|' * 500000}"
    line = f"HTTP/1.1 500 {much}" if where == "reason" else (
        f"HTTP/1.1 500 No\r\nServer: {much}")
    with Lab("healthy", **raw(line)) as lab:
        said = meet(TUNNEL, lab, tmp_path / "page.html")
    assert len(said) < 200000


@pytest.mark.parametrize("program", [CERT, TUNNEL, CHAIN])
def test_certificate(program, tmp_path):
    key = _new_key("ec")
    # X.509 has no more than 64 characters of a common name.
    for number, name in enumerate((f"{SEEN}{PIPE}{CONTROLS}{UNSEEN}",
                                   f"{SEEN}\"'><script>alert(1)</script>&lt;")):
        # as UTF-8, says python3-cryptography from 42 on
        name = name.encode()[:64].decode(errors="ignore")
        pair = _new_certificate(name, ["mail.lab.test"], -30, 300, key)
        chain, secret = tmp_path / f"{number}.pem", tmp_path / f"{number}.key"
        chain.write_bytes(_pem(pair[0]))
        secret.write_bytes(_pem_key(pair[1]))
        with Lab("healthy") as lab, FaultRelay(
                f"127.0.0.1:{lab.https}", Leaf(str(chain), str(secret), b"")) as relay:
            said = meet(program, lab, tmp_path / "page.html", "-p", str(relay.port))
        assert SEEN in said
