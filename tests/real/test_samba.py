"""Our check on a DCE/RPC server that is neither ours nor the laboratory's.

The laboratory carries the fragments between the tunnel and a Samba domain
controller, so that bind_ack, NTLM, Kerberos, response and fault are Samba's own.
"""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from parts import check, samba_dc

RPC_LEVELS = [
    ("--rpc-auth", "auto"),
    ("--rpc-auth", "none"),
    ("--rpc-auth", "ntlm", "--rpc-level", "connect"),
    ("--rpc-auth", "ntlm", "--rpc-level", "integrity"),
    ("--rpc-auth", "ntlm", "--rpc-level", "privacy"),
]


@pytest.mark.parametrize("options", RPC_LEVELS, ids=" ".join)
@pytest.mark.parametrize("scheme", ["basic", "ntlm"])
def test_management_interface(bridged, scheme, options):
    result = check.tunnel(bridged, "--interface", "mgmt", "--auth", scheme, *options)
    assert result.code == "ok", str(result)
    assert result.perfdata["bind_time"] > 0
    assert result.perfdata["call_time"] > 0


@pytest.mark.parametrize("scheme", ["basic", "ntlm"])
def test_exchange_interface_is_missing(bridged, scheme):
    result = check.tunnel(bridged, "--auth", scheme)
    assert result.code == "interface-not-registered", str(result)
    assert result.document["state"] == "CRITICAL"


# At level connect Samba does not look at the logon before it serves MGMT.
@pytest.mark.parametrize("level", ["integrity", "privacy"])
def test_wrong_password_at_rpc_level(bridged_stranger, level):
    rpc = ("--interface", "mgmt", "--rpc-auth", "ntlm", "--rpc-level", level)
    result = check.tunnel(bridged_stranger, "--auth", "basic", *rpc)
    assert result.code == "rpc-logon-refused", str(result)


LEVELS = {"connect": 2, "integrity": 5, "privacy": 6}
CONTROLLER = f"{samba_dc.HOST}.lab.test"
KERBEROS = ("--interface", "mgmt", "--auth", "basic", "--rpc-auth", "kerberos")


def as_controller(target):
    """The target by the name that has a service principal."""
    return replace(target, server=CONTROLLER)


@pytest.mark.parametrize("level", LEVELS)
def test_kerberos_on_management(bridged, domain_controller, level):
    options = (*KERBEROS, "--rpc-level", level)
    target, more = as_controller(bridged), domain_controller.environment
    result = check.tunnel(target, *options, more=more)
    assert result.code == "ok", str(result)
    assert result.perfdata["call_time"] > 0


@pytest.mark.parametrize("level", LEVELS)
def test_kerberos_with_bare_headers(bridged_bare_headers, domain_controller, level):
    options = (*KERBEROS, "--rpc-level", level)
    target, more = as_controller(bridged_bare_headers), domain_controller.environment
    result = check.tunnel(target, *options, more=more)
    assert result.code == "ok", str(result)


def test_kerberos_for_an_unknown_service(bridged, domain_controller):
    result = check.tunnel(bridged, *KERBEROS, more=domain_controller.environment)
    assert result.code == "rpc-logon-refused", str(result)
    assert "KDC does not know host/EX1.lab.test" in result.document["summary"]


def test_kerberos_with_a_wrong_password(bridged_stranger, domain_controller):
    more = domain_controller.environment
    result = check.tunnel(bridged_stranger, *KERBEROS, more=more)
    assert result.code == "auth-rejected", str(result)
    assert "pre-authentication failed" in result.document["summary"]


def drsuapi(target, environment, mechanism, level):
    """What the test program drsuapi says."""
    default = Path(__file__).resolve().parents[2] / "build"
    builddir = Path(os.environ.get("OA_BUILDDIR", default))
    program = builddir / "tests" / "real" / "drsuapi"
    if not program.exists():
        pytest.skip("tests/real/drsuapi is not built")
    place = (target.host, str(target.port), target.ca, CONTROLLER)
    done = subprocess.run(
        [program, *place, target.user, mechanism, str(level)],
        check=False,
        stdout=subprocess.PIPE,
        env=dict(os.environ, OA_PASSWORD=target.password, **environment),
        text=True,
        timeout=10,
    )
    return done.stdout


# Samba serves drsuapi only to those who encrypt, and says so to the others.
@pytest.mark.parametrize("mechanism", ["ntlm", "kerberos"])
@pytest.mark.parametrize("level", LEVELS.values())
def test_drsuapi(bridged, domain_controller, mechanism, level):
    said = drsuapi(bridged, domain_controller.environment, mechanism, level)
    if level == LEVELS["privacy"]:
        assert said.startswith("response "), said
        assert int(said.split()[1]) >= 28
    else:
        assert said == "DsBind fault 0x00000005\n"
