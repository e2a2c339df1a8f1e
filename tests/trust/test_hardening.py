"""How the programs are built: what a mistake in them would meet.

It reads what readelf says, so that it needs nothing but what links the programs;
hardening-check, where it is installed, must agree.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import checks
import pytest
from lab import Lab

BUILD = Path(os.environ.get("OA_BUILDDIR", checks.PLUGIN_DIR.parent))
PROGRAMS = sorted(path for path in [*checks.PLUGIN_DIR.glob("check_oa*"),
                                    BUILD / "snmp" / "oa-agentx"]
                  if os.access(path, os.X_OK) and path.suffix == "")
LIBRARIES = [path for path in (BUILD / "common" / "liboa.a",
                               BUILD / "plugins" / "front" / "libfront.a",
                               BUILD / "snmp" / "libagent.a") if path.exists()]
# What an object says of itself, by the option that makes it.
MARKS = {"-fcf-protection": "x86 feature: IBT, SHSTK",
         "-mbranch-protection": "AArch64 feature: BTI, PAC"}


def setting(name):
    """A variable of the Makefile."""
    text = (BUILD / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{name} = *(.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def read(program, *words):
    """What readelf says."""
    return subprocess.run(["readelf", "--wide", *words, str(program)], check=True,
                          capture_output=True, text=True).stdout


needs_hardening = pytest.mark.skipif(
    not (BUILD / "Makefile").exists() or not setting("HARDEN_LDFLAGS")
    or not shutil.which("readelf"),
    reason="built with sanitizers or --disable-hardening, or no readelf here")


def test_every_installed_program_is_looked_at():
    """Those for which the Makefile has a rule."""
    if not (BUILD / "Makefile").exists():
        pytest.skip("not run where it is built")
    text = (BUILD / "Makefile").read_text(encoding="utf-8")
    rules = re.findall(r"^(?:plugins|snmp)/([\w-]+)\$\(EXEEXT\):", text, re.MULTILINE)
    left_out = {"oa-agentx"} if setting("AGENTX_TRUE") else set()
    assert len(rules) > 8
    assert {*rules} - left_out <= {path.name for path in PROGRAMS}


@needs_hardening
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_built_hard(program):
    head, segments = read(program, "--file-header"), read(program, "--segments")
    assert "DYN (" in head and "INTERP" in segments, "is no PIE"
    assert "GNU_RELRO" in segments, "no RELRO"
    assert re.search(r"\bBIND_NOW\b|\bFlags:.*\bNOW\b", read(program, "--dynamic"))
    stack = re.search(r"GNU_STACK.* ([R ][W ][E ]) ", segments)
    assert stack and "E" not in stack[1], "executable stack"
    assert not re.search(r"LOAD .* RWE ", segments), "writable code"
    assert not re.search(r"RPATH|RUNPATH", read(program, "--dynamic"))
    names = set(re.findall(r" (\w+)@", read(program, "--dyn-syms")))
    assert "__stack_chk_fail" in names, "no stack protector"
    if "_FORTIFY_SOURCE" in setting("HARDEN_CPPFLAGS"):
        assert {"__snprintf_chk", "__vsnprintf_chk"} & names, "not fortified"


@needs_hardening
@pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.name)
def test_branches_and_returns_are_protected(library):
    """The linker says so of a program only if all start files of the C library do."""
    flags = setting("HARDEN_CFLAGS")
    wanted = MARKS.get(next((flag for flag in MARKS if flag in flags), None))
    if not wanted:
        pytest.skip("the compiler has no such protection here")
    names = subprocess.run(["ar", "t", str(library)], check=True,
                           capture_output=True, text=True).stdout.split()
    assert len(names) == len(re.findall(wanted, read(library, "--notes")))


@needs_hardening
@pytest.mark.skipif(not shutil.which("hardening-check"), reason="no hardening-check")
def test_hardening_check_agrees():
    """But for what the start files of the C library decide for all."""
    done = subprocess.run(
        ["hardening-check", "--nofortify", "--nocfprotection", *map(str, PROGRAMS)],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_core_file_and_no_reader():
    """While it waits with a password in memory."""
    with Lab("healthy", front={"adversary": "silent"}) as lab:
        run = checks.start("check_oa_tunnel", lab, "-t", "3")
        folder = Path("/proc") / str(run.process.pid)
        try:
            for _ in range(100):
                limits = (folder / "limits").read_text(encoding="ascii")
                found = re.search(r"Max core file size +(\d+) +(\d+) ", limits)
                if found and found.groups() == ("0", "0"):
                    break
                time.sleep(0.02)
            assert found and found.groups() == ("0", "0"), limits
            # What is not dumpable belongs to root, and nobody else may attach to it.
            assert (folder / "environ").stat().st_uid == 0
        finally:
            run.process.kill()
            run.process.communicate()
