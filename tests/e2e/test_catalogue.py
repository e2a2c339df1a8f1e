"""The proof of the catalogue: every code is brought to line 1 by a run, or has a reason
why it cannot be.

A code is proved by a scenario of the laboratory that expects it (test_scenarios.py
runs them all), or by the test that catalogue.toml names.  What is left must be in the
one list of catalogue.toml, and nothing may be there that is proved.
"""

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
import scenario
from test_scenarios import PROGRAMS_OF

ROOT = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(ROOT / "docs"))
import diagnoses  # noqa: E402

TABLE = {row.name: row for row in diagnoses.rows()}
LISTS = tomllib.loads((ROOT / "tests/e2e/catalogue.toml").read_text(encoding="utf-8"))
PROVED, UNPROVED = LISTS["proved"], LISTS["unproved"]
PAIRS = LISTS["pairs"]

# The share of the codes of all checks that real runs must show.
WANTED_SHARE = 0.95


def scenarios():
    """Mapping of codes to the pairs of scenario and program that show them."""
    found = {}
    for name in scenario.names():
        expected = scenario.load(name)["expect"]
        for key in (expected["program"], *expected.get("also", ())):
            for program in PROGRAMS_OF[key]:
                found.setdefault(expected["code"], []).append((name, program))
    return found


SHOWN = scenarios()


def by_program(codes):
    """The codes, below the programs that are to say them, for people to read."""
    lines = {}
    for code in codes:
        for program in TABLE[code].programs:
            lines.setdefault(program, []).append(code)
    return "\n".join(f"{program}: {', '.join(names)}"
                     for program, names in sorted(lines.items()))


def test_every_code_is_proved_or_excused():
    missing = [code for code, row in TABLE.items()
               if code not in SHOWN and code not in PROVED and code not in UNPROVED
               and not row.is_of_agent_alone]
    assert not missing, by_program(missing)


def test_no_excuse_is_left_over():
    assert not [code for code in UNPROVED if code in SHOWN or code in PROVED]
    assert not [code for code in PROVED if code in SHOWN]
    assert not [code for code in [*UNPROVED, *PROVED] if code not in TABLE]
    assert not [code for code in UNPROVED if TABLE[code].is_of_agent_alone]


def test_every_program_of_a_row_says_it():
    """The agent has tests of its own (tests/snmp)."""
    missing = {program: [] for row in TABLE.values() for program in row.programs
               if program != "oa-agentx"}
    for code, row in TABLE.items():
        shown = {program for _, program in SHOWN.get(code, [])}
        for program in missing.keys() & set(row.programs) - shown:
            if code not in {*PROVED, *UNPROVED, *PAIRS.get(program, ())}:
                missing[program].append(code)
    assert not any(missing.values()), missing


def test_no_pair_is_left_over():
    assert not [
        f"{program}: {code}" for program, codes in PAIRS.items() for code in codes
        if program not in TABLE[code].programs
        or program in [shown for _, shown in SHOWN.get(code, [])]]


def test_every_excuse_has_a_reason():
    excuses = [UNPROVED, *PAIRS.values()]
    assert not [code for excuse in excuses for code, reason in excuse.items()
                if len(reason.split()) < 4]


@pytest.mark.parametrize("code", PROVED)
def test_the_named_test_is_there(code):
    path, _, name = PROVED[code].partition("::")
    text = (ROOT / "tests" / path).read_text(encoding="utf-8")
    assert re.search(rf"(?:def |START_TEST\(){re.escape(name)}\(?\b", text)
    assert code in text or code.replace("-", "_").upper() in text


def test_scenarios_are_of_programs_that_may_say_it():
    wrong = [f"{name}: {program} is not in the row of {code}"
             for code, runs in SHOWN.items() for name, program in runs
             if program not in TABLE[code].programs]
    assert not wrong


def test_nearly_all_codes_are_shown_by_runs():
    ours = [code for code, row in TABLE.items() if not row.is_of_agent_alone]
    runs = [code for code in ours
            if code in SHOWN or PROVED.get(code, "").partition("::")[0].endswith(".py")]
    share = len(runs) / len(ours)
    print(f"{len(runs)} of {len(ours)} codes by runs of the checks ({share:.1%}); "
          f"{len(TABLE) - len(ours)} codes are of the agent alone")
    assert share >= WANTED_SHARE, by_program(set(ours) - set(runs))


def test_the_page_is_up_to_date():
    assert diagnoses.main(["--check"]) == 0, "make docs"
