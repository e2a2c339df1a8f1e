"""The C sources of the tree, cut into what the rules are about."""

import os
import re
from functools import lru_cache
from pathlib import Path

ROOT = Path(os.environ.get("OA_SRCDIR", Path(__file__).parents[2]))
CODE = ("common", "plugins", "snmp")

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'')


def files(*suffixes, folders=CODE):
    """Paths below the folders with one of the suffixes, relative to the root."""
    found = []
    for folder in folders:
        found += [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*")
                  if path.suffix in suffixes and not path.name.startswith(".")]
    return sorted(found)


@lru_cache(maxsize=None)
def text(path):
    """The file as it is."""
    return (ROOT / path).read_text(encoding="utf-8")


def blank(match):
    """Replaces a match by as many line ends as it had."""
    return "\n" * match.group().count("\n") or " "


@lru_cache(maxsize=None)
def code(path):
    """The file without comments, and with empty strings."""
    tokens = re.compile(f"{STRING.pattern}|{COMMENT.pattern}", re.DOTALL)

    def strip(match):
        return '""' if match.group()[0] in "\"'" else blank(match)

    return tokens.sub(strip, text(path))


def includes(path):
    """The files that a file includes in quotes."""
    return re.findall(r'^#include "([^"]+)"', text(path), re.MULTILINE)


def functions(path):
    """Pairs of the line on which a function body begins and its number of lines."""
    start = None
    for number, line in enumerate(text(path).splitlines(), 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            yield start, number - start - 1
            start = None


def matches(path, pattern):
    """Lines of code, as "file:line: what", that a pattern finds."""
    source = code(path)
    return [f"{path}:{source.count(chr(10), 0, m.start()) + 1}: {m.group()}"
            for m in re.finditer(pattern, source)]
