"""The progress line: there for a person at a terminal, and nowhere else."""

import os
import pty
import re
import subprocess

import checks
import pytest
from lab import Lab

TUNNEL = "check_oa_tunnel"
CLEAR = "\r\x1b[K"


def read_all(master):
    """Everything that comes out of a terminal until nobody has it open."""
    text = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:
            part = b""
        if not part:
            return text.decode()
        text += part


def run_on_terminal(lab, out_is_terminal=True):
    """What a person sees, and what a pipe on standard output gets."""
    master, slave = pty.openpty()
    environment = {**os.environ, "OA_PASSWORD": lab.password}
    words = [str(checks.PLUGIN_DIR / TUNNEL), *checks.options(TUNNEL, lab)]
    with subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stderr=slave, env=environment,
            stdout=slave if out_is_terminal else subprocess.PIPE) as process:
        os.close(slave)
        seen = read_all(master)
        piped = b"" if out_is_terminal else process.stdout.read()
    os.close(master)
    return seen, piped.decode()


@pytest.fixture(name="lab", scope="module")
def lab_fixture():
    """A healthy laboratory."""
    with Lab("healthy") as lab:
        yield lab


def test_a_terminal_shows_how_far_it_is(lab):
    seen, _ = run_on_terminal(lab)
    progress, _, result = seen.rpartition(CLEAR)
    for hop in ("dns OK", "tcp OK", "tls OK", "auth OK"):
        assert hop in progress, seen
    assert "\n" not in progress, seen
    assert all(len(line) < 80 for line in progress.split(CLEAR)), seen
    assert result.startswith("OA TUNNEL OK: "), seen
    assert "\x1b" not in result


def test_a_pipe_gets_the_result_alone(lab):
    seen, piped = run_on_terminal(lab, out_is_terminal=False)
    assert seen == ""
    assert piped.startswith("OA TUNNEL OK: ")
    assert "\x1b" not in piped and "\r" not in piped


def test_the_clock_goes_on_while_an_answer_is_waited_for():
    """What is waited for comes first, and its time is told every second."""
    endpoint = [{"port": 6001, "error": "6ba", "delay": 2.5}]
    with Lab("endpoint-6001-down", endpoint=endpoint) as lab:
        seen, _ = run_on_terminal(lab)
    lines = seen.rpartition(CLEAR)[0].split(CLEAR)
    clock = re.compile(
        r"(\d)\.\d s  waiting for the tunnel to EX1\.lab\.test:6001; [a-z]+ OK: .*")
    seconds = [int(found[1]) for found in map(clock.fullmatch, lines) if found]
    assert {1, 2} <= set(seconds) and len(seconds) <= 6, lines
    assert all(len(line) < 80 for line in lines), lines
