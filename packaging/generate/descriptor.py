"""What a program says of itself by --dump-descriptor."""

import json
import re
import subprocess
from dataclasses import dataclass, fields
from pathlib import Path

COMMAND_LINE = "command line"
PATHS = {"FILE": "file", "PATH": "file", "DIR": "directory", "NAME": None}
SECONDS = 60

# Places that configure has put below a prefix, as a package has them.
PLACES = (("/etc", "/oa/oa.ini"), ("/var", "/lib/oa-agentx"))


@dataclass(frozen=True)
class Option:
    """One option; what has no meaning for it is None."""

    long: str
    short: str
    type: str
    argument: str
    argument_optional: bool
    default: str
    choices: tuple
    min: int
    max: int
    repeatable: bool
    required: bool
    secret: bool
    hidden: bool
    group: str
    help: str
    section: str = COMMAND_LINE

    @property
    def sentence(self):
        """The help with a capital letter, and with no full stop."""
        first = self.help.split(maxsplit=1)[0]
        return self.help[:1].upper() + self.help[1:] if first.isalpha() else self.help

    @property
    def path_kind(self):
        """`file` or `directory` if the argument is one, else None."""
        if self.type not in ("text", "list") or self.long == "path":
            return None
        return PATHS.get(self.argument)


@dataclass(frozen=True)
class Perf:
    """One value of the performance data."""

    label: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Program:
    """One program."""

    name: str
    concern: str
    summary: str
    options: tuple
    perfdata: tuple
    main_label: str
    examples: tuple

    @property
    def is_check(self):
        """It is a plugin, and no daemon."""
        return self.name.startswith("check_")

    @property
    def manual_section(self):
        """The section of its manual page."""
        return 1 if self.is_check else 8

    @property
    def shown(self):
        """The options of the command line that are not for tests alone."""
        return self.of_section(COMMAND_LINE)

    def of_section(self, section):
        """The options that are shown of a place: the command line, or a section of
        the ini file."""
        return [option for option in self.options
                if option.section == section and not option.hidden]

    def option(self, long):
        """The option of the command line with this name, or None."""
        return next((option for option in self.shown if option.long == long), None)


def groups(options):
    """Pairs of a title and its options, in order."""
    found = {}
    for option in options:
        found.setdefault(option.group, []).append(option)
    return list(found.items())


def _record(kind, values):
    known = {field.name for field in fields(kind)}
    return kind(**{key: tuple(value) if isinstance(value, list) else value
                   for key, value in values.items() if key in known})


def packaged(text):
    """The text with the places that it has in a package."""
    for folder, rest in PLACES:
        text = re.sub(rf"/[\w./-]+{rest}\b", folder + rest, text)
    return text


def parse(text):
    """The program of a descriptor."""
    root = json.loads(packaged(text))
    return Program(
        name=root["program"], concern=root["concern"], summary=root["summary"],
        options=tuple(_record(Option, item) for item in root["options"]),
        perfdata=tuple(_record(Perf, item) for item in root["perfdata"]),
        main_label=root["main_label"], examples=tuple(root["examples"]))


def read(path):
    """The program that this executable is."""
    done = subprocess.run([str(Path(path).resolve()), "--dump-descriptor"],
                          capture_output=True, text=True, timeout=SECONDS, check=False)
    if not done.stdout.startswith("{"):
        raise ValueError(f"{path}: no descriptor: {done.stdout}{done.stderr}")
    return parse(done.stdout)
