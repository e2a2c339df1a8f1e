"""Icinga 2 executes every program by the shipped CheckCommands."""

import icinga
import icinga_api
import icinga_keys
import icinga_words
import processes
from lab import Lab
from shipped import ICINGA, PLUGIN_DIR
from subjects import HOST, Subject

# So long the laboratory waits before each answer, for the process to be seen.
SLOW_S = 1
KINDS = ("services", "hosts", "checkcommands")

HOST_OBJECT = f"""\
object Host "{HOST}" {{
  check_command = "dummy"
  vars.dummy_state = 0
}}
"""
SERVICE = """\
object Service "{name}" {{
  host_name = "{host}"
  check_command = "{program}"
  check_interval = 1h
  max_check_attempts = 1
{variables}}}
"""


def services(subjects, directory, with_commands=True, has_password_file=False):
    """The configuration of one service for each, with the password or a file of it."""
    shipped = ICINGA / "oa-plugins.conf"
    known = icinga_words.commands(shipped.read_text())
    text = (f'include "{shipped}"\n' if with_commands else "") + HOST_OBJECT
    for subject in subjects:
        values = icinga_words.variables(subject.program, subject.words,
                                        known[subject.program],
                                        directory / f"{subject.name}.ini")
        if subject.needs_password and has_password_file:
            values["oa_password_file"] = subject.password_file(directory)
        elif subject.needs_password:
            values["oa_password"] = subject.lab.password
        text += SERVICE.format(host=HOST, name=subject.name, program=subject.program,
                               variables=icinga_words.as_text(values))
    return text


def test_executes_every_program(checks_to_run, tmp_path):
    place = icinga.Place(tmp_path, "monitor.lab.test", "monitor.lab.test", PLUGIN_DIR)
    text = icinga.ONE_ZONE + services(checks_to_run, tmp_path)
    with icinga.running(place, icinga_keys.authority(tmp_path), text) as api:
        api.check_now(HOST)
        complaints = []
        for subject in checks_to_run:
            result = api.wait_for(HOST, subject.name)
            complaints += subject.complaints(icinga_api.seen(result))
            if subject.lab.password in str(result):
                complaints.append(f"{subject.name}: secret in {result}")
        # as docs/icinga.md warns
        assert checks_to_run[0].lab.password in str(
            api.service(HOST, checks_to_run[0].name))
    assert not complaints, "\n".join(complaints)


def test_secret_goes_by_the_environment(tmp_path):
    """A password that is a constant is in no object, no result, no process list."""
    place = icinga.Place(tmp_path, "monitor.lab.test", "monitor.lab.test", PLUGIN_DIR)
    with Lab("healthy", front={"delay": SLOW_S}) as lab:
        subject = Subject("check_oa_tunnel", lab)
        secret = lab.password
        text = f'const OaPassword = "{secret}"\n' + icinga.ONE_ZONE
        text += services([subject], tmp_path).replace(
            f'vars.oa_password = "{secret}"', "vars.oa_password = {{ OaPassword }}")
        with icinga.running(place, icinga_keys.authority(tmp_path), text) as api:
            api.check_now(HOST)
            words = icinga_api.until(
                lambda: processes.command_line("check_oa_tunnel", str(lab.https)),
                "the program is not seen in the list of processes")
            result = api.wait_for(HOST, subject.name)
            objects = [api.request(f"objects/{kind}") for kind in KINDS]
    assert secret not in f"{words}"
    # the logon has passed, by what the process list does not show
    assert not subject.complaints(icinga_api.seen(result))
    assert secret not in f"{result}"
    assert secret not in f"{objects}"
