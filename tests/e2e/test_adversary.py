"""Peers that break, stall or lie: every run ends in time and says what it met."""

import socket

import checks
import forms
import pytest
from lab import Lab
from relay import Relay

# Of runs that meet silence; others end by themselves, however loaded the machine is.
TIMEOUT_S = 2
AMPLE_S = 10

# What the tunnel meets after the logon does not concern the RPC proxy's check.
HEALTHY = {"ok"}
RESET_TLS = {"tls-closed"}
NOT_TLS = {"tls-not-spoken", "tls-closed", "tls-alert"}
NOT_HTTP = {"http-malformed", "http-no-answer", "tls-h2-only"}

# name of the adversary, its options, codes for the tunnel, codes for the RPC proxy
CASES = [
    ("closed", {}, {"tcp-refused"}, {"tcp-refused"}),
    ("silent", {}, {"tls-timeout"}, {"tls-timeout"}),
    ("slow", {"interval": 0.3}, {"tls-timeout"}, {"tls-timeout"}),
    ("slow", {"interval": 1.0}, {"tls-timeout"}, {"tls-timeout"}),
    ("slow-http", {"interval": 0.3}, {"http-timeout"}, {"http-timeout"}),
    ("slow-http", {"interval": 1.0}, {"http-timeout"}, {"http-timeout"}),
    ("big-head", {}, {"http-malformed"}, {"http-malformed"}),
    ("big-line", {}, {"http-malformed"}, {"http-malformed"}),
    ("tls-cut", {"after": 1}, RESET_TLS, RESET_TLS),
    ("tls-cut", {"after": 100}, RESET_TLS, RESET_TLS),
    ("tls-cut", {"after": 600}, RESET_TLS, RESET_TLS),
    ("tls-cut", {"after": 100, "how": "rst"}, RESET_TLS, RESET_TLS),
    ("tls-cut", {"after": 100, "how": "hang"}, {"tls-timeout"}, {"tls-timeout"}),
    ("tls-reset", {}, RESET_TLS, RESET_TLS),
    ("plain-on-tls", {}, {"tls-not-spoken"}, {"tls-not-spoken"}),
    ("reset-after-head", {}, NOT_HTTP, NOT_HTTP),
    ("half-pdu", {}, {"tunnel-no-c2"}, HEALTHY),
    ("endless-pings", {}, {"tunnel-no-c2"}, HEALTHY),
]
# The server sends more than this on each channel before the bind is answered.
BIND_BYTES = 2001
BROKEN_HOPS = ("tls", "http", "auth", "proxy", "tunnel", "endpoint", "bind")
SEEDS = range(1, 11)


def adversary(name, **options):
    """A laboratory whose front end is this adversary."""
    return Lab("healthy", front={"adversary": name, "adversary_options": options})


def limit_for(codes):
    """The --timeout under which these codes are to be met, in seconds."""
    are_late = any(code.endswith("-timeout") or code == "tunnel-no-c2"
                   for code in codes)
    return TIMEOUT_S if are_late else AMPLE_S


def judge(result, lab, codes, limit):
    """What holds whatever the peer does."""
    line = forms.first_line(result)
    assert (line["code"] or "ok") in codes, result.told
    assert result.seconds < limit + checks.START_S, result.told
    assert result.status == checks.STATES[line["state"] or "OK"], result.told
    assert line["state"] in (None, "CRITICAL"), result.told
    found = [item["label"] for item in forms.perf_items(result)]
    assert found == checks.labels("check_oa_" + line["concern"].lower()), result.told
    forms.assert_filled(line["text"], result)
    forms.assert_no_secret(result, lab)
    assert lab.bad_logons == 0, lab.log()


def meet(lab, tunnel_codes, rpcproxy_codes, *words):
    """Lets both programs meet the adversary at the same time."""
    limit = limit_for(tunnel_codes | rpcproxy_codes)
    words = ("-t", str(limit), "-vvv", *words)
    runs = [checks.start(program, lab, *words) for program in checks.PROGRAMS]
    results = [run.result() for run in runs]
    for result, codes in zip(results, (tunnel_codes, rpcproxy_codes)):
        judge(result, lab, codes, limit)


def name_of(value):
    """Names a case by the adversary and its options."""
    if isinstance(value, dict):
        return "-".join(f"{key}-{value[key]}" for key in value) or None
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize("name, options, tunnel, rpcproxy", CASES, ids=name_of)
def test_adversary(name, options, tunnel, rpcproxy):
    with adversary(name, **options) as lab:
        meet(lab, tunnel, rpcproxy)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name, codes", [
    ("random", NOT_TLS), ("random-http", NOT_HTTP)])
def test_random_bytes(name, codes, seed):
    with adversary(name, seed=seed) as lab:
        meet(lab, codes, codes)


def test_silence_without_tls():
    with adversary("silent") as lab:
        meet(lab, {"http-timeout"}, {"http-timeout"}, "--no-tls")


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_black_hole(program):
    """The accept queue is full, so the SYN is lost; three and a half seconds."""
    with adversary("full-queue") as lab:
        result = checks.run(program, lab, "--timeout", "3")
    assert result.seconds < 3.5, result.told
    line = forms.first_line(result)
    assert line["state"] == "CRITICAL" and result.status == 2, result.told
    assert line["code"].startswith("tcp-"), result.told


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_every_address_is_a_black_hole(program):
    """Nothing is ever answered, not even by the resolver."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
        resolver.bind(("127.0.0.1", 0))
        result = checks.run_words(
            program, "-H", "mail.lab.test", "-S", "EX1.lab.test", "-t", "2",
            "--resolver", f"127.0.0.1:{resolver.getsockname()[1]}")
    assert forms.of_text(result).code == "dns-resolver-failed", result.told
    assert result.status == 3


@pytest.mark.parametrize("program", checks.PROGRAMS)
@pytest.mark.parametrize("timeout", ["0.2", "0.5", "1"])
def test_short_times(program, timeout):
    """However short the time is, the first line comes before its end."""
    with adversary("silent") as lab:
        result = checks.run(program, lab, "-t", timeout)
    assert forms.of_text(result).code == "tls-timeout", result.told
    assert len(result.lines) > 1, result.told


@pytest.fixture(name="healthy", scope="module")
def healthy_fixture():
    """A healthy laboratory behind a line that breaks."""
    with Lab("healthy") as lab:
        yield lab


@pytest.mark.parametrize("how", ["rst", "fin", "hang"])
@pytest.mark.parametrize("after", range(0, BIND_BYTES, 125))
def test_line_breaks(healthy, after, how):
    """Wherever the line breaks, the run ends in time and names a hop of the way."""
    to = f"{healthy.address}:{healthy.https}"
    with Relay(to, cut_after=after, cut=how) as relay:
        words = ("-p", str(relay.port), "-t", "1", "--output", "json")
        runs = [checks.start(program, healthy, *words) for program in checks.PROGRAMS]
        for result in [run.result() for run in runs]:
            summary = forms.of_json(result)
            assert summary.state == "CRITICAL", result.told
            broken = [hop["hop"] for hop in result.document["hops"]
                      if hop["code"] == summary.code]
            assert broken[0] in BROKEN_HOPS, result.told
