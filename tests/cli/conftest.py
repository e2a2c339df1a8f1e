"""Fixtures of the command line tests."""

import pytest
from launch import DUMMY, run


@pytest.fixture(name="dummy")
def dummy_fixture():
    """Runs the dummy against a host that it never asks for."""
    def call(*words, **named):
        return run(DUMMY, "-H", "mail.lab.test", *words, **named)
    return call


@pytest.fixture(name="secret_file")
def secret_file_fixture(tmp_path):
    """Writes a file that only its owner can read."""
    def write(name, content, mode=0o600):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        path.chmod(mode)
        return str(path)
    return write
