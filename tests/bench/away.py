"""Laboratories whose line is slow: what stands behind the relay, for each logon."""

import contextlib
import os
import socket
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ground import serving

TESTS = Path(__file__).resolve().parent.parent
for folder in (TESTS / "lab", TESTS / "real"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


@dataclass(frozen=True)
class Place:
    """A front end: where it is, and what a check of it wants."""

    lab: dict  # as lab.py describes it
    port: int
    ca: str
    environment: dict

    def behind(self, relay):
        """The same at the other end of a relay."""
        return Place(self.lab, relay["port"], self.ca, self.environment)

    def words(self, *more):
        """Command line of a check."""
        return ["-H", self.lab["host"], "-I", self.lab["address"], "-p", str(self.port),
                "--ca-file", self.ca, *more]


@contextlib.contextmanager
def laboratory(scenario="healthy"):
    """The laboratory itself."""
    with serving("serve", scenario) as lab:
        yield Place(lab, lab["https"], lab["ca"],
                    {**os.environ, "OA_PASSWORD": lab["password"]})


@contextlib.contextmanager
def kerberos():
    """Apache with a keytab before the laboratory, and an MIT KDC, which is near; None
    where one of them is not installed."""
    try:
        import pytest
        from certs import CertStore
        from parts import apache_gssapi, kdc
    except ImportError:
        yield None
        return
    with contextlib.ExitStack() as stack:
        try:
            apache_gssapi.skip_unless_possible()
            folder = Path(stack.enter_context(
                tempfile.TemporaryDirectory(prefix="oa-bench-")))
            folder.chmod(0o755)
            place = _kerberos_in(stack, folder, CertStore, apache_gssapi, kdc)
        except pytest.skip.Exception:
            place = None
        yield place


def _kerberos_in(stack, folder, store_of, apache_gssapi, kdc):
    lab = stack.enter_context(serving("serve", "anonymous-access"))
    for name in ("kdc", "apache"):
        (folder / name).mkdir()
    service = f"HTTP/{lab['host']}"
    user = lab["user"].rpartition("\\")[2]
    realm = stack.enter_context(
        kdc.serve(folder / "kdc", {user: lab["password"], service: None}))
    store = store_of(str(folder / "certificates"), lab["host"])
    port = stack.enter_context(apache_gssapi.serve(
        folder / "apache", f"http://127.0.0.1:{lab['http']}", store.leaf("good"),
        lab["host"], realm, realm.keytab(service, mode=0o644),
        (lab["user"], lab["password"])))
    return Place(lab, port, str(store.ca_file),
                 {**os.environ, **realm.environment, "OA_PASSWORD": lab["password"]})


class Echo:
    """A server that sends everything back; a context manager, `port` is its own."""

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_exc):
        self._listener.close()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection:
                    while data := connection.recv(64):
                        connection.sendall(data)


def round_trip(delay_ms, count):
    """Seconds that a relay with this delay makes of a round trip: its timer is coarse,
    and sending takes time."""
    with Echo() as echo, serving("relay", "--to", f"127.0.0.1:{echo.port}",
                                 "--delay-ms", str(delay_ms)) as relay:
        with socket.create_connection(("127.0.0.1", relay["port"])) as connection:
            taken = []
            for _ in range(count + 1):
                start = time.monotonic()
                connection.sendall(b"?")
                connection.recv(64)
                taken.append(time.monotonic() - start)
    return min(taken[1:])
