"""The language of manual pages, as far as the pages here need it."""

import re
import textwrap

COLUMNS = 78
# A full stop that ends a sentence: mdoc wants each sentence on a line of its own.
SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z`\\])")
# An option and its value stay on one line.
VALUE = re.compile(r"(?<!\S)(--?[\w-]+) (?!-)")
DASHES = re.compile(r"(?<![\w-])--?(?=[A-Za-z0-9])")


def escaped(text):
    """Text in which nothing is a command; dashes of options stay dashes."""
    return DASHES.sub(lambda match: r"\-" * len(match[0]), text.replace("\\", r"\e"))


def line(text):
    """A line that is no command."""
    return rf"\&{text}" if text[:1] in (".", "'") else text


def prose(text):
    """Text as lines of mdoc, each sentence on its own."""
    lines = []
    for sentence in SENTENCE.split(text):
        lines += textwrap.wrap(escaped(sentence), COLUMNS, break_long_words=False,
                               break_on_hyphens=False)
    return "".join(f"{line(item)}\n" for item in lines)


def literal(lines):
    """Lines that are shown as they are."""
    body = "".join(line(item.replace("\\", r"\e").replace("-", r"\-")) + "\n"
                   for item in lines)
    return f".Bd -literal -offset indent\n{body}.Ed\n"


def command(text):
    """A command line, continued by backslashes where it is long."""
    wrapped = textwrap.wrap(VALUE.sub("\\1\0", text), COLUMNS - 14,
                            break_long_words=False, break_on_hyphens=False)
    lines = [("    " if number else "") + item.replace("\0", " ")
             for number, item in enumerate(wrapped)]
    return literal([item + " \\" for item in lines[:-1]] + lines[-1:])


def tagged(items, width="Ds", compact=False):
    """A list of pairs: the words of the tag as mdoc, the text as mdoc."""
    if not items:
        return ""
    body = "".join(f".It {tag}\n{text}" for tag, text in items)
    return f".Bl -tag -width {width}{' -compact' if compact else ''}\n{body}.El\n"


def spoken(words, join="or"):
    """A list as it is spoken: a, b or c."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {join} {words[-1]}"
