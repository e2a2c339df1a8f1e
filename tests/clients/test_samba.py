"""Samba's RPC-over-HTTP client judges the laboratory.

Samba speaks HTTP/1.0 and is strict about CONN/A3 and CONN/C2.  With a password it
always authenticates at RPC level too, so the case without RPC-level authentication
is left to impacket.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lab"))

from lab import Lab  # noqa: E402

SECONDS = 90


@pytest.fixture(scope="module")
def lab():
    with Lab("healthy") as running:
        yield running


def run_client(lab, tls, http_scheme, rpc_flags, password, endpoint="6001"):
    port = lab.https if tls else lab.http
    binding = (
        f"ncacn_http:{lab.server}[{endpoint},RpcProxy=127.0.0.1:{port},"
        f"HttpUseTls={'true' if tls else 'false'},"
        f"HttpAuthOption={http_scheme},{rpc_flags}]"
    )
    client = str(HERE / "samba_client.py")
    command = [sys.executable, client, binding, "alice", "LAB", password]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False
    )


@pytest.mark.parametrize("rpc_flags", ["ntlm,connect", "ntlm,sign", "ntlm,seal"])
@pytest.mark.parametrize("http_scheme", ["basic", "ntlm"])
@pytest.mark.parametrize("tls", [True, False], ids=["tls", "plain"])
def test_bind_and_call(lab, tls, http_scheme, rpc_flags):
    result = run_client(lab, tls, http_scheme, rpc_flags, lab.password)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer == {"listening": "(0, 1)", "interfaces": 5}


@pytest.mark.parametrize("endpoint", ["6002", "6004"])
def test_other_endpoints(lab, endpoint):
    flags = "ntlm,seal"
    result = run_client(lab, True, "ntlm", flags, lab.password, endpoint)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("http_scheme", ["basic", "ntlm"])
def test_wrong_password_is_refused(http_scheme):
    with Lab("healthy") as lab:
        result = run_client(lab, True, http_scheme, "ntlm,seal", "wrong")
        assert result.returncode != 0
        assert lab.bad_logons >= 1
        assert not [record for record in lab.log() if record["result"] == "good"]


def test_closed_endpoint_is_refused():
    endpoint = {"port": 6001, "error": "6ba"}
    with Lab("healthy", endpoint=[endpoint]) as lab:
        result = run_client(lab, True, "basic", "ntlm,seal", lab.password)
        assert result.returncode != 0
