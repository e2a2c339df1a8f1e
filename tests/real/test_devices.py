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
    ("nginx", "REPLY_UNBUFFERED", "basic", "tunnel-no-c2"),
    ("nginx", "SHORT_TIMEOUTS", "basic", "ok"),
    ("nginx", "GOOD", "basic", "ok"),
    ("haproxy", "DEFAULT", "basic", "ok"),
    ("haproxy", "DEFAULT", "ntlm", "ok"),
    ("haproxy", "NO_DELAY", "basic", "ok"),
    ("haproxy", "NO_DELAY", "ntlm", "ok"),
    ("haproxy", "BUFFER_REQUEST", "basic", "tunnel-no-c2"),
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
    fast = check.tunnel(front("haproxy", "NO_DELAY"), "--auth", "basic")
    assert slow.code == fast.code == "ok", f"{slow}\n{fast}"
    assert slow.perfdata["time"] > fast.perfdata["time"] + 0.1, f"{slow}\n{fast}"


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
