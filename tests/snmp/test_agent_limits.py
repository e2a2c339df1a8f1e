"""Open files, and what may change without a restart."""

import resource

import pytest
from agentd import AGENT, Agent, Configuration

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

NOBODY = {"hostname": "mail.lab.test", "address": "127.0.0.1", "port": 1,
          "server": "EX1.lab.test", "no-autodiscover": None, "no-mapihttp": None}


@pytest.fixture(name="configuration")
def configuration_fixture(tmp_path):
    """A file that is still to be written."""
    return Configuration(tmp_path, interval=60, concurrency=100)


def files(soft, hard):
    """Sets the limits of open files in a process that begins."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def limit_of(agent):
    """How many files it may open."""
    return resource.prlimit(agent.process.pid, resource.RLIMIT_NOFILE)[0]


def test_limit_of_open_files_is_raised(configuration):
    with Agent(configuration.write(mail=NOBODY), preexec_fn=files(64, 2000)) as agent:
        agent.wait_for("1 targets, 100 workers")
        assert limit_of(agent) == 864
        assert "open files" not in agent.said()
        configuration.agent["concurrency"] = 200
        configuration.write(mail=NOBODY)
        agent.hang_up()
        agent.wait_for("configuration read")
        assert limit_of(agent) == 1664


def test_limit_that_is_too_low_is_told(configuration):
    with Agent(configuration.write(mail=NOBODY), preexec_fn=files(64, 500)) as agent:
        agent.wait_for("100 workers may need 864 open files, and 500 are allowed")
        agent.wait_for("mail: notTested -> critical")
        assert limit_of(agent) == 500


def test_concurrency_can_shrink(configuration):
    with Agent(configuration.write(mail={**NOBODY, "every": 1})) as agent:
        agent.wait_for("mail: notTested -> critical")
        configuration.agent["concurrency"] = 1
        configuration.write(mail={**NOBODY, "every": 1},
                            other={**NOBODY, "every": 1, "port": 2})
        agent.hang_up()
        agent.wait_for("other: notTested -> critical")


def test_workers_begin_when_they_are_needed(configuration):
    targets = {f"mail{i}": {**NOBODY, "port": i + 1} for i in range(30)}
    with Agent(configuration.write(**targets)) as agent:
        agent.wait_for("notTested -> critical", 30)
        with open(f"/proc/{agent.process.pid}/status", encoding="ascii") as status:
            threads, = (int(line.split()[1]) for line in status
                        if line.startswith("Threads:"))
    # main, the subagent, and those who ran one target after the other
    assert threads < 30
