"""The floors and the habits that a compiler does not check."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import source

BUILD = Path(os.environ.get("OA_BUILDDIR", "build"))

# From the lowest to the highest; a file may include its own floor and lower ones.
FLOORS = ("common/base", "common/report", "common/net", "common/rpc",
          "common/probe", "plugins/front", "plugins")

BANNED = ("sprintf vsprintf strcpy strcat strtok atoi atol atof sscanf gets asctime "
          "ctime gmtime localtime alarm").split()

# What a library may not do.
OUTSIDE = ("printf vprintf puts putchar perror exit _exit getenv secure_getenv "
           "setenv setlocale getopt getopt_long").split()

# Objects with a state that lives as long as the process, and why they may.
MUTABLE = {}

FUNCTION_LINES = 100
COLUMNS = 88


def floor(path):
    """The number of the floor of a file, or None for none."""
    for number in reversed(range(len(FLOORS) - 1)):
        if str(path).startswith(FLOORS[number] + "/"):
            return number
    return len(FLOORS) - 1 if str(path).startswith("plugins/") else None


@pytest.mark.parametrize("name", FLOORS)
def test_includes_go_down(name):
    wrong = []
    for path in source.files(".c", ".h", folders=(name,)):
        for include in source.includes(path):
            if include == "config.h":
                continue
            target = floor(include)
            if target is None or target > floor(path):
                wrong.append(f"{path} includes {include}")
            elif not any((top / include).exists() for top in (source.ROOT, BUILD)):
                wrong.append(f"{path} includes {include}, which is not there")
    assert not wrong


def test_agent_stands_on_the_front():
    wrong = []
    for path in source.files(".c", ".h"):
        is_agent = path.parts[0] == "snmp"
        wrong += [f"{path} includes {include}" for include in source.includes(path)
                  if include.startswith("snmp/") > is_agent
                  or (is_agent and not include.startswith(
                      ("snmp/", "common/", "plugins/front/")))]
    assert not wrong


def test_agent_prints_in_two_places():
    calls = (r"(?<![\w.>])(?:printf|vprintf|puts|putchar|perror|exit|_exit|getenv)"
             r"\s*\(|\bstd(?:in|out|err)\b")
    wrong = []
    for path in source.files(".c", ".h", folders=("snmp",)):
        if path.name not in ("oa_agentx.c", "log.c"):
            wrong += source.matches(path, calls)
    assert not wrong


def test_library_prints_nothing_and_reads_no_environment():
    calls = r"(?<![\w.>])(?:" + "|".join(OUTSIDE) + r")\s*\(|\bstd(?:in|out|err)\b"
    wrong = []
    for path in source.files(".c", ".h", folders=("common",)):
        wrong += source.matches(path, calls)
    assert not wrong


def test_banned_functions():
    calls = r"(?<![\w.>])(?:" + "|".join(BANNED) + r")\s*\("
    wrong = []
    for path in source.files(".c", ".h", folders=source.CODE + ("tests",)):
        wrong += source.matches(path, calls)
    assert not wrong


def symbols():
    """Symbols of the library: name, letter of nm, section."""
    archive = BUILD / "common" / "liboa.a"
    listing = subprocess.run(
        [os.environ.get("NM", "nm"), "--format=sysv", str(archive)],
        capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        parts = [part.strip() for part in line.split("|")]
        if len(parts) == 7:
            yield parts[0], parts[2], parts[6]


def objects():
    """Those of all sources; one may be left of a source that has gone."""
    made = {path: path.relative_to(BUILD).parent / path.stem.rpartition("-")[2]
            for folder in source.CODE for path in (BUILD / folder).rglob("*.o")}
    return [str(path) for path, name in made.items()
            if (source.ROOT / name).with_suffix(".c").exists()]


def calls_between(paths):
    """What each object needs of which others."""
    listing = subprocess.run([os.environ.get("NM", "nm"), "-P", "-A", *paths],
                             capture_output=True, text=True, check=True).stdout
    made, wanted = {}, {path: set() for path in paths}
    for line in listing.splitlines():
        path, _, symbol = line.partition(": ")
        name, letter = symbol.split()[:2]
        if letter == "U":
            wanted[path].add(name)
        elif letter in "TDBRVW" and name != "main":
            made[name] = path
    return {path: {made[name] for name in names if name in made} - {path}
            for path, names in wanted.items()}


def circles(graph):
    """What is left when all that needs nothing, or is needed by nothing, has gone, and
    again."""
    left = dict(graph)
    while True:
        needed = set().union(*left.values()) if left else set()
        gone = [node for node, others in left.items()
                if node not in needed or not others & set(left)]
        if not gone:
            return sorted(left)
        left = {node: others for node, others in left.items() if node not in gone}


def test_circles_are_found():
    assert circles({1: {2}, 2: {3}, 3: set()}) == []
    assert circles({1: {2}, 2: {3}, 3: {2}, 4: {1}, 5: set()}) == [2, 3]


def test_files_make_no_circles():
    graph = calls_between(objects())
    assert len(graph) > 200, "not run beside a build"
    assert circles(graph) == []


def test_library_has_no_mutable_state():
    # Tables of pointers lie in .data.rel.ro, which is constant once relocated.
    state = re.compile(r"\.(t?bss|t?data|data\.rel)(\.(?!rel|ro)|$)|\*COM\*")
    made_by_compiler = re.compile(
        r"__(gcov|llvm|asan|odr_asan|sancov|prof|ubsan|unnamed_)")
    wrong = [f"{name} in {section}" for name, letter, section in symbols()
             if letter in "bBdDC" and state.match(section)
             and name.split(".")[0] not in MUTABLE
             and not made_by_compiler.match(name)]
    assert not wrong


def test_library_names_begin_with_oa():
    wrong = [name for name, letter, _ in symbols()
             if letter in "TDBRC" and not name.startswith(("oa_", "_", "asan."))]
    assert not wrong


def test_functions_are_short():
    wrong = []
    for path in source.files(".c", folders=source.CODE + ("tests",)):
        wrong += [f"{path}:{line}: {lines} lines"
                  for line, lines in source.functions(path) if lines > FUNCTION_LINES]
    assert not wrong


def test_lines_are_short():
    wrong = []
    for path in source.files(".c", ".h", ".py", folders=source.CODE + ("tests",)):
        for number, line in enumerate(source.text(path).splitlines(), 1):
            if len(line.expandtabs(8)) > COLUMNS:
                wrong.append(f"{path}:{number}: {len(line.expandtabs(8))} columns")
    assert not wrong


def test_sources_are_in_the_build():
    listed = set()
    for makefile in source.ROOT.glob("*/local.mk"):
        folder = makefile.parent.name
        names = re.findall(r"\S+", makefile.read_text(encoding="utf-8"))
        listed |= {name.replace("%D%", folder) for name in names}
    wrong = [str(path) for path in source.files(".c", ".h", ".def")
             if str(path) not in listed
             and str(path.with_suffix("")) not in listed]
    wrong += [str(path) for path in source.files(".c", ".h", folders=("tests",))
              if path.parent.name in ("unit", "fuzz") and str(path) not in listed
              and str(path.with_suffix("")) not in listed]
    assert not wrong


def test_licence_is_on_the_first_line():
    line = "/* SPDX-License-Identifier: GPL-3.0-or-later */"
    wrong = [str(path) for path in source.files(".c", ".h", ".def",
                                                folders=source.CODE + ("tests",))
             if source.text(path).splitlines()[0] != line]
    assert not wrong


def test_texts_name_no_machine():
    places = {f"{place.resolve()}/" for place in (source.ROOT, BUILD)}
    machine = re.compile("|".join(re.escape(place) for place in places))
    wrong = []
    for path in source.ROOT.rglob("*"):
        name = str(path.relative_to(source.ROOT))
        if (path.suffix not in (".c", ".h", ".def", ".py", ".md", ".mk", ".toml", ".sh")
                or name.startswith(("build", ".", "tests/structure"))):
            continue
        for number, line in enumerate(
                path.read_text(encoding="utf-8").splitlines(), 1):
            if machine.search(line):
                wrong.append(f"{name}:{number}: {line.strip()}")
    assert not wrong


def test_options_of_tries_are_obeyed():
    wrong = []
    for path in source.files(".c", folders=("plugins",)):
        text = source.text(path)
        if "{\"Tries\", oa_options_tries" in text and ".repeat =" not in text:
            wrong.append(path)
    assert not wrong, "options of tries without .repeat"
