"""The life of the agent: what the service manager hears, and how it ends."""

import os
import re
import socket

import pytest
from agentd import AGENT, Agent, Configuration, Manager, of_lab, run
from lab import Lab
from programs import wait_for

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

NOBODY = {"hostname": "mail.lab.test", "address": "127.0.0.1", "port": 1,
          "server": "EX1.lab.test", "no-autodiscover": None, "no-mapihttp": None}


@pytest.fixture(name="configuration")
def configuration_fixture(tmp_path):
    """A file that is still to be written."""
    return Configuration(tmp_path)


@pytest.fixture(name="black_hole")
def black_hole_fixture():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield {**NOBODY, "port": listener.getsockname()[1]}


def test_manager_hears_of_everything(configuration, tmp_path):
    configuration.write(mail=NOBODY)
    with Manager(tmp_path / "notify") as manager:
        surroundings = dict(os.environ, NOTIFY_SOCKET=str(manager.path),
                            WATCHDOG_USEC="4000000")
        with Agent(configuration, env=surroundings) as agent:
            manager.wait_for("READY=1\nSTATUS=1 targets")
            manager.wait_for("WATCHDOG=1", 2)
            configuration.write(mail=NOBODY, mail2=NOBODY)
            agent.hang_up()
            reloading, = manager.wait_for("RELOADING=1")
            assert "\nMONOTONIC_USEC=" in reloading
            manager.wait_for("READY=1\nSTATUS=2 targets")
            configuration.write(mail={**NOBODY, "port": 0})
            agent.hang_up()
            manager.wait_for("READY=1\nSTATUS=2 targets, new configuration not taken")
            assert agent.end()[0] == 0
        assert manager.listen()[-1] == "STOPPING=1"
        assert all(line.startswith("oa-agentx: ") for line in
                   agent.said().splitlines())


def test_journal_gets_priorities(configuration):
    configuration.write(mail=NOBODY)
    log = configuration.directory / "agent.log"
    log.touch()
    stream = f"{log.stat().st_dev}:{log.stat().st_ino}"
    for journal, begin in ((stream, "<"), ("1:2", "oa-agentx: ")):
        log.write_text("")
        with Agent(configuration, env=dict(os.environ, JOURNAL_STREAM=journal)):
            wait_for(lambda: "workers" in log.read_text(), "the log")
        lines = log.read_text().splitlines()
        assert lines and all(line.startswith(begin) for line in lines), lines


def test_watchdog_of_another_process_is_not_fed(configuration, tmp_path):
    configuration.write(mail=NOBODY)
    with Manager(tmp_path / "notify") as manager:
        surroundings = dict(os.environ, NOTIFY_SOCKET=str(manager.path),
                            WATCHDOG_USEC="100000", WATCHDOG_PID="1")
        with Agent(configuration, env=surroundings):
            manager.wait_for("READY=1")
            manager.wait_for("STATUS=1 targets, ")
            assert not [text for text in manager.heard if "WATCHDOG" in text]


def test_second_agent_for_a_directory_is_refused(configuration):
    configuration.write(mail=NOBODY)
    with Agent(configuration) as agent:
        agent.wait_for(r"1 targets, \d+ workers")
        second = run("-c", configuration.path)
        assert second.returncode == 3
        assert "agent.state" in second.stderr, second.stderr
        other = configuration.directory / "other"
        with Agent(configuration, "--state-dir", other) as third:
            third.wait_for(f"state in {other}")


def test_end_while_runs_hang(configuration, black_hole):
    targets = {f"hole{i}": {**black_hole, "timeout": 120} for i in range(6)}
    with Manager(configuration.directory / "notify") as manager:
        surroundings = dict(os.environ, NOTIFY_SOCKET=str(manager.path))
        with Agent(configuration.write(**targets), env=surroundings) as agent:
            wait_for(lambda: [text for text in manager.listen()
                              if "; 6 runs in progress" in text], "six runs")
            code, seconds = agent.end()
    assert code == 0
    assert 1.5 < seconds < 10, agent.said()


def test_end_is_quick_where_nothing_hangs(configuration):
    with Agent(configuration.write(mail=NOBODY)) as agent:
        agent.wait_for("mail: notTested -> critical")
        code, seconds = agent.end()
    assert code == 0
    assert seconds < 10
    assert agent.said().splitlines()[-1] == "oa-agentx: asked to end"


def test_restart_repeats_and_forgets_nothing(configuration):
    with Lab("healthy") as lab:
        good = of_lab(lab, configuration.password(lab.password))
        configuration.write(bad=NOBODY, good=good)
        with Agent(configuration) as agent:
            agent.wait_for("bad: notTested -> critical")
            agent.wait_for("good: notTested -> ok")
        before = agent.rows()
        configuration.write(good=good, bad=NOBODY)
        with Agent(configuration) as agent:
            agent.wait_for(r"2 targets, \d+ workers", 2)
            configuration.write(good=good, bad=good)
            agent.hang_up()
            agent.wait_for("bad: critical -> ok")
        after = agent.rows()
    assert len(agent.wait_for("notTested ->")) == 2, agent.said()
    assert {name: row["number"] for name, row in before.items()} == {
        name: row["number"] for name, row in after.items()}
    assert (before["bad"]["status"], after["bad"]["status"]) == ("critical", "ok")


def test_damaged_memory_is_set_aside(configuration):
    directory = configuration.directory / "state"
    directory.mkdir(mode=0o700)
    (directory / "agent.state").write_text("nonsense", encoding="utf-8")
    with Agent(configuration.write(mail=NOBODY)) as agent:
        agent.wait_for("damaged and set aside")
        agent.wait_for("mail: notTested -> critical")
    assert (directory / "agent.state.damaged").read_text() == "nonsense"
    assert agent.rows()["mail"]["status"] == "critical"


def test_targets_of_one_host_remember_apart(configuration):
    """Each has a file; what an earlier version kept for both goes on in one of them."""
    directory = configuration.directory / "state" / "targets"
    configuration.write(one=NOBODY, other={**NOBODY, "no-mapihttp": None})
    name = "memory-check_oa-{hostname}-{port}-{address}".format(**NOBODY)
    run("--once", "-c", configuration.path)
    assert kept(directory) == {f"{name}@one", f"{name}@other"}
    (directory / f"{name}@other").unlink()
    old = directory / f"{name}@one"
    (directory / name).write_text(
        re.sub(r"since = \d+", "since = 1780000000", old.read_text(encoding="utf-8")),
        encoding="utf-8")
    old.unlink()
    run("--once", "-c", configuration.path)
    assert kept(directory) == {f"{name}@one", f"{name}@other"}
    texts = [(directory / f"{name}@{target}").read_text(encoding="utf-8")
             for target in ("one", "other")]
    assert sum("since = 1780000000" in text for text in texts) == 1


def kept(directory):
    """The files in which targets remember what they have seen."""
    return {path.name for path in directory.glob("memory-*")
            if path.suffix not in (".lock", ".new")}
