"""The module: correct, the same as the program's, and never renumbered."""

import os
import re
import subprocess

import pytest
from programs import BUILD, MIBS, ROOT_OID, SOURCE, need

NAME = "OUTLOOK-ANYWHERE-MIB"
MODULE = SOURCE / "snmp" / f"{NAME}.txt"
RELEASED = SOURCE / "tests" / "snmp" / "released" / f"{NAME}.txt"
AGENT = BUILD / "snmp" / "oa-agentx"

# What may differ from a release: smidiff says the rest as a warning or an error.
HARMLESS = re.compile(r"(\[[56]\])|has been added|^$")


def lint(path):
    """What smilint has to say at its strictest; its exit status never says anything."""
    return subprocess.run(
        ["smilint", "-s", "-l", "6", str(path)], capture_output=True, text=True,
        env={**os.environ, "SMIPATH": str(MIBS)}, check=False)


def differences(old, new):
    """What smidiff finds that a release must not bring."""
    done = subprocess.run(
        ["smidiff", "-s", "-l", "4", str(old), str(new)], capture_output=True,
        text=True, env={**os.environ, "SMIPATH": str(MIBS)}, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if not HARMLESS.search(line)]


def written(*arguments):
    """The module as the program writes it."""
    if not AGENT.exists():
        pytest.skip("the subagent is not built")
    return subprocess.run([str(AGENT), "--mib", *arguments], capture_output=True,
                          text=True, check=True).stdout


def test_lint_is_silent():
    need("smilint")
    done = lint(MODULE)
    assert done.stdout + done.stderr == ""


def test_lint_is_not_blind(tmp_path):
    need("smilint")
    broken = tmp_path / f"{NAME}.txt"
    broken.write_text(MODULE.read_text(encoding="ascii").replace(
        "::= { oaTargetEntry 6 }", "::= { oaTargetEntry 5 }"), encoding="ascii")
    assert lint(broken).stdout + lint(broken).stderr != ""


def test_file_is_what_the_program_writes():
    if "#define OA_OID_ROOT \"" + ROOT_OID not in (
            BUILD / "config.h").read_text(encoding="utf-8"):
        pytest.skip("configured with a root of its own")
    assert written() == MODULE.read_text(encoding="ascii"), "run make mib"


def test_lines_are_short_and_plain():
    text = MODULE.read_text(encoding="ascii")
    assert max(len(line) for line in text.splitlines()) <= 72
    assert "\t" not in text


def test_labels_have_no_digits():
    labels = re.findall(r"^ {20}(\w+)\(\d+\)", MODULE.read_text(encoding="ascii"),
                        re.MULTILINE)
    assert len(labels) > 180
    assert not [label for label in labels if re.search(r"\d", label)]


def test_every_object_is_found():
    need("snmptranslate")
    text = MODULE.read_text(encoding="ascii")
    names = re.findall(r"^(oa\w+) (?:OBJECT|NOTIFICATION)-TYPE", text, re.MULTILINE)
    assert len(names) > 130
    done = subprocess.run(
        ["snmptranslate", "-m", NAME, "-On", *(f"{NAME}::{name}" for name in names)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "MIBDIRS": f"{MODULE.parent}:{MIBS}"})
    found = done.stdout.split()
    assert len(set(found)) == len(names)
    assert all(oid.startswith("." + ROOT_OID) for oid in found)


def test_release_is_not_renumbered():
    need("smidiff")
    if not RELEASED.exists():
        pytest.skip("there is no release to compare with")
    assert differences(RELEASED, MODULE) == []


@pytest.mark.parametrize("now, before", [
    ("::= { oaTargetEntry 23 }", "::= { oaTargetEntry 27 }"),
    ("tcpConnect(2)", "tcpConnect(16)"),
    ("oaProblemCause OBJECT-TYPE\n    SYNTAX      OaCode",
     "oaProblemCause OBJECT-TYPE\n    SYNTAX      Gauge32"),
])
def test_a_renumbering_would_be_seen(tmp_path, now, before):
    need("smidiff")
    text = MODULE.read_text(encoding="ascii")
    assert now in text
    older = tmp_path / "older" / f"{NAME}.txt"
    older.parent.mkdir()
    older.write_text(text.replace(now, before), encoding="ascii")
    assert differences(older, MODULE)


def test_new_values_are_no_renumbering(tmp_path):
    need("smidiff")
    text = MODULE.read_text(encoding="ascii")
    older = tmp_path / "older" / f"{NAME}.txt"
    older.parent.mkdir()
    older.write_text(re.sub(r",\s+agent\(7\)", "", text), encoding="ascii")
    assert differences(older, MODULE) == []
