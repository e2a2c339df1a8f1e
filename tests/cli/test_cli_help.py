"""--help, --version and --dump-descriptor agree with each other."""

import json
import re

import pytest
from launch import programs, run

every_program = pytest.mark.parametrize("program", programs(),
                                        ids=lambda path: path.name)

# For tests, and for the subagent, which reads the same sections of a file.
CHAINS_OWN = {"http-port", "https-port", "label", "every", "retry", "attempts"}


@every_program
@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_fits_80_columns(program, word):
    result = run(program, word)
    assert result.code == 3
    assert max(map(len, result.lines)) <= 80
    assert result.lines[0].startswith("Usage: check_oa")


@every_program
def test_help_lists_what_the_descriptor_has(program):
    text = run(program, "--help").out
    descriptor = json.loads(run(program, "--dump-descriptor").out)
    shown = set(re.findall(r"^  (?:-., )?--([a-z0-9-]+)", text, re.MULTILINE))
    listed = {option["long"] for option in descriptor["options"]
              if not option["hidden"]}
    hidden = {option["long"] for option in descriptor["options"] if option["hidden"]}
    assert shown == listed
    assert hidden - CHAINS_OWN == {"now", "dump-descriptor"}
    joined = " ".join(text.split())
    for option in descriptor["options"]:
        if not option["hidden"]:
            assert option["help"] in joined
    for perf in descriptor["perfdata"]:
        assert re.search(rf"^  {perf['label']} ", text, re.MULTILINE)


@every_program
def test_descriptor_is_sound(program):
    descriptor = json.loads(run(program, "--dump-descriptor").out)
    options = descriptor["options"]
    names = [option["long"] for option in options]
    letters = [option["short"] for option in options if option["short"]]
    assert len(set(names)) == len(names)
    assert len(set(letters)) == len(letters)
    assert descriptor["main_label"] in [p["label"] for p in descriptor["perfdata"]]
    assert descriptor["examples"]
    for option in options:
        takes_none = option["type"] in ("flag", "count")
        assert takes_none == (option["argument"] is None)
        assert (option["type"] == "choice") == (option["choices"] is not None)
        if option["choices"] and option["default"]:
            assert option["default"] in option["choices"]


@every_program
@pytest.mark.parametrize("word", ["-V", "--version"])
def test_version_is_one_line(program, word):
    result = run(program, word)
    assert result.code == 3
    assert re.fullmatch(r"check_oa\w* \(oa-plugins\) \S+\n", result.out)


@every_program
def test_help_wins_over_mistakes(program):
    assert run(program, "--bogus", "--help").lines[0].startswith("Usage: ")
