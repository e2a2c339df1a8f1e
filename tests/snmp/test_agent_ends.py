"""Certificates and addresses, as a run has seen them."""

import pytest
from agentd import AGENT, Configuration, cells, of_lab, run
from lab import Lab

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

FRONT, BACK, AUTODISCOVER = 1, 2, 3


@pytest.fixture(name="ask")
def ask_fixture(tmp_path):
    """Runs one target once; returns the cells."""
    def ask(lab, **more):
        configuration = Configuration(tmp_path, interval=60, attempts=1)
        lines = of_lab(lab, configuration.password(lab.password), **more)
        if "email" in lines:
            del lines["no-autodiscover"]
        configuration.write(mail={name: value for name, value in lines.items()
                                  if value is not False})
        return cells(run("--once", "-c", configuration.path).stdout)
    return ask


def roles(table):
    """The roles of which there is a certificate."""
    return sorted(int(key.rpartition(".")[2]) for key in table
                  if key.startswith("oaCertDescr."))


def test_certificate_and_address_of_the_front_end(ask):
    with Lab("healthy") as lab:
        table = ask(lab)
        port = str(lab.https)
    assert roles(table) == [FRONT]
    assert table["oaCertStatus.1.1"] == "ok(1)"
    assert table["oaCertSubject.1.1"] == '"CN = mail.lab.test"'
    assert table["oaCertNames.1.1"] == '"mail.lab.test autodiscover.lab.test"'
    assert table["oaCertNameMatches.1.1"] == "true(1)"
    assert table["oaCertTrusted.1.1"] == "true(1)"
    assert table["oaCertSelfSigned.1.1"] == "false(2)"
    assert table["oaCertTlsVersion.1.1"].startswith('"TLS 1.')
    assert len(table["oaCertFingerprint.1.1"]) == 64 + 2
    assert int(table["oaCertDaysLeft.1.1"]) > 0
    assert table["oaEndpointDescr.1.1"] == '"mail/127.0.0.1"'
    assert table["oaEndpointPort.1.1"] == port
    assert table["oaEndpointStatus.1.1"] == "ok(1)"
    assert int(table["oaEndpointTime.1.1"]) >= 1


def test_certificates_of_other_ends(ask):
    with Lab("chain-healthy") as lab:
        table = ask(lab, email="alice@lab.test", resolver=f"127.0.0.1:{lab.dns}",
                    https_port=lab.https, http_port=lab.http)
    assert roles(table) == [FRONT, AUTODISCOVER]
    assert table["oaCertNameMatches.1.3"] == "true(1)"
    with Lab("chain-backend") as lab:
        table = ask(lab, backend=f"EX1.lab.test:{lab.backend}",
                    resolver=f"127.0.0.1:{lab.dns}")
    assert roles(table) == [FRONT, BACK]
    assert table["oaCertCode.1.2"] == '"backend-cert-name-mismatch"'
    assert table["oaCertNameMatches.1.2"] == "false(2)"
    assert table["oaCertStatus.1.1"] == "ok(1)"


def test_certificates_of_several_back_ends(ask):
    """A row for each server."""
    backend = {"enabled": True, "certificate": "good"}
    records = {name: {"A": ["127.0.0.1"]}
               for name in ("mail.lab.test", "EX1.lab.test", "autodiscover.lab.test")}
    with Lab("healthy", backend=backend, dns={"records": records}) as lab:
        places = [f"EX1.lab.test:{lab.backend}", f"autodiscover.lab.test:{lab.backend}"]
        table = ask(lab, address=False, resolver=f"127.0.0.1:{lab.dns}", backend=places)
    assert roles(table) == [FRONT, BACK, 4]
    for number, place in zip((BACK, 4), places):
        assert table[f"oaCertRole.1.{number}"] == "backEnd(2)"
        assert table[f"oaCertServer.1.{number}"] == f'"{place}"'
        assert table[f"oaCertDescr.1.{number}"] == f'"mail/backEnd {place}"'
        assert table[f"oaCertCode.1.{number}"] == '"backend-cert-name-mismatch"'
        assert table[f"oaCertHint.1.{number}"] != '""'


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_an_address_that_refuses(ask, address):
    with Lab("healthy") as lab:
        table = ask(lab, port=1, address=address)
    assert roles(table) == []
    assert table["oaEndpointDescr.1.1"] == f'"mail/{address}"'
    assert table["oaEndpointStatus.1.1"] == "critical(3)"
    assert table["oaEndpointCode.1.1"] == '"tcp-refused"'


def test_an_address_that_refuses_beside_one_that_serves(ask):
    """The target is well, and the table tells of the one that is not."""
    records = {"mail.lab.test": {"A": ["127.0.0.3", "127.0.0.1"]}}
    with Lab("healthy", dns={"records": records}) as lab:
        table = ask(lab, address=False, resolver=f"127.0.0.1:{lab.dns}")
    found = {table[f"oaEndpointDescr.1.{i}"]: (
        table[f"oaEndpointStatus.1.{i}"], table[f"oaEndpointCode.1.{i}"])
        for i in (1, 2)}
    assert found == {'"mail/127.0.0.3"': ("critical(3)", '"tcp-refused"'),
                     '"mail/127.0.0.1"': ("ok(1)", '"ok"')}
    assert table["oaTargetStatus.1"] == "ok(1)"


def test_each_of_several_addresses(ask):
    with Lab("all-addresses-healthy") as lab:
        table = ask(lab, address=False, resolver=f"127.0.0.1:{lab.dns}",
                    all_addresses=None)
    states = [value for key, value in sorted(table.items())
              if key.startswith("oaEndpointStatus.")]
    assert states == ["ok(1)", "ok(1)"]
