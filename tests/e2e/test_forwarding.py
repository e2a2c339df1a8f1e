"""Every program that speaks HTTP goes through the forward proxy that it is told of."""

import checks
import pytest
from forms import verdict
from forwarding import forward_proxy
from lab import Lab

# Those that want more than a front end that is well.
SCENARIOS = {"check_oa_auth": "auth-healthy", "check_oa_mapihttp": "mapihttp-healthy",
             "check_oa_autodiscover": "autodiscover-healthy",
             "check_oa_backend": "backend-healthy", "check_oa": "chain-healthy"}
PROGRAMS = sorted(path.name for path in checks.PLUGIN_DIR.glob("check_oa*")
                  if path.is_file() and not path.suffix
                  and path.name != "check_oa_proxylog")
HOSTS = ("mail.lab.test", "autodiscover.lab.test")
# Nothing of a laboratory listens there: who goes past the proxy gets nowhere.
ELSEWHERE = "127.0.0.2"


def run(program, lab, url):
    """A run that is told an address at which the front end is not."""
    words = checks.options(program, lab)
    words[words.index("-I") + 1] = ELSEWHERE
    words += ["-t", f"{checks.TIMEOUT_S:g}", "--proxy", url, "-v"]
    return checks.Run(program, words, checks.TIMEOUT_S, lab.password).result()


@pytest.mark.parametrize("program", PROGRAMS)
def test_all_goes_through_the_proxy(program):
    """But for DNS, of which autodiscover asks what a proxy cannot know, and back ends,
    which are inside."""
    scenario = SCENARIOS.get(program, "healthy")
    with Lab(scenario) as lab, forward_proxy(*HOSTS) as (url, asked):
        result = run(program, lab, url)
        assert verdict(result) == ("OK", "ok"), result.told
        assert f"mail.lab.test:{lab.https}" in asked
    assert "by the forward proxy" in result.out, result.told
    assert result.out.count("tcp: ") == 1, result.told


def test_a_certificate_takes_one_connection():
    with Lab("healthy") as lab, forward_proxy(HOSTS[0]) as (url, asked):
        run("check_oa_cert", lab, url)
        assert asked == [f"mail.lab.test:{lab.https}"]


@pytest.mark.parametrize("program", ["check_oa_autodiscover", "check_oa"])
def test_autodiscover_that_the_proxy_does_not_know(program):
    """What a proxy does not let through is its own matter, not the server's."""
    with Lab(SCENARIOS[program]) as lab, forward_proxy(HOSTS[0]) as (url, _):
        result = run(program, lab, url)
    assert verdict(result) == ("CRITICAL", "autodiscover-no-method"), result.told
    assert "HTTP status 503 (monitor-proxy-refused)" in result.out, result.told
