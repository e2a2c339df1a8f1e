"""Makes tarball and packages, once for all tests and workers.

What was made of a tarball stays in the build directory and is taken again as long as
the tarball is the same; make clean removes it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("OA_SRCDIR", Path(__file__).parents[2])).resolve()
BUILD = Path(os.environ.get("OA_BUILDDIR", ROOT / "build")).resolve()
PLACE = BUILD / "made"
VERSION = (ROOT / "VERSION").read_text(encoding="utf-8").strip()
TARBALL = f"oa-plugins-{VERSION}.tar.xz"

SECONDS = 900


def require(*tools):
    """Skips the test when a tool is missing."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    for tool in tools:
        if not shutil.which(tool, path=path):
            pytest.skip(f"{tool} is not installed")


def run(command, directory, **variables):
    """Runs a command that must succeed; returns its output."""
    environment = dict(os.environ, **variables)
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        environment.pop(name, None)
    done = subprocess.run(command, cwd=directory, env=environment, timeout=SECONDS,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout


@contextmanager
def alone(name):
    """Lets one worker at a time do what has this name."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with open(PLACE / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(path):
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tarball():
    """The release tarball, made by the build directory."""
    require("make", "xz")
    with alone("dist"):
        run(["make", "-s", "dist"], BUILD)
        path = PLACE / digest(BUILD / TARBALL)[:12] / TARBALL
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            shutil.copyfile(BUILD / TARBALL, path)
    return path


def make(kind, source, folder, variables):
    """Runs build-aux/make-KIND; returns what it says if it fails."""
    try:
        run([str(ROOT / "build-aux" / f"make-{kind}"), str(source), str(folder)],
            PLACE, **variables)
    except AssertionError as failure:
        return str(failure)
    return ""


def packages(kind, *tools, **variables):
    """The folder with what build-aux/make-KIND makes of the tarball."""
    require(*tools)
    source = tarball()
    made_of = digest(source)
    name = "-".join([kind] + sorted(variables.values()) + [made_of[:12]])
    folder = PLACE / name
    outcome = PLACE / f"{name}.outcome"
    with alone(name):
        if not outcome.exists():
            failure = make(kind, source, folder, variables)
            outcome.write_text(failure, encoding="utf-8")
        failure = outcome.read_text(encoding="utf-8")
    # what failed for one test has failed for the others
    assert not failure, failure
    return folder
