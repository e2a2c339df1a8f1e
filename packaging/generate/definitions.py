#!/usr/bin/python3
"""Writes what is generated from the programs' descriptors into the source tree.

    definitions.py [--output DIR] PROGRAM...

The programs are executables; `make definitions' names all that are built.
"""

import argparse
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "docs")]

import descriptor  # noqa: E402 pylint: disable=wrong-import-position
import outputs  # noqa: E402 pylint: disable=wrong-import-position


def write(path, text):
    """Writes a file, if it is not as it should be."""
    if path.exists() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main():
    """Runs the programs and writes the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=SOURCE, metavar="DIR",
                        help="the tree to write to instead of this one")
    parser.add_argument("programs", nargs="+", metavar="PROGRAM")
    words = parser.parse_args()
    programs = sorted((descriptor.read(path) for path in words.programs),
                      key=lambda item: item.name)
    for path, text in outputs.texts(programs, SOURCE).items():
        write(words.output / path, text)


if __name__ == "__main__":
    main()
