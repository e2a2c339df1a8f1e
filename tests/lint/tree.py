"""The files of the source tree that people write."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("OA_SRCDIR", Path(__file__).parents[2])).resolve()
BUILD = Path(os.environ.get("OA_BUILDDIR", ROOT / "build")).resolve()

# Made by the build tools, or by a build in the tree.
GENERATED = {"aclocal.m4", "autom4te.cache", "build", "config.h.in", "configure",
             "Makefile.in", "_build", "_inst", "__pycache__"}
FOREIGN = {f"build-aux/{name}" for name in (
    "ar-lib", "compile", "depcomp", "install-sh", "missing", "tap-driver.sh",
    "test-driver")} | {"m4/pkg.m4", "COPYING"}


def is_ours(path):
    """Whether a file or folder is written by people."""
    name = path.name
    if name.startswith(".") and name not in (".ci", ".clang-format", ".editorconfig"):
        return False
    return not (name in GENERATED or name.startswith("oa-plugins-")
                or name.endswith(("~", ".o", ".a", ".log", ".trs"))
                or path == BUILD or str(path.relative_to(ROOT)) in FOREIGN)


def files(folder=ROOT):
    """All files of ours, without the data of the fuzzers."""
    found = []
    for path in sorted(folder.iterdir()):
        if not is_ours(path) or path.is_symlink():
            continue
        if path.is_dir():
            if path.name != "corpus":
                found += files(path)
        else:
            found.append(path)
    return found


def require(tool):
    """The path of a tool, or the test is skipped."""
    path = shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not path:
        pytest.skip(f"{tool} is not installed")
    return path


def silent(command, **options):
    """Runs a tool, which must succeed and say nothing."""
    run = subprocess.run(command, capture_output=True, text=True, check=False,
                         timeout=300, **options)
    said = (run.stdout + run.stderr).strip()
    assert not said, said
    assert run.returncode == 0
