"""Our check through reverse proxies, as shipped and as cured.

Every row is a way in which such a device is met in front of Exchange.  What IIS
and Exchange add themselves is not here: the origin is the laboratory.
"""

import pytest
from parts import check

# device, its configuration, HTTP authentication, code
CASES = [
    ("nginx", "DEFAULT", "basic", "in-body-too-large"),
    ("nginx", "LARGE_BODIES", "basic", "tunnel-no-a3"),
    ("nginx", "REPLY_UNBUFFERED", "basic", "in-body-buffered"),
    ("nginx", "SHORT_TIMEOUTS", "basic", "ok"),
    ("nginx", "GOOD", "basic", "ok"),
    ("haproxy", "DEFAULT", "basic", "ok"),
    ("haproxy", "DEFAULT", "ntlm", "ok"),
    ("haproxy", "NO_DELAY", "basic", "ok"),
    ("haproxy", "NO_DELAY", "ntlm", "ok"),
    ("haproxy", "BUFFER_REQUEST", "basic", "in-body-buffered"),
    ("haproxy", "BUFFER_REQUEST_SHORT", "basic", "in-body-buffered"),
    ("haproxy", "HTTPCLOSE", "basic", "ok"),
    ("haproxy", "SERVER_CLOSE", "basic", "ok"),
    ("haproxy", "TCP", "basic", "ok"),
    ("haproxy", "TCP", "ntlm", "ok"),
    ("apache", "DEFAULT", "basic", "in-body-buffered"),
    ("apache", "NO_PREFETCH", "basic", "ok"),
    ("apache", "GOOD", "basic", "ok"),
    ("apache", "NO_REUSE", "basic", "ok"),
    # The device says itself that the connection ends with the challenge.
    ("haproxy", "HTTPCLOSE", "ntlm", "auth-connection-not-pinned"),
    # The device carries the last NTLM message to another connection, where it is
    # refused as a wrong password would be; only a second logon, which a check does
    # not spend, would tell the two apart.
    ("nginx", "GOOD", "ntlm", "auth-rejected"),
    ("haproxy", "SERVER_CLOSE", "ntlm", "auth-rejected"),
    ("apache", "NO_REUSE", "ntlm", "auth-rejected"),
]
TIMEOUT_SECONDS = 6


@pytest.mark.parametrize("device, configuration, scheme, code", CASES)
def test_device(front, device, configuration, scheme, code):
    target = front(device, configuration)
    result = check.tunnel(target, "--auth", scheme, timeout=TIMEOUT_SECONDS)
    assert result.code == code, str(result)


# The origin has a certificate other than the device's, so that the channel binding
# of the one is wrong for the other; again a refusal without a reason.
REENCRYPTED = [
    ("nginx", "GOOD", "basic", "ok"),
    ("haproxy", "NO_DELAY", "basic", "ok"),
    ("haproxy", "NO_DELAY", "ntlm", "auth-rejected"),
    ("apache", "GOOD", "basic", "ok"),
    ("apache", "GOOD", "ntlm", "auth-rejected"),
]


@pytest.mark.parametrize("device, configuration, scheme, code", REENCRYPTED)
def test_reencrypting_device(front, device, configuration, scheme, code):
    target = front(device, configuration, origin="https")
    result = check.tunnel(target, "--auth", scheme, timeout=TIMEOUT_SECONDS)
    assert result.code == code, str(result)


def test_same_certificate_on_device_and_origin(front):
    target = front("haproxy", "NO_DELAY", origin="https", same_certificate=True)
    result = check.tunnel(target, "--auth", "ntlm", timeout=TIMEOUT_SECONDS)
    assert result.code == "ok", str(result)


@pytest.mark.parametrize("scheme", ["basic", "ntlm"])
def test_tls_passes_through(passed_through, scheme):
    result = check.tunnel(passed_through, "--auth", scheme, timeout=TIMEOUT_SECONDS)
    assert result.code == "ok", str(result)


def test_delayed_acknowledgements_cost_time(front):
    slow = check.tunnel(front("haproxy", "DEFAULT"), "--auth", "basic")
    target = front("haproxy", "NO_DELAY")
    # load adds to the time of a run, and takes nothing from it
    fast = min((check.tunnel(target, "--auth", "basic") for _ in range(3)),
               key=lambda run: run.perfdata["time"])
    assert slow.code == fast.code == "ok", f"{slow}\n{fast}"
    assert slow.perfdata["time"] > fast.perfdata["time"] + 0.1, f"{slow}\n{fast}"


HELD_BACK = "HAProxy, by its lower-case header names, holds each PDU back for 200 ms"


def held_back(target, *options):
    """A run that was told from the load of this machine, which adds to the times."""
    for _ in range(5):
        result = check.tunnel(target, "--auth", "basic", *options)
        if HELD_BACK in str(result):
            break
    return result


def test_held_back_pdus_are_named(front):
    target = front("haproxy", "DEFAULT")
    result = held_back(target, "-w", "0.15")
    # HAProxy 3.0 holds CONN/A1 back as well, which the logon waits for
    assert result.code in ("rpc-slow", "front-slow"), str(result)
    assert HELD_BACK in result.document["summary"], str(result)
    assert "option http-no-delay" in result.document["hint"]
    assert f"note: {HELD_BACK}" in str(held_back(target))
    result = check.tunnel(front("haproxy", "NO_DELAY"), "--auth", "basic")
    assert "holds each PDU back" not in str(result)


def test_buffering_device_is_named(front):
    target = front("nginx", "REPLY_UNBUFFERED")
    result = check.tunnel(target, "--auth", "basic", timeout=TIMEOUT_SECONDS)
    assert result.document["summary"].startswith("nginx/"), str(result)
    details = [line for hop in result.document["hops"] for line in hop["details"]]
    assert any("a second tunnel, whose IN body ended" in line for line in details)


# kind of the certificate that the inspecting device shows, options, code
INSPECTED = [
    ("intercepted", ("--auth", "basic"), "tls-intercepted"),
    ("good", ("--auth", "basic"), "ok"),
    ("good", ("--auth", "ntlm", "--no-channel-binding"), "ok"),
    ("good", ("--auth", "ntlm"), "auth-rejected"),
]


@pytest.mark.parametrize("kind, options, code", INSPECTED)
def test_inspecting_device(inspected, kind, options, code):
    result = check.tunnel(inspected(kind), *options, timeout=TIMEOUT_SECONDS)
    assert result.code == code, str(result)


# configuration of squid, HTTP authentication, code
FORWARD = [
    ("OPEN", "basic", "ok"),
    ("OPEN", "ntlm", "ok"),
    ("STRICT", "basic", "monitor-proxy-refused"),
    ("LOGON", "basic", "monitor-proxy-refused"),
]


@pytest.mark.parametrize("configuration, scheme, code", FORWARD)
def test_forward_proxy(forward_proxy, direct, configuration, scheme, code):
    options = ("--proxy", forward_proxy(configuration), "--auth", scheme)
    result = check.tunnel(direct, *options, timeout=TIMEOUT_SECONDS)
    assert result.code == code, str(result)
    word = {"STRICT": "403", "LOGON": "407"}.get(configuration, "")
    assert word in result.document["summary"]


# device, its configuration, code of a check that opens no tunnel
PROXY_CASES = [
    ("nginx", "DEFAULT", "in-body-too-large"),
    ("nginx", "GOOD", "ok"),
    ("haproxy", "NO_DELAY", "ok"),
    ("apache", "GOOD", "ok"),
]


@pytest.mark.parametrize("device, configuration, code", PROXY_CASES)
def test_rpcproxy_through_device(front, device, configuration, code):
    target = front(device, configuration)
    result = check.run("check_oa_rpcproxy", target, "--auth", "basic")
    assert result.code == code, str(result)
