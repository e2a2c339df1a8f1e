"""Our check on a DCE/RPC server that is neither ours nor the laboratory's.

The laboratory carries the fragments between the tunnel and a Samba domain
controller, so that bind_ack, NTLM, response and fault are Samba's own.
"""

import pytest
from parts import check

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
