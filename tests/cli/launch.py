"""The programs, and a way to run them that keeps the environment out."""

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

PLUGIN_DIR = Path(os.environ.get("OA_PLUGIN_DIR", "build/plugins"))
BUILD_DIR = Path(os.environ.get("OA_BUILDDIR", PLUGIN_DIR.parent))
DUMMY = BUILD_DIR / "tests" / "cli" / "check_dummy"

# What the programs look for in the environment; a test sets it on purpose only.
VARIABLES = ("OA_PASSWORD", "MP_CONFIG_FILE", "NAGIOS_CONFIG_PATH", "http_proxy",
             "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def programs():
    """Every program that is built: the dummy and the real ones."""
    real = [path for path in sorted(PLUGIN_DIR.glob("check_oa*"))
            if path.is_file() and os.access(path, os.X_OK)]
    return [DUMMY] + real


def environment(**variables):
    """The environment of the tests without what would change a result."""
    kept = {name: value for name, value in os.environ.items()
            if name not in VARIABLES}
    return {**kept, **variables}


def run(program, *words, stdin="", **variables):
    """Runs a program; nothing but the result may come out of it."""
    done = subprocess.run([str(program), *words], input=stdin, capture_output=True,
                          text=True, timeout=30, check=False,
                          env=environment(**variables))
    assert done.stderr == ""
    return SimpleNamespace(code=done.returncode, out=done.stdout,
                           lines=done.stdout.splitlines())
