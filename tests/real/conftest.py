"""Fixtures: the laboratory, the devices before it, a real RPC server behind it."""

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent / "lab"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from certs import CertStore  # noqa: E402
from lab import Lab  # noqa: E402
from parts import (  # noqa: E402
    apache,
    haproxy,
    nginx,
    rewriter,
    samba_dc,
    squid,
    stunnel,
)
from parts.check import Target  # noqa: E402

pytest_plugins = ["gssapi_fixtures"]

# The domain controller has a service principal by its own name.
SERVERS = ["EX1.lab.test", f"{samba_dc.HOST}.lab.test"]
DEVICES = {"nginx": nginx, "haproxy": haproxy, "apache": apache}


@pytest.fixture(scope="session")
def session_directory(tmp_path_factory, request):
    """A directory that all workers of this session have in common."""
    base = tmp_path_factory.getbasetemp()
    # A worker's own directory lies in that of the session.
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def exchange():
    """The healthy laboratory."""
    with Lab("healthy") as lab:
        yield lab


@pytest.fixture
def front(exchange, session_directory, tmp_path):
    """Function that starts a device before the laboratory and gives its Target.

    `origin` is http or https: what the device speaks to the laboratory.  Its
    certificate differs from the laboratory's unless `same_certificate` is true.
    """
    own_certificates = session_directory / "certificates"
    with contextlib.ExitStack() as stack:

        def start(device, configuration, origin="http", same_certificate=False):
            module = DEVICES[device]
            theirs = Path(exchange.ca).parent
            certificates = theirs if same_certificate else own_certificates
            store = CertStore(str(certificates), exchange.host)
            folder = tmp_path / f"{device}-{configuration}"
            folder.mkdir()
            serving = module.serve(
                folder,
                f"{origin}://127.0.0.1:{getattr(exchange, origin)}",
                store.leaf("good"),
                exchange.host,
                getattr(module, configuration),
            )
            port = stack.enter_context(serving)
            return _target(exchange, port=port, ca=store.ca_file)

        yield start


@pytest.fixture
def passed_through(exchange, tmp_path):
    """Target that is the laboratory's own TLS, carried by HAProxy."""
    origin = f"https://127.0.0.1:{exchange.https}"
    with haproxy.pass_through(tmp_path, origin) as port:
        yield _target(exchange, port=port, ca=exchange.ca)


@pytest.fixture
def inspected(exchange, session_directory, tmp_path):
    """Function that puts stunnel with a certificate of this kind before TLS."""
    store = CertStore(str(session_directory / "certificates"), exchange.host)
    with contextlib.ExitStack() as stack:

        def start(kind):
            origin = f"https://127.0.0.1:{exchange.https}"
            serving = stunnel.serve(tmp_path, origin, store.leaf(kind), exchange.host)
            port = stack.enter_context(serving)
            return _target(exchange, port=port, ca=store.ca_file)

        yield start


@pytest.fixture
def direct(exchange):
    """Target that is the laboratory itself."""
    return _target(exchange, port=exchange.https, ca=exchange.ca)


@pytest.fixture
def forward_proxy(exchange, open_directory):
    """Function that starts squid on the way to the laboratory and gives its URL."""
    with contextlib.ExitStack() as stack:

        def start(configuration):
            settings = getattr(squid, configuration)
            # squid reads its file of hosts after it has dropped its privileges.
            folder = open_directory / f"squid-{configuration}-{os.getpid()}"
            folder.mkdir(exist_ok=True)
            serving = squid.serve(folder, exchange.host, exchange.https, settings)
            return f"http://127.0.0.1:{stack.enter_context(serving)}"

        yield start


@dataclass(frozen=True)
class DomainController:
    """Where a domain controller serves RPC, and how its KDC is found."""

    endpoint: str
    config: Path

    @property
    def environment(self):
        """What a client of its KDC needs."""
        nothing = f"FILE:{self.config.parent}/no-such-cache"
        return {"KRB5_CONFIG": str(self.config), "KRB5CCNAME": nothing}


@pytest.fixture(scope="session")
def domain_controller(exchange, session_directory, tmp_path_factory):
    """A Samba DomainController that knows our user."""
    samba_dc.skip_unless_possible()
    user = exchange.user.rpartition("\\")[2]
    users = {user: exchange.password}
    domain = samba_dc.provision(session_directory / "samba", users)
    directory = tmp_path_factory.mktemp("samba")
    config = directory / "krb5.conf"
    with samba_dc.serve(domain, directory, config) as endpoint:
        yield DomainController(endpoint, config)


@pytest.fixture(scope="session")
def bridged(domain_controller):
    """Target whose endpoint 6001 is the domain controller."""
    endpoint = {"port": 6001, "bridge": domain_controller.endpoint}
    with Lab("healthy", endpoint=[endpoint], servers=SERVERS) as lab:
        yield _target(lab, port=lab.https, ca=lab.ca)


@pytest.fixture
def bridged_bare_headers(domain_controller):
    """Target as `bridged` whose server never sees that headers could be signed."""
    with rewriter.without_header_signing(domain_controller.endpoint) as address:
        endpoint = {"port": 6001, "bridge": address}
        with Lab("healthy", endpoint=[endpoint], servers=SERVERS) as lab:
            yield _target(lab, port=lab.https, ca=lab.ca)


@pytest.fixture(scope="session")
def bridged_stranger(domain_controller):
    """The same, but the password good for HTTP is not the one of the domain."""
    account = {"password": "of-the-front-only"}
    endpoint = {"port": 6001, "bridge": domain_controller.endpoint}
    with Lab("healthy", endpoint=[endpoint], account=account) as lab:
        yield _target(lab, port=lab.https, ca=lab.ca)


def _target(lab, port, ca):
    return Target(
        host=lab.host,
        port=port,
        ca=str(ca),
        server=lab.server,
        user=lab.user,
        password=lab.password,
    )
