r"""The parts of manual pages that are written by hand, docs/man/prose/*.mdoc.

A fragment is mdoc.  What stands before its first .Sh belongs to the description of the
program, each .Sh goes where that section has its place.  Lines that begin with .\" @
are for the generator:

    .\" @if OPTION ...          what follows is for programs with one of these options
    .\" @KIND WORD ...          what is generated stands here (see pages.py)
"""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
FOLDER = SOURCE / "docs" / "man" / "prose"
COMMENT = re.compile(r'^\.\\"(?! @).*\n', re.MULTILINE)
CONDITION = re.compile(r'^\.\\" @if (.+)\n', re.MULTILINE)
DIRECTIVE = re.compile(r'^\.\\" @(\w+) ?(.*)\n', re.MULTILINE)
HEADING = re.compile(r"^\.Sh (.+)\n", re.MULTILINE)


def text(name):
    """The fragment of this name without comments; empty if there is none."""
    path = FOLDER / f"{name}.mdoc"
    return COMMENT.sub("", path.read_text(encoding="utf-8")) if path.exists() else ""


def sections(name):
    """Mapping of headings to text; the text before the first is DESCRIPTION."""
    parts = HEADING.split(text(name))
    return {"DESCRIPTION": parts[0], **dict(zip(parts[1::2], parts[2::2]))}


def having(name, options):
    """The parts of a fragment whose condition names one of the options."""
    parts = CONDITION.split(text(name))
    return "".join(part for condition, part in zip(parts[1::2], parts[2::2])
                   if set(condition.split()) & set(options))


def filled(name, fill):
    """The whole fragment, each directive replaced by what fill(kind, words) gives."""
    return DIRECTIVE.sub(lambda match: fill(match[1], match[2].split()), text(name))
