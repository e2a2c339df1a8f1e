"""Logons that are judged by MIT GSSAPI and gss-ntlmssp, not by the laboratory.

Apache with mod_auth_gssapi asks for the logon and hands the tunnel on; of channel
bindings it knows nothing, so that an acceptor of a few lines tells of these.
"""

from dataclasses import replace

import pytest
from parts import check

NEGOTIATE = ("--auth", "negotiate")
SCHEMES = ["negotiate", "ntlm", "basic", "auto"]
NAMES = {
    "negotiate": "Negotiate (Kerberos)",
    "ntlm": "NTLM",
    "basic": "Basic",
    "auto": "NTLM",
}


def hop(result, name):
    """The texts of a hop."""
    hops = result.document["hops"]
    return [item["text"] for item in hops if item["hop"].split()[0] == name]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_right_password(gssapi_front, realm, scheme):
    target = gssapi_front
    result = check.tunnel(target, "--auth", scheme, more=realm.environment)
    assert result.code == "ok", str(result)
    assert hop(result, "auth")[0].startswith(NAMES[scheme] + " accepted"), str(result)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_wrong_password(gssapi_front, realm, scheme):
    target = replace(gssapi_front, password="not-the-one")
    result = check.tunnel(target, "--auth", scheme, more=realm.environment)
    assert result.code == "auth-rejected", str(result)
    assert result.document["state"] == "UNKNOWN"


@pytest.mark.parametrize("program", ["check_oa_rpcproxy", "check_oa_tunnel"])
def test_both_programs(gssapi_front, realm, program):
    target = gssapi_front
    options = (*NEGOTIATE, "-S", target.server)
    result = check.run(program, target, *options, more=realm.environment)
    assert result.code == "ok", str(result)


def test_kerberos_is_bound_to_its_channel(gssapi_acceptor, realm):
    echo = ("--depth", "echo", *NEGOTIATE)
    result = check.tunnel(gssapi_acceptor.target, *echo, more=realm.environment)
    assert result.code == "ok", str(result)
    assert gssapi_acceptor.last_logon() == "alice@LAB.TEST Negotiate bound"


def test_kerberos_without_binding(gssapi_acceptor, realm):
    echo = ("--depth", "echo", *NEGOTIATE, "--no-channel-binding")
    result = check.tunnel(gssapi_acceptor.target, *echo, more=realm.environment)
    assert result.code == "ok", str(result)
    assert gssapi_acceptor.last_logon() == "alice@LAB.TEST Negotiate unbound"


def test_kerberos_with_wrong_binding(reencrypted, gssapi_acceptor, realm):
    echo = ("--depth", "echo", *NEGOTIATE)
    result = check.tunnel(reencrypted, *echo, more=realm.environment)
    assert result.code == "auth-kerberos-refused", str(result)
    assert result.document["state"] == "CRITICAL"
    assert "hannel binding" in gssapi_acceptor.last_logon()
    result = check.tunnel(
        reencrypted, *echo, "--no-channel-binding", more=realm.environment
    )
    assert result.code == "ok", str(result)


# The acceptor offers Negotiate alone and takes NTLM under that name.
@pytest.mark.parametrize(
    "options, word", [((), "bound"), (("--no-channel-binding",), "unbound")]
)
def test_ntlm_with_and_without_binding(gssapi_acceptor, realm, options, word):
    echo = ("--depth", "echo", "--auth", "ntlm", *options)
    result = check.tunnel(gssapi_acceptor.target, *echo, more=realm.environment)
    assert result.code == "ok", str(result)
    assert "Negotiate (NTLM) accepted" in str(result)
    assert gssapi_acceptor.last_logon() == f"LAB\\alice Negotiate {word}"


def test_ntlm_with_wrong_binding(reencrypted, gssapi_acceptor, realm):
    echo = ("--depth", "echo", "--auth", "ntlm")
    result = check.tunnel(reencrypted, *echo, more=realm.environment)
    assert result.code == "auth-rejected", str(result)
    assert gssapi_acceptor.last_logon().startswith("refused")
