"""A program of somebody else, run as a child that is gone for certain at the end."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import time

import pytest

# Passes the end of the test process on to the program, however the former ends.
TIED_TO_US = ("setpriv", "--pdeathsig", "TERM")
# Below the range from which the kernel takes ports for outgoing connections, so
# that a port found free is not taken by somebody's client a moment later.
FIRST_PORT, LAST_PORT = 20000, 32000
PORTS_TRIED = 100
STARTS = 3
GRACE_SECONDS = 3


class NotStarted(RuntimeError):
    """The program ended, or its port never opened; the text holds its log."""


def find_program(*names):
    """Path of a program, also from the sbin folders; skips the test without it."""
    path = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return found
    pytest.skip(f"{' or '.join(names)} is not installed")


def free_port(address="127.0.0.1"):
    """A TCP port of `address` that nobody is bound to now."""
    for _ in range(PORTS_TRIED):
        port = random.randint(FIRST_PORT, LAST_PORT)
        with socket.socket() as probe:
            with contextlib.suppress(OSError):
                probe.bind((address, port))
                return port
    raise NotStarted(f"no free port on {address}")


@contextlib.contextmanager
def running(argv_for_port, log, address="127.0.0.1", ready_seconds=10):
    """Run `argv_for_port(port)` and give the port as soon as it takes connections.

    What the program prints is appended to the file `log`.  A start that fails is
    tried again on another port, since two test runs may have found the same one.
    """
    for last in reversed(range(STARTS)):
        port = free_port(address)
        child = _start(argv_for_port(port), log)
        try:
            _wait_ready(child, address, port, ready_seconds)
            break
        except NotStarted as error:
            stop(child)
            if not last:
                with open(log, encoding="utf-8", errors="replace") as file:
                    raise NotStarted(f"{error}:\n{file.read()[-4000:]}") from None
    try:
        yield port
    finally:
        stop(child)


def _start(argv, log):
    with open(log, "ab") as output:
        return subprocess.Popen(
            [*TIED_TO_US, *argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_ready(child, address, port, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if child.poll() is not None:
            raise NotStarted(f"{_name(child)} ended with {child.returncode}")
        with contextlib.suppress(OSError):
            socket.create_connection((address, port), timeout=1).close()
            return
        time.sleep(0.02)
    raise NotStarted(f"{_name(child)} did not open {address}:{port}")


def _name(child):
    return child.args[len(TIED_TO_US)]


def stop(child):
    """End a child and all that it has started."""
    _signal_group(child, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_SECONDS)
    _signal_group(child, signal.SIGKILL)
    child.wait()


def _signal_group(child, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)
