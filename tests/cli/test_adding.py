"""The diff in docs/adding-a-check.md is a check that builds and works."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from launch import BUILD_DIR, PLUGIN_DIR, programs

SOURCE = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]))
DIFF = SOURCE / "docs" / "adding-a-check.diff"
NAME = "check_oa_clock"

# What of the tree is not needed to build one program and run its test.
LEFT_OUT = shutil.ignore_patterns(
    ".git", "build", "autom4te.cache", "corpus", "__pycache__", "*.o", "*.a")
# They are there already, and the diff changes nothing in them.
LIBRARIES = ("common/liboa.a", "plugins/front/libfront.a")
SECONDS = 300


def run(*words, folder, **more):
    """Runs a step of the how-to; shows what it said if it fails."""
    done = subprocess.run([str(word) for word in words], cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=SECONDS, check=False, **more)
    assert done.returncode == 0, f"{words}:\n{done.stdout[-4000:]}"
    return done.stdout


@pytest.fixture(name="tree")
def tree_fixture(tmp_path):
    """A copy of the tree with the diff in it, and a build directory beside it."""
    for tool in ("automake", "patch", "make"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    if not (BUILD_DIR / "config.status").exists():
        pytest.skip("not run from a build directory")
    source, build = tmp_path / "source", tmp_path / "build"
    shutil.copytree(SOURCE, source, ignore=LEFT_OUT)
    # the tree of make distcheck is read-only
    run("chmod", "-R", "u+w", source, folder=tmp_path)
    run("patch", "-p1", "-i", DIFF, folder=source)
    run("automake", folder=source)
    build.mkdir()
    arguments = run(BUILD_DIR / "config.status", "--config", folder=tmp_path)
    # make distcheck names the place of its own sources
    run(source / "configure", "-q", *shlex.split(arguments), f"--srcdir={source}",
        "--enable-werror", folder=build)
    for library in LIBRARIES:
        (build / library).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(BUILD_DIR / library, build / library)
    return source, build


def test_the_how_to_is_right(tree, tmp_path):
    """Applied, built, tested, and known to all that is generated."""
    source, build = tree
    old = [word for library in LIBRARIES for word in ("-o", library)]
    run("make", "-s", *old, f"plugins/{NAME}", folder=build)
    here = {**os.environ, "OA_PLUGIN_DIR": str(build / "plugins"),
            "OA_BUILDDIR": str(build), "OA_SRCDIR": str(source)}
    run(sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider",
        "--rootdir", source, "-c", "/dev/null", "tests/e2e/test_clock.py",
        folder=source, env={key: value for key, value in here.items()
                            if key != "OA_TAP_FD"})
    known = [path for path in programs() if path.parent == PLUGIN_DIR]
    run(sys.executable, "-B", source / "packaging/generate/definitions.py",
        "--output", tmp_path / "made", *[path.resolve() for path in known],
        build / "plugins" / NAME, folder=build)
    for path in ("docs/man/check_oa_clock.1", "packaging/icinga2/oa-plugins.conf",
                 "packaging/completion/oa-plugins.bash"):
        assert NAME in (tmp_path / "made" / path).read_text(encoding="utf-8"), path
