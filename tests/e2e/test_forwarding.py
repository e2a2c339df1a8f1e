"""Every program that speaks HTTP goes through the forward proxy that it is told of."""

import checks
import pytest
from forms import verdict
from forwarding import forward_proxy
from lab import Lab

SCENARIOS = {"check_oa_tunnel": "healthy", "check_oa_rpcproxy": "healthy",
             "check_oa_cert": "healthy", "check_oa_auth": "auth-healthy",
             "check_oa_mapihttp": "mapihttp-healthy",
             "check_oa_autodiscover": "autodiscover-healthy",
             "check_oa_backend": "backend-healthy", "check_oa": "chain-healthy"}
HOSTS = ("mail.lab.test", "autodiscover.lab.test")


def test_no_program_is_left_out():
    """One reads files."""
    assert {*SCENARIOS, "check_oa_proxylog"} == {
        path.name for path in checks.PLUGIN_DIR.glob("check_oa*")
        if path.is_file() and not path.suffix}


@pytest.mark.parametrize("program", SCENARIOS)
def test_all_goes_through_the_proxy(program):
    """But for DNS, of which autodiscover asks what a proxy cannot know, and back ends,
    which are inside."""
    with Lab(SCENARIOS[program]) as lab, forward_proxy(*HOSTS) as (url, asked):
        result = checks.run(program, lab, "--proxy", url, "-v")
        assert verdict(result) == ("OK", "ok"), result.told
        assert f"mail.lab.test:{lab.https}" in asked
    assert "by the forward proxy" in result.out, result.told
    assert result.out.count("tcp: ") == 1, result.told


@pytest.mark.parametrize("program", ["check_oa_autodiscover", "check_oa"])
def test_autodiscover_that_the_proxy_does_not_know(program):
    """What a proxy does not let through is its own matter, not the server's."""
    with Lab(SCENARIOS[program]) as lab, forward_proxy(HOSTS[0]) as (url, _):
        result = checks.run(program, lab, "--proxy", url, "-v")
    assert verdict(result) == ("CRITICAL", "autodiscover-no-method"), result.told
    assert "HTTP status 503 (monitor-proxy-refused)" in result.out, result.told
