"""The laboratory seen by Python's own HTTP client."""

import base64
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import time

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import adversary  # noqa: E402
import scenario  # noqa: E402
from certs import CACHE_SECONDS, CertStore  # noqa: E402
from lab import Lab, default_cache  # noqa: E402
from listener import PATIENCE_S  # noqa: E402
from relay import Relay  # noqa: E402

ECHO = bytes.fromhex("0500140310000000140000000000000040000000")
TARGET = "/rpc/rpcproxy.dll?EX1.lab.test:6001"
MAX_START_SECONDS = 2.0  # of a processor
TRIES = 5


def context_for(lab):
    return ssl.create_default_context(cafile=lab.ca)


def connect(lab):
    """An HTTPS connection to the laboratory under its host name."""
    connection = http.client.HTTPSConnection(
        lab.host, lab.https, context=context_for(lab), timeout=PATIENCE_S
    )
    raw = socket.create_connection(("127.0.0.1", lab.https), timeout=PATIENCE_S)
    connection.sock = context_for(lab).wrap_socket(raw, server_hostname=lab.host)
    return connection


def ask(lab, method="GET", path=TARGET, headers=None, body=None):
    connection = connect(lab)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def basic(user, password):
    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {token}"}


@pytest.fixture(scope="module")
def healthy():
    with Lab("healthy") as lab:
        yield lab


def test_unauthenticated_request_lists_the_schemes(healthy):
    response, _body = ask(healthy)
    assert response.status == 401
    assert response.headers.get_all("WWW-Authenticate") == [
        "Negotiate", "NTLM", 'Basic realm="mail.lab.test"'
    ]
    assert response.headers["X-FEServer"] == "EX1"
    assert response.headers["X-OWA-Version"] == "15.2.1544.4"
    assert response.headers["Server"] == "Microsoft-IIS/10.0"


@pytest.mark.parametrize("user", ["LAB\\alice", "alice@lab.test", "alice"])
@pytest.mark.parametrize("method", ["RPC_IN_DATA", "RPC_OUT_DATA"])
def test_echo_with_basic(healthy, method, user):
    headers = basic(user, healthy.password)
    response, body = ask(healthy, method, headers=headers, body=b"abcd")
    assert response.status == 200
    assert response.headers["Content-Type"] == "application/rpc"
    assert body == ECHO


def test_wrong_password_is_counted():
    with Lab("healthy") as lab:
        response, _ = ask(lab, headers=basic("LAB\\alice", "wrong"))
        assert response.status == 401
        assert lab.bad_logons == 1
        with open(lab.describe()["bad_logons_file"], encoding="utf-8") as file:
            assert len(file.readlines()) == 1


def test_unknown_target_after_logon(healthy):
    headers = basic("alice", healthy.password)
    path = "/rpc/rpcproxy.dll?X:6001"
    response, _ = ask(healthy, "RPC_OUT_DATA", path, headers, bytes(76))
    assert response.status == 404
    assert response.headers["X-CasErrorCode"] == "MailboxGuidWithDomainNotFound"


def test_neighbours_of_rpc(healthy):
    assert ask(healthy, path="/autodiscover/autodiscover.xml")[0].status == 401
    assert ask(healthy, path="/owa/")[0].status == 302
    assert ask(healthy, path="/rpc/healthcheck.htm")[0].status == 200
    assert ask(healthy, path="/nothing")[0].status == 404


def test_overrides_merge_like_tables():
    changes = {"front": {"schemes": ["NTLM"]}, "endpoint": [{"port": 6001, "delay": 1}]}
    with Lab("healthy", **changes) as lab:
        response, _ = ask(lab)
        assert response.headers.get_all("WWW-Authenticate") == ["NTLM"]
        assert len(lab.scenario["endpoint"]) == 3
        assert lab.scenario["endpoint"][0]["delay"] == 1


def test_unknown_key_is_an_error():
    with pytest.raises(ValueError):
        Lab("healthy", tunel={"a3": False})
    with pytest.raises(ValueError):
        Lab("healthy", tunnel={"a4": False})


@pytest.mark.parametrize("name", scenario.names())
def test_every_scenario_starts_and_says_what_it_expects(name):
    with Lab(name) as lab:
        description = lab.describe()
    assert lab.scenario["description"]
    assert set(description["expect"]) >= {"code", "state", "program"}
    assert description["expect"]["state"] in ("OK", "WARNING", "CRITICAL", "UNKNOWN")
    assert description["expect"]["program"] in (
        "tunnel", "rpcproxy", "both", "cert", "auth", "mapihttp", "proxylog",
        "autodiscover", "backend", "chain")
    assert "{" not in "".join(description["args"])


@pytest.mark.parametrize("name", sorted(adversary.BEHAVIOURS))
def test_every_adversary_starts(name):
    with Lab("healthy", front={"adversary": name}) as lab:
        assert lab.https


def test_command_line_runs_until_stdin_closes():
    process = subprocess.Popen(
        [sys.executable, "-B", os.path.join(HERE, "lab.py"), "serve", "healthy"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    line = json.loads(process.stdout.readline())
    with open(f"/proc/{process.pid}/schedstat", encoding="ascii") as file:
        assert int(file.read().split()[0]) / 1e9 < MAX_START_SECONDS
    socket.create_connection(("127.0.0.1", line["https"]), timeout=PATIENCE_S).close()
    process.stdin.close()
    assert process.wait(timeout=PATIENCE_S) == 0
    process.stdout.close()
    assert not os.path.exists(line["bad_logons_file"])


def seconds_through(relay):
    """The time that an answer takes."""
    connection = http.client.HTTPConnection("127.0.0.1", relay.port,
                                            timeout=PATIENCE_S)
    connection.connect()
    started = time.monotonic()
    connection.request("GET", TARGET)
    assert connection.getresponse().status == 401
    seconds = time.monotonic() - started
    connection.close()
    return seconds


def test_relay_delays_each_direction(healthy):
    """Never less than twice, and not much more."""
    with Relay(healthy.http, delay=0.05) as relay:
        taken = [seconds_through(relay) for _ in range(TRIES)]
    assert 0.1 <= min(taken) < 0.5


def test_relay_cuts(healthy):
    with Relay(healthy.http, cut_after=10, cut="fin") as relay:
        where = ("127.0.0.1", relay.port)
        with socket.create_connection(where, timeout=PATIENCE_S) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            received = b""
            while data := sock.recv(100):
                received += data
    assert received == b"HTTP/1.1 3"


def test_fifty_connections_at_once(healthy):
    connections = [connect(healthy) for _ in range(50)]
    for connection in connections:
        connection.request("GET", TARGET)
    assert {connection.getresponse().status for connection in connections} == {401}
    for connection in connections:
        connection.close()


def test_certificates_stay_while_a_laboratory_uses_them(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    now = time.time()
    caches = []
    for later in range(3):
        caches.append(default_cache(now + later * CACHE_SECONDS))
        os.makedirs(caches[-1], exist_ok=True)
    assert [os.path.exists(cache) for cache in caches] == [False, True, True]


def test_certificates_verify_as_their_kind_says(tmp_path):
    store = CertStore(str(tmp_path / "cache"))
    wanted = {
        "good": True, "wildcard": True, "expired": False, "self-signed": False,
        "untrusted": False, "no-intermediate": False, "other-name": False,
    }
    for kind, is_good in wanted.items():
        with Lab("healthy", directory=str(tmp_path), tls={"certificate": kind}) as lab:
            assert lab.ca == store.ca_file
            try:
                assert ask(lab)[0].status == 401 and is_good, kind
            except ssl.SSLCertVerificationError:
                assert not is_good, kind
