"""A web server whose logon is that of MIT GSSAPI, and which shows what it made of
the channel bindings; here runs the server, its other half below is the program."""

import contextlib
import os
import sys

import pytest

from . import service

PYTHON = "/usr/bin/python3"
PROGRAM = os.path.join(os.path.dirname(__file__), "acceptor_program.py")


@contextlib.contextmanager
def serve(directory, leaf, realm, keytab, account):
    """Run the server with the certificate `leaf`; gives TLS port and file of logons."""
    pytest.importorskip("gssapi")
    domain, _, name = account[0].partition("\\")
    users = directory / "users"
    users.write_text(f"{domain}:{name}:{account[1]}\n")
    added = dict(realm.environment, NTLM_USER_FILE=str(users))
    python = PYTHON if os.path.exists(PYTHON) else sys.executable

    def argv(port):
        settings = [f"{key}={value}" for key, value in added.items()]
        command = [python, "-B", PROGRAM, str(port), leaf.chain, leaf.key, str(keytab)]
        return ["env", *settings, *command]

    log = directory / "output.log"
    with service.running(argv, log) as port:
        yield port, log
