"""SIGHUP: a new file is taken as a whole, or not at all."""

import pytest
from agentd import AGENT, Agent, Configuration, of_lab
from lab import Lab

pytestmark = pytest.mark.skipif(not AGENT.exists(), reason="the agent is not built")

NOBODY = {"hostname": "mail.lab.test", "address": "127.0.0.1", "port": 1,
          "server": "EX1.lab.test", "no-autodiscover": None, "no-mapihttp": None}
BAD_PASSWORD = "Not-The-Passw0rd"


@pytest.fixture(name="configuration")
def configuration_fixture(tmp_path):
    """A file that is still to be written."""
    return Configuration(tmp_path)


def test_targets_come_and_go(configuration):
    with Agent(configuration.write(a=NOBODY, b=NOBODY)) as agent:
        agent.wait_for("(a|b): notTested -> critical", 2)
        configuration.write(b=NOBODY, c=NOBODY)
        agent.hang_up()
        agent.wait_for("configuration read: 2 targets")
        agent.wait_for("c: notTested -> critical")
        assert {name: row["number"] for name, row in agent.rows().items()} == {
            "b": 2, "c": 3}
        configuration.write(a=NOBODY, b=NOBODY, c=NOBODY)
        agent.hang_up()
        agent.wait_for("configuration read: 3 targets")
        agent.wait_for("a: notTested -> critical", 2)
    assert {name: row["number"] for name, row in agent.rows().items()} == {
        "a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize("more, reason", [
    ({"prot": 443}, r"\[mail\]: unknown option prot"),
    ({"password-file": "/nobody/has/this"}, r"\[mail\]: /nobody/has/this: No such"),
    ({"ca-file": "/nobody/has/this"}, r"\[mail\]: /nobody/has/this: No such"),
])
def test_bad_file_changes_nothing(configuration, more, reason):
    with Lab("healthy") as lab:
        good = of_lab(lab, configuration.password(lab.password))
        with Agent(configuration.write(mail=good)) as agent:
            agent.wait_for("mail: notTested -> ok")
            configuration.write(mail={**good, **more})
            agent.hang_up()
            agent.wait_for("the new configuration is not taken: .*" + reason)
            configuration.path.unlink()
            agent.hang_up()
            agent.wait_for("the new configuration is not taken: .*No such file", 2
                           if "file" in str(more) else 1)
            # the old one is still at work
            lab.scenario["front"]["schemes"] = []
            agent.wait_for("mail: ok -> critical")


def test_new_password_is_read(configuration):
    with Lab("healthy") as lab:
        configuration.password(BAD_PASSWORD)
        good = of_lab(lab, configuration.directory / "password")
        with Agent(configuration.write(mail=good)) as agent:
            agent.wait_for("mail: notTested -> unknown")
            configuration.password(lab.password, "password.new").rename(
                configuration.directory / "password")
            agent.hang_up()
            agent.wait_for("mail: .* -> ok")
        assert lab.bad_logons == 1, lab.log()


def test_new_certificates_are_trusted(configuration):
    with Lab("healthy") as lab:
        lines = of_lab(lab, configuration.password(lab.password))
        ca_file = configuration.directory / "ca.pem"
        with open(lab.ca, encoding="ascii") as file:
            right = file.read()
        with Lab("healthy", directory=str(configuration.directory / "other")) as other:
            with open(other.ca, encoding="ascii") as file:
                ca_file.write_text(file.read(), encoding="ascii")
        lines.update({"ca-file": ca_file, "ca-only": None})
        with Agent(configuration.write(mail=lines)) as agent:
            agent.wait_for("mail: notTested -> critical")
            ca_file.write_text(right, encoding="ascii")
            agent.hang_up()
            # it was fixed, and may be told as a change of settings
            agent.wait_for("mail: critical -> (ok|warning)")


def test_what_needs_a_restart_is_told(configuration):
    with Agent(configuration.write(mail=NOBODY)) as agent:
        agent.wait_for(r"1 targets, \d+ workers")
        configuration.agent["state-dir"] = configuration.directory / "other"
        configuration.write(mail=NOBODY)
        agent.hang_up()
        agent.wait_for("change at a restart only")
        agent.wait_for("configuration read")
    assert not (configuration.directory / "other").exists()
