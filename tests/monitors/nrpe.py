"""An NRPE server, and the client that asks it."""

import contextlib
import grp
import os
import pwd
import shutil
import subprocess

import pytest
from parts import service

SETTINGS = """\
server_address=127.0.0.1
server_port={port}
pid_file={dir}/nrpe.pid
log_file={dir}/nrpe.log
nrpe_user={user}
nrpe_group={group}
allowed_hosts=127.0.0.1
dont_blame_nrpe=0
command_timeout=60
include={dir}/oa.cfg
"""
CLIENTS = ("/usr/lib/nagios/plugins", "/usr/lib64/nagios/plugins")
TIMEOUT_S = 60


def account():
    """The account that the server runs as; it refuses to be root."""
    return pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("nobody")


def client():
    """Path of the program that asks; skips the test without it."""
    found = shutil.which("check_nrpe", path=":".join(CLIENTS))
    if not found:
        pytest.skip("check_nrpe is not installed")
    return found


@contextlib.contextmanager
def running(directory, commands):
    """Run a server with these commands; gives its port."""
    program = service.find_program("nrpe")
    (directory / "oa.cfg").write_text(commands)
    user = account()

    def argv(port):
        (directory / "nrpe.cfg").write_text(SETTINGS.format(
            dir=directory, port=port, user=user.pw_name,
            group=grp.getgrgid(user.pw_gid).gr_name))
        return [program, "-c", str(directory / "nrpe.cfg"), "-f"]

    with service.running(argv, directory / "output.log") as port:
        yield port


def ask(port, name):
    """What the client says of a command of the server."""
    return subprocess.run(
        [client(), "-H", "127.0.0.1", "-p", str(port), "-t", str(TIMEOUT_S), "-c",
         name],
        capture_output=True, text=True, timeout=TIMEOUT_S + 30, check=False)
