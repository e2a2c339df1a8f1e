"""Every fuzz harness has seeds, a place in the build and a row of its own."""

import sys
from pathlib import Path

import pytest
import source

FUZZ = source.ROOT / "tests/fuzz"
NAMES = sorted(path.stem[len("fuzz_"):] for path in FUZZ.glob("fuzz_*.c"))
FILE_BYTES = 65536
ALL_BYTES = 4 * 1024 * 1024

sys.path.insert(0, str(FUZZ))
from parsers import PARSERS  # noqa: E402 pylint: disable=C0413


@pytest.mark.parametrize("name", NAMES)
def test_harness(name):
    seeds = [path.stat().st_size for path in (FUZZ / "corpus" / name).iterdir()]
    makefile = (source.ROOT / "tests/local.mk").read_text(encoding="utf-8")
    assert seeds and max(seeds) <= FILE_BYTES
    assert f"fuzz/fuzz_{name}_" in makefile.replace("_fuzz_fuzz_", "fuzz/fuzz_")
    assert PARSERS[name][0]
    missing = [path for path in PARSERS[name][1].split()
               if not (source.ROOT / path).exists()]
    assert not missing


def test_no_row_is_of_nothing():
    assert sorted(PARSERS) == NAMES
    assert not [path.name for path in (FUZZ / "dict").iterdir()
                if Path(path).stem not in NAMES]


def test_the_corpus_is_small():
    sizes = [path.stat().st_size for path in (FUZZ / "corpus").rglob("*")
             if path.is_file()]
    assert sum(sizes) <= ALL_BYTES
