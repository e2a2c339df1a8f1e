"""What every program has: tries, addresses, one refused password, hidden names."""

import re
import shutil
import subprocess

import checks
import forms
import pytest
from lab import Lab

BAD_PASSWORD = {"account": {"given": "Wrong-Passw0rd!"}}
TRIES = ("--tries", "3", "--interval", "0.05")
LABELS = ["loss", "time_min", "time_median", "time_max"]
# Reads logs and probes nothing.
WITHOUT_TRIES = ("check_oa_proxylog",)
WITH_LOGON = ("check_oa_tunnel", "check_oa_rpcproxy", "check_oa_auth")


def programs():
    """All programs that are built."""
    return sorted(path.name for path in checks.PLUGIN_DIR.glob("check_oa*")
                  if path.suffix == "" and path.is_file())


@pytest.fixture(name="healthy", scope="module")
def healthy_fixture():
    """A healthy laboratory for tests that only read."""
    with Lab("healthy") as lab:
        yield lab


@pytest.mark.parametrize("program", programs())
def test_every_program_has_tries(program):
    names = [option["long"] for option in checks.descriptor(program)["options"]]
    labels = checks.labels(program)
    wanted = program not in WITHOUT_TRIES
    assert ("tries" in names) == wanted
    assert (labels[-len(LABELS):] == LABELS) == wanted


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_one_try_measures_no_loss(healthy, program):
    values = checks.run(program, healthy, "--output", "json").values()
    assert [values[label] for label in LABELS] == [None] * 4


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_tries_are_told_one_by_one(healthy, program):
    result = checks.run(program, healthy, *TRIES)
    assert [line.split(",")[0] for line in result.lines if "  try " in line] == [
        f"  try {number}: OK" for number in (1, 2, 3)], result.told
    values = checks.run(program, healthy, "--output", "json", *TRIES).values()
    assert values["loss"] == 0
    assert 0 < values["time_min"] <= values["time_median"] <= values["time_max"]


@pytest.mark.parametrize("program", WITH_LOGON)
@pytest.mark.parametrize("words", [TRIES, ("--tries", "2", "--auth", "basic")], ids=str)
def test_tries_send_a_refused_password_once(program, words):
    with Lab("healthy", **BAD_PASSWORD) as lab:
        result = checks.run(program, lab, *words)
        assert forms.of_text(result).code == "auth-rejected", result.told
        assert lab.bad_logons == 1, lab.log()


@pytest.mark.parametrize("program", WITH_LOGON)
def test_addresses_send_a_refused_password_once(program):
    records = {"mail.lab.test": {"A": ["127.0.0.1", "127.0.0.2"]}}
    with Lab("healthy", node=[{"address": "127.0.0.2"}], without=["address"],
             args=["--resolver", "{dns}", "--all-addresses"],
             dns={"records": records}, **BAD_PASSWORD) as lab:
        result = checks.run(program, lab)
        assert forms.of_text(result).code == "auth-rejected", result.told
        assert lab.bad_logons == 1, lab.log()


def test_each_try_has_its_time():
    """Two tries against silence, and a pause."""
    with Lab("healthy", front={"adversary": "silent"}) as lab:
        run = checks.start("check_oa_tunnel", lab, "-t", "1.5", "--tries", "2",
                           "--interval", "0.3")
        run.timeout = 3.3
        result = run.result()
    assert forms.of_text(result).code == "tls-timeout", result.told
    # of each try four fifths are for the first tunnel
    assert result.passed > 2.4, result.told
    assert "note: all of 2 tries fail" in result.out, result.told
    assert "|time=" in result.lines[0] and "loss=100%" in result.lines[0]


@pytest.mark.parametrize("program", WITH_LOGON)
def test_budget_spares_the_account(program, tmp_path):
    """The second run sends no credentials, and shows what is offered all the same."""
    state = ("--state-dir", str(tmp_path / "state"))
    with Lab("healthy", **BAD_PASSWORD) as lab:
        first = checks.run(program, lab, *state)
        assert forms.of_text(first).code == "auth-rejected", first.told
        second = checks.run(program, lab, *state)
        assert forms.of_text(second).code == "auth-budget-used", second.told
        assert second.status == 3 and "offers Negotiate, NTLM" in second.out
        assert lab.bad_logons == 1, lab.log()


@pytest.mark.parametrize("program, scenario", [
    ("check_oa", "chain-healthy"), ("check_oa_autodiscover", "autodiscover-healthy"),
    ("check_oa_backend", "backend-healthy"), ("check_oa_mapihttp", "mapihttp-healthy"),
    ("check_oa_tunnel", "healthy")])
def test_many_runs_send_a_refused_password_once(program, scenario, tmp_path):
    state = ("--state-dir", str(tmp_path / "state"))
    with Lab(scenario, **BAD_PASSWORD) as lab:
        codes = [forms.of_text(checks.run(program, lab, *state)).code
                 for _ in range(3)]
        assert lab.bad_logons == 1, lab.log()
        assert codes == ["auth-rejected"] + 2 * ["auth-budget-used"]


@pytest.mark.parametrize("program", WITH_LOGON)
def test_budget_is_shared_by_the_programs(program, tmp_path):
    state = ("--state-dir", str(tmp_path / "state"))
    with Lab("healthy", **BAD_PASSWORD) as lab:
        checks.run("check_oa_tunnel", lab, *state, "-e", "6001,6002")
        result = checks.run(program, lab, *state)
        assert forms.of_text(result).code == "auth-budget-used", result.told
        assert lab.bad_logons == 1, lab.log()


@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_good_password_leaves_no_mark(healthy, program, tmp_path):
    state = tmp_path / "state"
    for _ in range(2):
        result = checks.run(program, healthy, "--state-dir", str(state))
        assert result.status == 0, result.told
    assert not list(state.glob("*.state"))


@pytest.mark.parametrize("program", checks.PROGRAMS)
@pytest.mark.parametrize("form", ["text", "json", "prometheus"])
@pytest.mark.parametrize("scenario", ["healthy", "backend-hop-failed",
                                      "intermittent-failure-half"])
def test_no_internal_names(program, form, scenario, tmp_path):
    page = tmp_path / "page.html"
    with Lab(scenario) as lab:
        result = checks.run(program, lab, "-vvv", "--output", form,
                            "--no-internal-names", "--html", str(page))
    for text in (result.out, page.read_text(encoding="utf-8")):
        assert "node-" in text or form == "prometheus", result.told
        for name in ("EX1", "ex1", "EX2", "TlRMTVNTUAAC"):
            assert name not in text, text
    assert "mail.lab.test" in result.out


@pytest.mark.parametrize("program, scenario", [
    ("check_oa", "chain-healthy"),
    ("check_oa_auth", "auth-healthy"),
    ("check_oa_autodiscover", "autodiscover-healthy"),
    ("check_oa_backend", "backend-hop-failed-444"),
    ("check_oa_mapihttp", "mapihttp-healthy")])
def test_no_internal_names_anywhere(program, scenario):
    with Lab(scenario) as lab:
        result = checks.run(program, lab, "-vvv", "--no-internal-names")
        assert "node-" in result.out, result.told
        for name in ("EX1", "ex1", lab.server.partition("@")[0]):
            assert name not in result.out, result.told


RECORD = {"computer": "SECRETCAS9", "component": 14, "location": 1440, "status": 1722,
          "params": ["hiddenmbx4.corp.example", 6001]}
REDIRECT = {"when": {"path": "/rpc"}, "status": 302,
            "headers": {"Location": "https://inner5.corp.example/owa/",
                        "Via": "1.1 proxy77.corp.example (squid)"}}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("changes, names", [
    ({"endpoint": [{"port": 6001, "error": "6ba", "eeinfo": [RECORD]}]},
     ["SECRETCAS9", "hiddenmbx4"]),
    ({"rule": [REDIRECT]}, ["inner5", "proxy77"])])
def test_no_names_of_records_and_devices(form, changes, names, tmp_path):
    page = tmp_path / "page.html"
    with Lab("healthy", **changes) as lab:
        plain = checks.run("check_oa_tunnel", lab, "-vvv").out
        result = checks.run("check_oa_tunnel", lab, "-vvv", "--output", form,
                            "--no-internal-names", "--html", str(page))
    for name in names:
        assert name in plain
        assert name not in result.out, result.out
        assert name not in page.read_text(encoding="utf-8"), name
    assert not re.search("EEInfo: ?[A-Za-z0-9+/]{8}", result.out), result.out
    assert "mail.lab.test" in result.out


OUT_OF_ROTATION = {"when": {"path": "/rpc/healthcheck.htm"}, "status": 503}
TWO_NODES = {
    "without": ["address"], "args": ["--resolver", "{dns}", "--all-addresses"],
    "dns": {"records": {"mail.lab.test": {"A": ["127.0.0.1", "127.0.0.2"]}}}}


@pytest.mark.parametrize("sick, state", [(0, "OK"), (1, "WARNING"), (2, "CRITICAL")])
def test_one_node_out_of_rotation_is_no_outage(sick, state):
    node = {"address": "127.0.0.2", "rules": [OUT_OF_ROTATION] if sick > 0 else []}
    with Lab("healthy", rule=[OUT_OF_ROTATION] if sick > 1 else [], node=[node],
             **TWO_NODES) as lab:
        result = checks.run("check_oa_rpcproxy", lab)
        assert result.status == checks.STATES[state], result.told


def test_names_stay_without_the_option(healthy):
    assert "EX1.lab.test" in checks.run("check_oa_tunnel", healthy).out


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare here")
@pytest.mark.parametrize("program", checks.PROGRAMS)
def test_no_route(program):
    """In a network of its own, where not even the loopback is up."""
    inside = ["unshare", "-rn", "--"]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace to be had")
    words = ["-H", "mail.lab.test", "-I", "192.0.2.1", "-S", "EX1.lab.test", "-t", "5",
             "--output", "json"]
    done = subprocess.run([*inside, str(checks.PLUGIN_DIR / program), *words],
                          capture_output=True, text=True, check=False)
    result = checks.Result([*inside, program, *words], done.returncode, done.stdout, 0)
    assert result.document["code"] == "monitor-no-route", result.told
    assert result.status == 3 and "192.0.2.1" in result.document["summary"]


@pytest.mark.parametrize("words, text", [
    (["--expect-address", "192.0.2.0/33"], "is not ADDR or ADDR/BITS"),
    (["--expect-address", "mail"], "is not ADDR or ADDR/BITS"),
    (["--inside", "--outside"], "exclude each other"),
    (["--outside", "-I", "127.0.0.1"], "which --address leaves out"),
    (["--tries", "0"], "not between 1 and 100"),
    (["--interval", "0"], "no number of seconds above 0"),
    (["--alert", "0"], "not between 1 and 100")], ids=str)
def test_usage(words, text):
    result = checks.run_words("check_oa_tunnel", "-H", "mail.lab.test", "-S", "EX1",
                              *words)
    assert forms.of_text(result).code == "bad-usage", result.told
    assert text in result.lines[0], result.told


def test_holding_a_tunnel_is_no_latency():
    with Lab("healthy") as lab:
        result = checks.run("check_oa_tunnel", lab, "--tries", "2", "--hold", "2",
                            "--output", "json")
    values = result.values()
    assert values["hold_time"] >= 2, result.told
    assert values["time_max"] < values["hold_time"], result.told
