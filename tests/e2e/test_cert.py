"""check_oa_cert: limits to the second, the whole description, memory, second views."""

import datetime
import re
import socket

import checks
import forms
import pytest
from forms import verdict
from lab import Lab

CERT = "check_oa_cert"
DAY = 86400

# What a description holds, whatever the certificate is like.
DESCRIBED = [
    r"subject: CN = mail\.lab\.test", r"names: .*mail\.lab\.test.*", r"issuer: .+",
    r"serial: [0-9A-F]+", r"SHA-1 thumbprint: [0-9a-f]{40}", r"SHA-256: [0-9a-f]{64}",
    r"SHA-256 of the key: [0-9a-f]{64}",
    r"valid: 20\d\d-.*Z to 20\d\d-.*Z \(\d+ days\)",
    r"key: EC prime256v1, signature: ecdsa-with-SHA256",
    r"path 0: CN = mail\.lab\.test, -?\d+ days left \(.*Z\)", r"sent: \d certificates",
    r"TLS: TLSv1\.\d, [A-Z0-9_-]+, ALPN http/1\.1", r"verification: .*trusted",
]


@pytest.fixture(name="healthy", scope="module")
def healthy_fixture():
    """A healthy laboratory for tests that only read."""
    with Lab("healthy") as lab:
        yield lab


def life(lab, number=0):
    """First and last second of a certificate that the laboratory sends."""
    from cryptography.x509 import load_pem_x509_certificate

    path = lab._store.leaf(lab.scenario["tls"]["certificate"]).chain
    with open(path, encoding="ascii") as file:
        pems = file.read().split("-----END CERTIFICATE-----\n")
    pem = pems[number] + "-----END CERTIFICATE-----\n"
    leaf = load_pem_x509_certificate(pem.encode())
    return [int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())
            for moment in (leaf.not_valid_before, leaf.not_valid_after)]


@pytest.mark.parametrize("words, share, days", [
    ([], None, 14), (["-c", "7"], None, 7), (["-c", "7d"], None, 7),
    (["-c", "12h"], None, 0.5), (["-c", "10%"], 0.1, None), (["-c", "7:"], None, 7),
    (["-c", "10%,7"], None, 7), (["-c", "1%,7"], 0.01, None)])
def test_exact_limit(healthy, words, share, days):
    """Exactly the limit is good, a second less is not."""
    start, end = life(healthy)
    limit = days * DAY if share is None else share * (end - start)
    for seconds, state in ((0, "OK"), (1, "CRITICAL")):
        now = str(int(end - limit + seconds))
        result = checks.run(CERT, healthy, "-w", "0", *words, "--now", now)
        code = "ok" if state == "OK" else "cert-expires-soon"
        assert verdict(result) == (state, code), result.told


@pytest.mark.parametrize("seconds, state, code", [
    (-1, "CRITICAL", "cert-not-yet-valid"), (0, "OK", "ok")])
def test_first_second(healthy, seconds, state, code):
    """The authorities are older than the leaf, so only its own date decides."""
    start, _ = life(healthy)
    result = checks.run(CERT, healthy, "--now", str(start + seconds))
    assert verdict(result) == (state, code), result.told


@pytest.mark.parametrize("seconds, code", [(0, "ok"), (1, "cert-expired")])
def test_last_second(healthy, seconds, code):
    _, end = life(healthy)
    result = checks.run(
        CERT, healthy, "-w", "0", "-c", "0", "--now", str(end + seconds))
    assert verdict(result)[1] == code, result.told


@pytest.mark.parametrize("kind, left, state", [
    ("six-days", 1.6, "OK"), ("six-days", 1.4, "WARNING"),
    ("six-days", 0.5, "CRITICAL"), ("two-years", 31, "OK"),
    ("two-years", 29, "WARNING"), ("two-years", 13, "CRITICAL")])
def test_default_limits_suit_all(kind, left, state):
    with Lab("healthy", tls={"certificate": kind}) as lab:
        _, end = life(lab)
        now = str(int(end - left * DAY))
        result = checks.run(CERT, lab, "--now", now, "--output", "json")
    assert result.document["state"] == state, result.told
    assert result.values()["days_left"] == pytest.approx(left, abs=0.02), result.told


def test_perfdata(healthy):
    _, end = life(healthy)
    result = checks.run(
        CERT, healthy, "-w", "50%", "-c", "12h", "--now", str(end - 200 * DAY))
    items = forms.perf_items(result)
    assert [item["label"] for item in items] == checks.labels(CERT)
    assert items[0]["value"] == "200" and items[0]["unit"] == "", result.told
    assert items[0]["rest"] == ";165.02:;0.5:", result.told
    values = {item["label"]: item["value"] for item in items}
    assert values["lifetime_used"] == "39.4" and values["path_length"] == "3"


def test_the_intermediate_is_measured():
    with Lab("certcheck-expires-intermediate") as lab:
        result = checks.run(CERT, lab, "--output", "json")
    # it was made for five days and an hour, some hours ago at most
    assert 4 < result.values()["days_left"] <= 5.05, result.told


@pytest.mark.parametrize("kind", [
    "good", "expired", "not-yet-valid", "expires-soon", "self-signed", "untrusted",
    "intercepted", "no-intermediate", "second"])
def test_description_is_complete(kind):
    """A broken certificate is described as a good one is, without -v."""
    with Lab("healthy", tls={"certificate": kind}) as lab:
        result = checks.run(CERT, lab)
    for pattern in DESCRIBED:
        lines = [line for line in result.lines if re.fullmatch("  " + pattern, line)]
        assert len(lines) == 1, f"{pattern}\n{result.told}"


def test_digests_are_right(healthy):
    leaf = healthy._store.leaf("good")
    result = checks.run(CERT, healthy)
    assert f"SHA-256: {leaf.end_point_hash.hex()}" in result.out, result.told


def test_description_is_in_the_json(healthy):
    result = checks.run(CERT, healthy, "--output", "json")
    forms.of_json(result)
    lines = [line for hop in result.hops("tls") for line in hop["details"]]
    assert any(line.startswith("SHA-1 thumbprint: ") for line in lines), result.told


def test_missing_intermediate_is_named_with_its_address():
    with Lab("certcheck-incomplete-fetched") as lab:
        result = checks.run(CERT, lab)
        address = f"http://127.0.0.1:{lab.http}/pki/intermediate.der"
    assert "missing: Lab Test Issuing CA" in result.out, result.told
    assert f"to be had at {address}" in result.out, result.told


@pytest.mark.parametrize("name", ["revoked-staple", "revoked-file", "revoked-fetched"])
def test_revocation_has_a_date(name):
    with Lab("certcheck-" + name) as lab:
        result = checks.run(CERT, lab)
    day = datetime.datetime.utcnow() - datetime.timedelta(days=2)
    assert f"{day:%Y-%m-%d}" in result.lines[0], result.told


def test_staple_of_a_stranger_is_worth_nothing():
    with Lab("certcheck-staple-foreign") as lab:
        result = checks.run(CERT, lab)
    assert "stapled OCSP response: its signature is not the issuer's" in result.out


def test_memory_tells_old_from_unknown(tmp_path):
    """A certificate that was expected once is `not replaced', another one unknown."""
    memory = ["--state-dir", str(tmp_path)]
    pin = ["--pin", "0" * 64]
    with Lab("healthy") as lab:
        assert verdict(checks.run(CERT, lab, *memory, *pin)) == (
            "WARNING", "cert-unexpected")
        # What was never expected does not become old by being seen again.
        assert verdict(checks.run(CERT, lab, *memory, *pin)) == (
            "WARNING", "cert-unexpected")
        assert verdict(checks.run(CERT, lab, *memory)) == ("OK", "ok")
        assert verdict(checks.run(CERT, lab, *memory, *pin)) == (
            "WARNING", "cert-not-replaced")
        digest = lab._store.leaf("good").end_point_hash.hex()
        assert verdict(checks.run(CERT, lab, *memory, "--pin", digest)) == ("OK", "ok")


def test_key_pin_survives_renewal(healthy):
    result = checks.run(CERT, healthy)
    key = re.search(r"SHA-256 of the key: ([0-9a-f]{64})", result.out)[1]
    pins = ["--pin", "1" * 64, "--pin", key.upper()]
    assert verdict(checks.run(CERT, healthy, *pins)) == ("OK", "ok")


def test_unwritable_memory_is_said(healthy, tmp_path):
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    result = checks.run(CERT, healthy, "--state-dir", str(file))
    assert verdict(result) == ("UNKNOWN", "monitor-file-unreadable"), result.told


def test_dead_ipv6_is_named():
    """The AAAA record leads nowhere, IPv4 works."""
    records = {"mail.lab.test": {"A": ["127.0.0.1"], "AAAA": ["::1"]}}
    with Lab("certcheck-dns-no-record", dns={"records": records}) as lab:
        result = checks.run(CERT, lab, "--all-addresses")
    assert verdict(result) == ("WARNING", "tcp-address-dead"), result.told
    assert "1 of 2 addresses of mail.lab.test fail: all of IPv6: ::1" in result.lines[0]


def test_dead_host_to_compare_with(healthy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        result = checks.run(CERT, healthy, "--same-cert-as", place)
    assert verdict(result) == ("WARNING", "tcp-address-dead"), result.told
    assert place in result.lines[0], result.told


def test_no_request_is_sent(healthy):
    result = checks.run(CERT, healthy, "--no-request", "-vvv")
    assert verdict(result) == ("OK", "ok"), result.told
    assert "GET" not in result.out, result.told


def test_silent_web_server_does_not_hold_up_the_result():
    with Lab("healthy", front={"delay": 30}) as lab:
        result = checks.run(CERT, lab, "-t", "5")
    assert verdict(result) == ("OK", "ok"), result.told
    assert result.seconds < 3, result.told
    assert "HTTP: no answer in time" in result.out, result.told


def test_no_credentials_are_known():
    names = {option["long"] for option in checks.descriptor(CERT)["options"]}
    assert not names & {"username", "password", "password-file", "credentials-file"}


def test_back_end_port():
    """A self-signed certificate on another port, as the back end site has it."""
    with Lab("certcheck-self-signed") as lab:
        result = checks.run(CERT, lab)
        assert "self-signed, accepted by --self-signed" in result.out, result.told
        assert "verification: the path is trusted" in result.out, result.told
    with Lab("healthy", tls={"certificate": "untrusted"}) as lab:
        result = checks.run(CERT, lab, "--self-signed")
        assert verdict(result) == ("CRITICAL", "cert-untrusted"), result.told


@pytest.mark.parametrize("words", [
    ["--no-tls"], ["-w", "x"], ["-c", "101%"], ["--pin", "abc"], ["--reject-tls", "2"],
    ["--principal", "msstd:"], ["--client-key", "x"], ["--max-validity", "-1"]])
def test_bad_usage(healthy, words):
    result = checks.run(CERT, healthy, *words)
    assert verdict(result) == ("UNKNOWN", "bad-usage"), result.told


def test_every_code_of_the_hop_has_a_scenario():
    import scenario

    codes = {scenario.load(name)["expect"]["code"] for name in scenario.names()
             if scenario.load(name)["expect"]["program"] == "cert"}
    assert codes >= {
        "tls-closed", "tls-not-spoken", "tls-alert", "tls-timeout",
        "tls-client-cert-required", "tls-h2-only", "tls-weak", "tls-intercepted",
        "cert-name-mismatch", "cert-expired", "cert-not-yet-valid",
        "cert-expires-soon", "cert-untrusted", "cert-chain-incomplete", "cert-revoked",
        "cert-principal-mismatch", "cert-principal-loose", "cert-not-replaced",
        "cert-unexpected", "nodes-differ", "tcp-address-dead", "dns-no-record",
        "dns-no-address", "monitor-clock-wrong"}
