"""impacket's RPC-over-HTTP client judges the laboratory.

It sends Expect: 100-continue on both channels and insists on the interim answer.
"""

import sys
from pathlib import Path

import pytest
from impacket.dcerpc.v5 import mgmt, transport
from impacket.dcerpc.v5.rpcrt import DCERPCException
from impacket.dcerpc.v5.rpch import RPCProxyClientException
from impacket.uuid import uuidtup_to_bin

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lab"))

from lab import Lab  # noqa: E402

EMSMDB = uuidtup_to_bin(("a4f1db00-ca47-1067-b31f-00dd010662da", "0.81"))
ECDUMMYRPC = 6
NTLM = 10
LEVELS = {"none": 1, "connect": 2, "integrity": 5, "privacy": 6}


@pytest.fixture(scope="module")
def lab():
    with Lab("healthy") as running:
        yield running


def open_tunnel(lab, scheme, level, password=None, port=6001):
    """A connected, not yet bound, DCE/RPC connection."""
    carrier = transport.DCERPCTransportFactory(f"ncacn_http:{lab.server}[{port}]")
    carrier.set_rpc_proxy_url(f"https://127.0.0.1:{lab.https}/rpc/rpcproxy.dll")
    password = password or lab.password
    carrier.set_credentials("alice", password, "LAB")
    carrier.set_auth_type(scheme)
    rpc = carrier.get_dce_rpc()
    if level != "none":
        rpc.set_credentials("alice", password, "LAB")
        rpc.set_auth_type(NTLM)
        rpc.set_auth_level(LEVELS[level])
    rpc.connect()
    return rpc


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scheme", ["Basic", "NTLM"])
def test_management_interface(lab, scheme, level):
    rpc = open_tunnel(lab, scheme, level)
    rpc.bind(mgmt.MSRPC_UUID_MGMT)
    assert mgmt.his_server_listening(rpc)["status"] == 0
    assert mgmt.hinq_if_ids(rpc)["if_id_vector"]["count"] == 5
    name = b"".join(mgmt.hinq_princ_name(rpc)["princ_name"])
    assert name == b"exchangeMDB/EX1.lab.test\0"
    rpc.disconnect()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scheme", ["Basic", "NTLM"])
def test_store(lab, scheme, level):
    rpc = open_tunnel(lab, scheme, level)
    rpc.bind(EMSMDB)
    rpc.call(ECDUMMYRPC, b"")
    assert rpc.recv() == bytes(4)
    rpc.disconnect()


@pytest.mark.parametrize("framing", ["chunked", "http10"])
def test_other_framings(framing):
    with Lab("healthy", tunnel={"framing": framing}) as lab:
        rpc = open_tunnel(lab, "NTLM", "privacy")
        rpc.bind(EMSMDB)
        rpc.call(ECDUMMYRPC, b"")
        assert rpc.recv() == bytes(4)
        rpc.disconnect()


def test_privacy_can_be_required():
    with Lab("healthy", rpc={"require_level": 6}) as lab:
        rpc = open_tunnel(lab, "NTLM", "integrity")
        rpc.bind(EMSMDB)
        rpc.call(ECDUMMYRPC, b"")
        with pytest.raises(DCERPCException):
            rpc.recv()
        rpc = open_tunnel(lab, "NTLM", "privacy")
        rpc.bind(EMSMDB)
        rpc.call(ECDUMMYRPC, b"")
        assert rpc.recv() == bytes(4)


def test_interface_that_is_not_there(lab):
    rpc = open_tunnel(lab, "Basic", "none", port=6002)
    with pytest.raises(DCERPCException, match="rejected"):
        rpc.bind(EMSMDB)


def test_wrong_password_at_rpc_level():
    with Lab("healthy") as lab:
        rpc = open_tunnel(lab, "Basic", "none")
        rpc.set_credentials("alice", "wrong", "LAB")
        rpc.set_auth_type(NTLM)
        rpc.set_auth_level(LEVELS["privacy"])
        rpc.bind(mgmt.MSRPC_UUID_MGMT)
        with pytest.raises(DCERPCException, match="denied"):
            mgmt.his_server_listening(rpc)
        assert lab.bad_logons == 1


@pytest.mark.parametrize("scheme", ["Basic", "NTLM"])
def test_wrong_password_at_http_level(scheme):
    with Lab("healthy") as lab:
        with pytest.raises(RPCProxyClientException, match="401|failed"):
            open_tunnel(lab, scheme, "none", password="wrong")
        assert lab.bad_logons == 1


def test_channel_binding_can_be_required():
    with Lab("healthy", front={"channel_binding": "require"}) as lab:
        with pytest.raises(RPCProxyClientException, match="401|failed"):
            open_tunnel(lab, "NTLM", "none")
        assert lab.log()[-1]["result"] == "binding"


def test_rpc_error_of_the_proxy():
    endpoint = {"port": 6001, "error": "6ba"}
    with Lab("healthy", endpoint=[endpoint]) as lab:
        with pytest.raises(RPCProxyClientException) as caught:
            open_tunnel(lab, "Basic", "none")
        assert caught.value.error_code == 0x6BA
