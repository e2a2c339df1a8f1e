"""Every test that the threat model names is there, and every row names one."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("OA_SRCDIR", Path(__file__).parents[2]))
ROW = re.compile(r"^\| (?!claim|---)(.+?) \| (.+?) \|$", re.MULTILINE)
NAME = re.compile(r"`([\w./-]+)(?:::(\w+))?`")
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def rows():
    """Claims and the tests that show them."""
    return ROW.findall(TEXT.partition("\n## How it is tried")[0])


def test_rows_are_found():
    assert len(rows()) > 30


@pytest.mark.parametrize("claim, tests", rows(), ids=lambda text: text[:50])
def test_named_tests_exist(claim, tests):
    names = NAME.findall(tests)
    assert names, claim
    for file, function in names:
        path = ROOT / "tests" / file
        assert path.exists(), f"{claim}: no {file}"
        if function:
            text = path.read_text(encoding="utf-8")
            assert re.search(rf"(def |START_TEST\(){function}\b", text), (
                f"{claim}: no {function} in {file}")
