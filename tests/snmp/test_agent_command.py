"""The command line of the agent, and what it thinks of files."""

import json
import re

import pytest
from agentd import AGENT, Configuration, cells, run

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

BARE = {"hostname": "mail.lab.test", "server": "EX1.lab.test"}


@pytest.fixture(name="configuration")
def configuration_fixture(tmp_path):
    """A file that is still to be written."""
    return Configuration(tmp_path, interval=60)


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_fits_80_columns(word):
    done = run(word)
    assert done.returncode == 3
    assert done.stdout.startswith("Usage: oa-agentx [OPTION]...\n")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_version():
    done = run("--version")
    assert done.returncode == 3
    assert re.fullmatch(r"oa-agentx \(oa-plugins\) \S+\n", done.stdout)


def test_descriptor_has_all_three_places():
    document = json.loads(run("--dump-descriptor").stdout)
    by_place = {}
    for option in document["options"]:
        by_place.setdefault(option["section"], set()).add(option["long"])
        assert option["help"]
    assert list(by_place) == ["command line", "[agent]", "[TARGET]"]
    assert {"config", "once", "check", "mib"} <= by_place["command line"]
    assert {"interval", "socket", "oid-root", "notify"} <= by_place["[agent]"]
    assert {"hostname", "password-file", "every", "label"} <= by_place["[TARGET]"]
    hidden = {option["long"] for option in document["options"] if option["hidden"]}
    assert hidden == {"dump-descriptor", "now", "http-port", "https-port"}
    assert document["perfdata"] == [] and document["main_label"] is None


@pytest.mark.parametrize("words", [["--bogus"], ["--once=1"], ["word"], ["-c"]])
def test_bad_usage_is_refused(words):
    done = run(*words)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("oa-agentx: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("how", ["option", "argument"])
def test_good_file(configuration, how):
    path = configuration.write(mail=BARE, mail2=BARE).path
    words = [f"--check={path}"] if how == "option" else ["-c", path, "--check"]
    done = run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{path}: 2 targets, 8 workers\n"
    assert not (configuration.directory / "state").exists()


@pytest.mark.parametrize("more, reason", [
    ({"prot": 443}, "[mail]: unknown option prot"),
    ({"port": 0}, "[mail]: --port: 0 is not between 1 and 65535"),
    ({"ca-file": "/nobody/has/this"}, "[mail]: /nobody/has/this: No such file"),
    ({"password-file": "/nobody/has/this"}, "[mail]: /nobody/has/this: No such file"),
    ({"use": "other"}, "[mail]: use = other: that section is missing or empty"),
])
def test_bad_file(configuration, more, reason):
    path = configuration.write(mail={**BARE, **more}).path
    done = run(f"--check={path}")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"oa-agentx: {path}: {reason}"), done.stderr
    daemon = run("-c", path)
    assert (daemon.returncode, daemon.stderr) == (3, done.stderr)


def test_missing_file(tmp_path):
    done = run("--check", "-c", tmp_path / "none.ini")
    assert done.returncode == 3
    assert "none.ini: No such file or directory" in done.stderr


def test_password_in_a_file_for_everybody(configuration):
    path = configuration.write(
        mail={**BARE, "username": "u", "password": "hunter2"}).path
    path.chmod(0o644)
    done = run(f"--check={path}")
    assert done.returncode == 3
    assert "open to everybody" in done.stderr and "hunter2" not in done.stderr
    path.chmod(0o600)
    assert run(f"--check={path}").returncode == 0


def test_too_few_workers_are_told(configuration):
    configuration.agent["concurrency"] = 2
    targets = {f"mail{i}": {**BARE, "timeout": 30} for i in range(10)}
    done = run("--check", "-c", configuration.write(**targets).path)
    assert done.returncode == 0
    assert "2 runs at the same time may be too few" in done.stderr


def test_mib_has_the_root_of_the_file(configuration):
    builtin = run("--mib")
    assert builtin.returncode == 0
    assert "OUTLOOK-ANYWHERE-MIB DEFINITIONS ::= BEGIN" in builtin.stdout
    configuration.agent["oid-root"] = "1.3.6.1.4.1.99999.7"
    other = run("--mib", "-c", configuration.write().path)
    assert other.returncode == 0
    assert other.stdout != builtin.stdout
    assert len(other.stdout) > 0.9 * len(builtin.stdout)


def test_dump_without_memory(configuration):
    done = run("--dump", "-c", configuration.write(mail=BARE).path)
    assert done.returncode == 0, done.stderr
    table = cells(done.stdout)
    assert table["oaAgentTargets.0"] == "1"
    assert table["oaTargetName.1"] == '"mail"'
    assert table["oaTargetStatus.1"].startswith("notTested")
    assert not (configuration.directory / "state").exists()


def test_ten_thousand_targets_are_read_quickly(configuration):
    targets = {f"mail{i:05}": {"use": "common", "hostname": f"m{i:05}.lab.test"}
               for i in range(10000)}
    path = configuration.write(
        common={"server": "EX1.lab.test", "every": 60, "no-tls": None},
        **targets).path
    done = run(f"--check={path}", timeout=30)
    assert done.stdout == f"{path}: 10000 targets, 512 workers\n", done.stderr
