"""Fixtures of the tests with Kerberos: a realm, and what stands in it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from certs import CertStore
from lab import Lab
from parts import acceptor, apache_gssapi, haproxy, kdc
from parts.check import Target

# Users of the realm besides the laboratory's own.
OTHERS = {"carol": "Other-5678", "revoked": "Gone-5678", "expired": "Old-5678"}


@pytest.fixture(scope="session")
def open_directory():
    """A directory that a server may enter after it has dropped its privileges."""
    with tempfile.TemporaryDirectory(prefix="oa-real-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def realm(exchange, open_directory):
    """The Kerberos realm of the laboratory's user and of HTTP on its host."""
    directory = open_directory / "kdc"
    directory.mkdir()
    user = exchange.user.rpartition("\\")[2]
    principals = {
        user: exchange.password,
        f"HTTP/{exchange.host}": None,
        **OTHERS,
    }
    with kdc.serve(directory, principals) as served:
        served.administer(
            "modprinc -allow_tix revoked", 'modprinc -pwexpire "2 days ago" expired'
        )
        yield served


@pytest.fixture(scope="session")
def service_keytab(realm, exchange):
    """Keytab of the HTTP service."""
    return realm.keytab(f"HTTP/{exchange.host}", mode=0o644)


@pytest.fixture(scope="session")
def trusting():
    """The laboratory without a logon of its own, to stand behind somebody's."""
    with Lab("healthy", front={"anonymous": True}) as lab:
        yield lab


@pytest.fixture(scope="session")
def gssapi_front(trusting, realm, service_keytab, open_directory):
    """Target that is Apache with mod_auth_gssapi, and a tunnel behind it."""
    apache_gssapi.skip_unless_possible()
    store = CertStore(str(open_directory / "certificates"), trusting.host)
    directory = open_directory / "apache"
    directory.mkdir()
    with apache_gssapi.serve(
        directory,
        f"http://127.0.0.1:{trusting.http}",
        store.leaf("good"),
        trusting.host,
        realm,
        service_keytab,
        (trusting.user, trusting.password),
    ) as port:
        yield _target(trusting, port, open_directory)


@dataclass(frozen=True)
class Acceptor:
    """An acceptor as a target, and the file of what it made of the logons."""

    target: Target
    log: Path

    def last_logon(self):
        """Its last line: user, scheme, bound or unbound; or why it refused."""
        return self.log.read_text().splitlines()[-1]


@pytest.fixture(scope="session")
def gssapi_acceptor(trusting, realm, service_keytab, open_directory):
    """An Acceptor, which tells whether a logon was bound to its channel."""
    store = CertStore(str(open_directory / "certificates"), trusting.host)
    directory = open_directory / "acceptor"
    directory.mkdir()
    account = (trusting.user, trusting.password)
    with acceptor.serve(
        directory, store.leaf("good"), realm, service_keytab, account
    ) as (port, log):
        yield Acceptor(_target(trusting, port, open_directory), log)


@pytest.fixture
def reencrypted(trusting, gssapi_acceptor, open_directory, tmp_path):
    """Target that is the acceptor behind HAProxy, which has another certificate."""
    store = CertStore(str(tmp_path / "certificates"), trusting.host)
    with haproxy.serve(
        tmp_path,
        f"https://127.0.0.1:{gssapi_acceptor.target.port}",
        store.leaf("good"),
        trusting.host,
        haproxy.NO_DELAY,
    ) as port:
        yield _target(trusting, port, tmp_path)


def _target(lab, port, directory):
    return Target(
        host=lab.host,
        port=port,
        ca=str(CertStore(str(directory / "certificates"), lab.host).ca_file),
        server=lab.server,
        user=lab.user,
        password=lab.password,
    )
