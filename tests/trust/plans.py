"""What programs and laboratories say to each other in the fault matrix.

Each unit of what a server says is cut at every byte in one conversation at least; where
another one says the same, some places are enough.
"""

import re
from dataclasses import dataclass, field

MAILBOX = "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"
CALLED = frozenset({"A3", "C2", "bind", "call"})
TLS = r"(backend:)?record"
# What a program says beside an OK of what it could not see.
NOT_ALL = "mapiHttp not known|note: no logon proven"
NOT_JUDGED = (r"(?s)Extended Protection: unknown|it was not tested|"
              r"\A(?!.*Extended Protection: )")
NO_ECHO = r"echo with logon: (?!answered)"
MANY = {"mailbox": {"session_limit": 1000000}}
BY_NAME = {"without": ["address"]}


@dataclass(frozen=True)
class Conversation:
    """A program, where it runs, and what its OK would be about."""

    program: str
    scenario: str
    proof: frozenset          # what must have come whole, as often as in a good run
    cuts: frozenset           # what is cut at every byte here
    words: tuple = ()
    tables: dict = field(default_factory=dict)
    only: str = ""            # pattern of what is spoilt here alone
    opaque: tuple = ()        # relays that pass TLS on: "" is the front end's
    leaf: str = "good"        # of the front end
    state: str = "OK"         # of a good run
    note: str = ""            # pattern of what an OK without proof must say


def _had(program, scenario, proof, cuts, *words, **more):
    return Conversation(f"check_oa_{program}" if program else "check_oa", scenario,
                        frozenset(proof), frozenset(cuts), words, **more)


def _depth(depth, *words):
    """A call of the server's own, of which each byte matters."""
    return _had("tunnel", "healthy", CALLED, {"call"}, "--auth", "basic",
                "--depth", depth, *words, tables=MANY)


def _handshakes(program, scenario, *words, cuts=(), **more):
    """TLS itself."""
    proof = {"tls", "backend:tls"} if program == "backend" else {"tls"}
    return _had(program, scenario, proof, cuts, *words,
                **{"only": TLS, "opaque": ("",), **more})


def _by_name(program, proof, **more):
    """The name server of a program that is told no address."""
    return _had(program, "dns-healthy", proof, (), tables=BY_NAME, only="dns", **more)


def _revocation(leaf, option):
    """What a third party says of a certificate that has been revoked."""
    return _had("cert", "healthy", {"web:http"}, {"web:http"}, option, only="web:",
                leaf=leaf, state="CRITICAL", note="/pki/|revocation|OCSP")


CONVERSATIONS = {
    "tunnel": _had(
        "tunnel", "healthy", CALLED, {"OUT", *CALLED}, "--auth", "basic"),
    "tunnel-ntlm": _had(
        "tunnel", "healthy", {"401-rpc", *CALLED}, {"401-rpc", "bind", "call"},
        "--auth", "ntlm", "--rpc-auth", "ntlm", "--rpc-level", "privacy"),
    "tunnel-all": _had(
        "tunnel", "endpoints-healthy", CALLED, (), "--auth", "basic"),
    "logon": _depth("logon", "--mailbox-dn", MAILBOX),
    "referral": _depth("referral"),
    "addressbook": _depth("addressbook"),
    "rpcproxy": _had("rpcproxy", "healthy", {"echo"}, {"echo", "http"}),
    "auth": _had("auth", "healthy", {"echo", "401-rpc"}, (), note=NOT_JUDGED),
    # What is no answer there is as it should be.
    "auth-plain": _had(
        "auth", "http-plain-basic-port", {"web:401-rpc"}, {"web:401-rpc"},
        only="web:", state="WARNING", note="."),
    "cert": _had("cert", "healthy", {"tls"}, ()),
    "cert-list": _revocation("revoked", "--crl-check"),
    "cert-responder": _revocation("responded", "--ocsp-check"),
    "cert-issuer": _had("cert", "healthy", {"web:http"}, {"web:http"}, only="web:",
                        leaf="fetchable", state="WARNING"),
    "autodiscover": _had(
        "autodiscover", "autodiscover-healthy", {"autodiscover"},
        {"401-autodiscover", "autodiscover", "dns", "dns-other"}, note=NOT_ALL),
    "autodiscover-redirect": _had(
        "autodiscover", "autodiscover-healthy-redirect", {"autodiscover"},
        {"web:autodiscover"}, only="web:", note=NOT_ALL),
    "autodiscover-srv": _had(
        "autodiscover", "autodiscover-healthy-srv", {"autodiscover"}, {"dns-other"},
        only="dns", note=NOT_ALL),
    "mapihttp": _had(
        "mapihttp", "mapihttp-healthy", {"mapi"}, {"401-mapi", "mapi"},
        "--connect", "--mailbox-dn", MAILBOX),
    "backend": _had(
        "backend", "backend-healthy", {"echo", "backend:401-rpc"},
        {"backend:401-rpc", "backend:echo"}, note=NO_ECHO),
    "chain": _had("", "chain-healthy", CALLED, (), tables=MANY),
    "agent": Conversation("oa-agentx", "healthy", CALLED, frozenset()),

    "cert-tls": _handshakes("cert", "healthy", cuts={"record"}),
    "cert-tls12": _handshakes("cert", "healthy", "--tls-max", "1.2"),
    "tunnel-tls": _handshakes("tunnel", "healthy", "--auth", "basic"),
    "rpcproxy-tls": _handshakes("rpcproxy", "healthy"),
    "auth-tls": _handshakes("auth", "healthy", note=NOT_JUDGED),
    "autodiscover-tls": _handshakes(
        "autodiscover", "autodiscover-healthy", note=NOT_ALL),
    "mapihttp-tls": _handshakes("mapihttp", "mapihttp-healthy"),
    "backend-tls": _handshakes(
        "backend", "backend-healthy", opaque=("", "backend:"), note=NO_ECHO),
    "chain-tls": _handshakes(
        "", "healthy", "--no-autodiscover", "--no-mapihttp"),

    "tunnel-dns": _by_name("tunnel", CALLED),
    "rpcproxy-dns": _by_name("rpcproxy", {"echo"}),
    "auth-dns": _by_name("auth", {"401-rpc"}, note=NOT_JUDGED),
    "cert-dns": _by_name("cert", {"tls"}),
    "mapihttp-dns": _by_name("mapihttp", {"mapi"}),
}

# Patterns of cases in which an OK is right without all that a good run has, and why.
HARMLESS = [
    (r"^mapihttp:mapi@(5/|4/twice)",
     "the page of the health check, of which nothing is said"),
    (r"^mapihttp:mapi@4/length", "the code is in the head"),
    (r"^auth:(tcp@11|401-rpc@13|OUT@1)/", "a last good logon, of which none is told"),
    (r"^auth-dns:dns@1/slow$", "no time is left for that last one where DNS took it"),
    (r"^auth:echo@\d+/(length|oversized|noise)", "a logon is proven by the status"),
    (r"^auth:401-rpc@\d+/oversized", "what is offered is in the head"),
    (r"^(cert|autodiscover)-tls:record@6/twice",
     "the last record of a handshake that was whole"),
    (r"^tunnel-all:call@[23]/oversized", "an answer whose beginning says all"),
    (r"^backend:backend:401-rpc@(2/|1/(length|oversized|twice))",
     "the name that a back end gives itself"),
]


def excuse(case):
    """Why a case may be fine, or None."""
    return next((reason for pattern, reason in HARMLESS if re.search(pattern, case)),
                None)
