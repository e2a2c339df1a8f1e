"""Nagios executes every program by the shipped command definitions."""

import shlex

import nagios
from shipped import NAGIOS, PLUGIN_DIR
from subjects import HOST

HOST_OBJECT = f"""\
define host {{
    use                 generic-host
    host_name           {HOST}
    address             127.0.0.1
    max_check_attempts  1
    contact_groups      admins
}}
"""
SERVICE = """\
define service {{
    use                  generic-service
    host_name            {host}
    service_description  {name}
    check_command        {program}!{words}
}}
"""


def service(subject, directory):
    """The definition of one service."""
    words = subject.words
    if subject.needs_password:
        words = [*words, "--password-file", subject.password_file(directory)]
    return SERVICE.format(host=HOST, name=subject.name, program=subject.program,
                          words=shlex.join(words))


def test_executes_every_program(checks_to_run, tmp_path):
    objects = HOST_OBJECT + "".join(service(one, tmp_path) for one in checks_to_run)
    core = nagios.Core(tmp_path, PLUGIN_DIR, [NAGIOS / "oa-plugins.cfg"], objects)
    is_good, text = core.is_accepted()
    assert is_good, text
    complaints = []
    with core.running():
        for subject in checks_to_run:
            complaints += subject.complaints(core.wait_for(subject.name))
    assert not complaints, "\n".join(complaints)
