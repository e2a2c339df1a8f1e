"""What guides say goes wrong, and what the checks print of it: docs/cases.md.

Each case of cases.toml is run in the laboratory, by the scenarios that show its codes
or the named tests of catalogue.toml, and the first line is compared with the page.
OA_WRITE_CASES=1 (make docs) writes the page instead.
"""

import os
import re
import tomllib

import checks
import pytest
from lab import Lab
from test_catalogue import PROVED, ROOT, SHOWN, TABLE

PAGE = ROOT / "docs" / "cases.md"
CASES = tomllib.loads(
    (ROOT / "tests/e2e/cases.toml").read_text(encoding="utf-8"))["case"]
CODES = sorted({code for case in CASES for code in case["codes"]})
IS_WRITING = os.environ.get("OA_WRITE_CASES") == "1"

HEAD = """\
# What guides say, and what is printed

Guides for administrators name these causes when Outlook Anywhere does not work. Beside
each stands what the checks say of it, as line 1 of a run against the laboratory
(`tests/lab`) has it; the fix is on the second line of a run and in
[diagnoses.md](diagnoses.md). N stands for what differs from run to run.

Made from `tests/e2e/cases.toml` and runs of the programs by `make docs`.

| what guides say | what line 1 says |
| --- | --- |
"""


def scenario_of(code):
    """The plainest pair of scenario and program that shows the code, or None."""
    runs = SHOWN.get(code, [])
    return min(runs, key=lambda run: (run[0] != code, len(run[0]), run), default=None)


def steady(line, lab):
    """The line without what differs from run to run."""
    line = line.split("|")[0]
    for port, name in ((lab.https, "443"), (lab.backend, "444"), (lab.http, "80")):
        line = re.sub(rf"\b{port}\b", name, line) if port else line
    line = re.sub(r"\b\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?Z?)?", "DATE", line)
    line = re.sub(r"\b[0-9a-fA-F:]{32,}", "N", line)
    # which of two nodes a channel meets is the balancer's choice
    line = line.replace("IN via EX2, OUT via EX1", "IN via EX1, OUT via EX2")
    return re.sub(r"\b\d+(\.\d+)?(?= (ms|s|min|h|days|MB|MiB|bytes)\b)", "N", line)


def printed(code):
    """Line 1 of a run that shows the code."""
    name, program = scenario_of(code)
    with Lab(name) as lab:
        result = checks.run(program, lab)
        return steady(result.lines[0], lab), result.told


def cell(code, line):
    """What the page has about a code."""
    text = re.sub(r"([\\`*_<>\[\]|])", r"\\\1", line.partition("]: ")[2])
    if not text:
        text = f"shown by a test of its own: `{TABLE[code].message}`"
    return f"`{code}`: {text}"


def on_page():
    """Mapping of codes to what stands in the page."""
    found = {}
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        for part in row.rstrip(" |").split(" | ")[-1].split("<br>"):
            code = re.match(r"`([a-z0-9-]+)`: ", part)
            if code:
                found[code[1]] = part
    return found


def write(cells):
    """Writes the whole page."""
    rows = [f"| {case['says']} | "
            + "<br>".join(cells[code] for code in case["codes"]) + " |\n"
            for case in CASES]
    PAGE.write_text(HEAD + "".join(rows), encoding="utf-8")


def test_every_case_has_a_run():
    assert not [code for code in CODES if code not in SHOWN and code not in PROVED]


@pytest.mark.skipif(not IS_WRITING, reason="make docs does it")
def test_write_the_page():
    write({code: cell(code, printed(code)[0] if scenario_of(code) else "")
           for code in CODES})


@pytest.mark.skipif(IS_WRITING, reason="the page is being written")
def test_the_page_has_all_cases():
    text = PAGE.read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    assert not [case["says"] for case in CASES if f"| {case['says']} |" not in text]
    assert sorted(on_page()) == CODES


@pytest.mark.skipif(IS_WRITING, reason="the page is being written")
@pytest.mark.parametrize("code", [code for code in CODES if scenario_of(code)])
def test_the_page_says_what_is_printed(code):
    line, told = printed(code)
    assert f"[{code}]: " in line, told
    assert on_page()[code] == cell(code, line), f"make docs\n{told}"
