"""check_oa_auth against acceptors that nobody here wrote: MIT GSSAPI with an MIT KDC,
gss-ntlmssp, Apache's mod_auth_gssapi, and HAProxy between."""

from dataclasses import replace

import pytest
from parts import check

QUIET = ("--plain-port", "0")
NOBODY = {"user": "", "password": ""}


def auth(target, realm, *options, **changes):
    """Run check_oa_auth, as somebody else if changes say so."""
    target = replace(target, **changes)
    words = (*QUIET, "-S", target.server, *options)
    return check.run("check_oa_auth", target, *words, more=realm.environment)


def texts(result, name="auth"):
    """The texts of a hop."""
    return [hop["text"] for hop in result.document["hops"] if hop["hop"] == name]


def accepted(result):
    """The schemes that were accepted."""
    return [text.split(" accepted")[0] for text in texts(result)
            if " accepted for " in text]


def test_every_scheme(gssapi_front, realm):
    result = auth(gssapi_front, realm, "--require", "negotiate,basic")
    assert result.code == "ok", str(result)
    assert "Basic" in accepted(result), str(result)
    assert any(name != "Basic" for name in accepted(result)), str(result)


@pytest.mark.parametrize("scheme, name", [
    ("basic", "Basic"), ("negotiate", "Negotiate (Kerberos)")])
def test_one_scheme(gssapi_front, realm, scheme, name):
    result = auth(gssapi_front, realm, "--auth", scheme)
    assert result.code == "ok", str(result)
    assert accepted(result) == [name], str(result)


@pytest.mark.parametrize("scheme", ["auto", "basic", "negotiate"])
def test_wrong_password(gssapi_front, realm, scheme):
    result = auth(gssapi_front, realm, "--auth", scheme, password="not-the-one")
    assert result.code == "auth-rejected", str(result)
    assert result.document["state"] == "UNKNOWN"
    assert accepted(result) == []


def test_wrong_password_at_the_kdc_uses_the_budget(gssapi_front, realm, tmp_path):
    words = ("--auth", "negotiate", "--state-dir", str(tmp_path / "state"))
    codes = [auth(gssapi_front, realm, *words, password="not-the-one").code
             for _ in range(2)]
    assert codes == ["auth-rejected", "auth-budget-used"]


def test_keytab(gssapi_front, realm):
    options = ("--keytab", str(realm.keytab("alice")))
    result = auth(gssapi_front, realm, *options, **NOBODY)
    assert result.code == "ok", str(result)
    assert accepted(result) == ["Negotiate (Kerberos)"], str(result)


# The acceptor offers Negotiate alone and takes NTLM under that name.
def test_ntlm_under_another_name(gssapi_acceptor, realm):
    result = auth(gssapi_acceptor.target, realm, "--auth", "ntlm")
    assert result.code == "ok", str(result)
    assert accepted(result) == ["Negotiate (NTLM)"], str(result)


def test_service_without_name(gssapi_front, realm):
    result = auth(gssapi_front, realm, "--auth", "negotiate", "--spn", "HTTP/none")
    assert result.code == "auth-kerberos-refused", str(result)
    assert result.document["state"] == "CRITICAL"


# Of Extended Protection: MIT looks at a binding that is sent, and wants none.
def test_protection_of_the_acceptor(gssapi_acceptor, realm):
    result = auth(gssapi_acceptor.target, realm, "--auth", "negotiate",
                  "--expect-ep", "allow")
    assert result.code == "ok", str(result)
    assert "Extended Protection: allow" in texts(result), str(result)


def test_protection_of_apache(gssapi_front, realm):
    result = auth(gssapi_front, realm, "--auth", "negotiate", "--expect-ep", "none")
    assert result.code == "ok", str(result)
    assert "Extended Protection: none" in texts(result), str(result)


def test_other_certificate_in_front_and_a_good_account(reencrypted, realm):
    assert auth(reencrypted, realm).code == "auth-rejected"
    result = auth(reencrypted, realm, "--account-good")
    assert result.code == "auth-extended-protection", str(result)


# The ticket proves the password, so that nothing has to be said of the account.
def test_other_certificate_in_front(reencrypted, realm):
    result = auth(reencrypted, realm, "--auth", "negotiate")
    assert result.code == "auth-extended-protection", str(result)
    assert result.document["state"] == "CRITICAL"


def test_other_certificate_in_front_and_a_node(reencrypted, gssapi_acceptor, realm):
    node = f"127.0.0.1:{gssapi_acceptor.target.port}"
    result = auth(reencrypted, realm, "--account-good", "--node", node)
    assert result.code == "auth-extended-protection", str(result)
