#!/usr/bin/python3
"""Writes diagnoses.md from the catalogue, common/report/diagnoses.def.

    diagnoses.py [--check] [FILE]

With --check nothing is written: the exit status tells whether FILE is as it should be.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "common" / "report" / "diagnoses.def"
PAGE = HERE / "diagnoses.md"

STRING = r'"(?:[^"\\]|\\.)*"'
ROW = re.compile(r"^OA_DIAGNOSIS\((?P<id>[A-Z0-9_]+),\s*(?P<number>[0-9]+),"
                 r"\s*(?P<name>" + STRING + r"),\s*(?P<hop>[A-Z]+),\s*(?P<state>[A-Z]+),(?P<texts>(?:\s*" +
                 STRING + r"\s*,?)+)\)", re.MULTILINE)

HOPS = {
    "DNS": "The name", "TCP": "The connection", "TLS": "TLS and certificate",
    "HTTP": "HTTP", "AUTH": "The logon", "PROXY": "The RPC proxy",
    "BACKEND": "The back end", "TUNNEL": "The tunnel",
    "ENDPOINT": "The RPC server behind it", "BIND": "RPC interface and calls",
    "MAILBOX": "The mailbox", "AUTODISCOVER": "Autodiscover",
    "MAPIHTTP": "MAPI/HTTP", "TIME": "Several runs, tries or views compared",
    "MONITOR": "The check itself",
}

HEAD = """\
# Diagnoses

Every code that line 1 of a check can name in brackets. A code never changes its
meaning; the state is the usual one, and options may change it. `{host}` and the like
stand for what the run has seen.

Made from `common/report/diagnoses.def` by `make docs`; changes go there.

"""


@dataclass(frozen=True)
class Row:
    """One row of the catalogue; programs is a tuple of executables."""

    number: int
    name: str
    hop: str
    state: str
    message: str
    hint: str
    evidence: str
    programs: tuple

    @property
    def is_of_agent_alone(self):
        """No check says it, only the agent that runs them."""
        return self.programs == ("oa-agentx",)


def unquote(literal):
    """The text of a string literal of C."""
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def executable(word):
    """The full name of a program of the column."""
    return {"oa": "check_oa", "agentx": "oa-agentx"}.get(word, f"check_oa_{word}")


def rows(path=TABLE):
    """All rows, in the order of the table."""
    text = path.read_text(encoding="utf-8")
    found = []
    for match in ROW.finditer(text):
        texts = [unquote(item) for item in re.findall(STRING, match["texts"])]
        message, hint, evidence, programs = texts
        found.append(Row(int(match["number"]), unquote(match["name"]), match["hop"],
                         match["state"], message, hint, evidence,
                         tuple(map(executable, programs.split()))))
    if len(found) != len(re.findall(r"^OA_DIAGNOSIS\(", text, re.MULTILINE)):
        raise ValueError(f"{path}: a row that is not understood")
    return found


def escaped(text):
    """Text that Markdown leaves as it is; a capital letter begins it."""
    text = re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)
    return text[:1].upper() + text[1:]


def sayers(row, everybody):
    """Which programs can say it, in words."""
    if set(row.programs) == everybody:
        return "all programs"
    if set(row.programs) == everybody - {"oa-agentx"}:
        return "all checks"
    return ", ".join(f"`{name}`" for name in row.programs)


def section(row, everybody):
    """The part of the page about one code."""
    return (f"### {row.name}\n\n"
            f"{row.state}: `{row.message}`\n\n"
            f"- Seen: {escaped(row.evidence)}.\n"
            f"- Fix: {escaped(row.hint)}.\n"
            f"- Said by: {sayers(row, everybody)}.\n\n")


def page(table):
    """The whole page."""
    everybody = {name for row in table for name in row.programs
                 if name != "check_oa_proxylog"}
    text = HEAD
    for hop, title in HOPS.items():
        here = [row for row in table if row.hop == hop]
        text += f"## {title}\n\n" if here else ""
        text += "".join(section(row, everybody) for row in here)
    return text.rstrip("\n") + "\n"


def main(words):
    """Writes the page, or compares it."""
    is_check = "--check" in words
    names = [word for word in words if word != "--check"]
    path = Path(names[0]) if names else PAGE
    text = page(rows())
    if not is_check:
        path.write_text(text, encoding="utf-8")
        return 0
    return 0 if path.read_text(encoding="utf-8") == text else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
