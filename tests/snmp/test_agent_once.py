"""--once and --dump: the agent without a master agent."""

import os

import pytest
from agentd import AGENT, Configuration, cells, of_lab, rows, run
from lab import Lab

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

NOBODY = {"hostname": "mail.lab.test", "address": "127.0.0.1", "port": 1,
          "server": "EX1.lab.test", "no-autodiscover": None, "no-mapihttp": None}


@pytest.fixture(name="configuration")
def configuration_fixture(tmp_path):
    """A file that is still to be written; a failure would count at the fifth time."""
    return Configuration(tmp_path, interval=60, attempts=5)


def test_good_and_bad_targets(configuration):
    with Lab("healthy") as good, Lab("http-path-not-found") as bad:
        password = configuration.password(good.password)
        configuration.write(good=of_lab(good, password, label="north"),
                            bad=of_lab(bad, password), gone=NOBODY)
        done = run("--once", "-c", configuration.path)
    assert done.returncode == 2, done.stderr
    assert {name: (row["status"], row["code"])
            for name, row in rows(done.stdout).items()} == {
        "good": ("ok", "ok"), "bad": ("critical", "http-path-not-found"),
        "gone": ("critical", "tcp-refused")}
    table = cells(done.stdout)
    assert table["oaTargetLabel.1"] == '"north"'
    assert table["oaAgentTargetsCritical.0"] == "2"
    assert table["oaAgentProbeRuns.0"] == "3"
    problems = {key for key in table if key.startswith("oaProblemCode.")}
    assert len(problems) == 2
    assert not (configuration.directory / "state" / "agent.state").exists()


@pytest.mark.parametrize("name, code", [
    ("healthy", 0), ("cert-expiring", 1), ("http-path-not-found", 2),
    ("dns-timeout", 3)])
def test_exit_code_is_the_worst_state(configuration, name, code):
    words = {}
    if name == "dns-timeout":
        words = {"resolver": "127.0.0.1:1", "timeout": 3}
        name = "healthy"
    elif name == "cert-expiring":
        words = {"cert-warning": "100000"}
        name = "healthy"
    with Lab(name) as lab:
        lines = {**of_lab(lab, configuration.password(lab.password)), **words}
        if "resolver" in words:
            del lines["address"]
        done = run("--once", "-c", configuration.write(mail=lines).path)
    assert done.returncode == code, done.stdout + done.stderr


def test_what_a_running_agent_remembers_is_left_alone(configuration):
    directory = configuration.directory / "state"
    directory.mkdir()
    (directory / "agent.state").write_text("nonsense", encoding="utf-8")
    configuration.write(mail=NOBODY)
    for how in ("--once", "--dump"):
        assert rows(run(how, "-c", configuration.path).stdout)["mail"]["number"] == 1
    assert sorted(path.name for path in directory.glob("agent.*")) == ["agent.state"]
    assert (directory / "agent.state").read_text(encoding="utf-8") == "nonsense"


def test_no_place_to_remember(configuration, tmp_path):
    place = tmp_path / "a" / "b"
    configuration.agent["state-dir"] = place
    done = run("--once", "-c", configuration.write(mail=NOBODY).path)
    assert done.returncode == 3
    assert f"{place}: No such file or directory (--state-dir)" in done.stderr
    done = run("--once", "-c", configuration.path, "--state-dir", tmp_path / "mine")
    assert done.returncode == 2, done.stderr
    assert os.path.isdir(tmp_path / "mine")


def test_internal_names_can_be_hidden(configuration):
    with Lab("endpoint-6001-down") as lab:
        lines = of_lab(lab, configuration.password(lab.password),
                       no_internal_names=None)
        done = run("--once", "-c", configuration.write(mail=lines).path)
    assert rows(done.stdout)["mail"]["code"] == "endpoint-6001-down", done.stdout
    assert "EX1" not in done.stdout


def test_no_secret_is_served(configuration):
    with Lab("auth-rejected") as lab:
        lines = {**of_lab(lab), "username": lab.user, "password": lab.password}
        path = configuration.write(mail=lines).path
        path.chmod(0o600)
        done = run("--once", "-c", path)
    assert rows(done.stdout)["mail"]["code"] == "auth-rejected", done.stdout
    assert lab.password not in done.stdout + done.stderr
