"""Reads the MIB as the agent writes it: which object has which number, and what the
numbers of its enumerations mean."""

import re
from dataclasses import dataclass, field

MODULE = "OUTLOOK-ANYWHERE-MIB"

# Where the module may be rooted.
KNOWN = {
    "enterprises": ".1.3.6.1.4.1",
    "experimental": ".1.3.6.1.3",
    "netSnmpPlaypen": ".1.3.6.1.4.1.8072.9999.9999",
}

TEXT = r'"[^"]*"'
ASSIGNED = re.compile(
    r"^\s*(?P<name>[a-z]\w*)\s+(?P<macro>OBJECT IDENTIFIER|MODULE-IDENTITY|OBJECT-TYPE|"
    r"NOTIFICATION-TYPE)(?P<body>.*?)::=\s*\{\s*(?P<parent>\w+)\s+(?P<number>[\d\s]+)\}",
    re.MULTILINE | re.DOTALL)
CONVENTION = re.compile(
    r"^(?P<name>[A-Z]\w*)\s*::=\s*TEXTUAL-CONVENTION(?P<body>.*?)SYNTAX\s+"
    r"(?P<base>\w+)\s*(?:\{(?P<labels>[^}]*)\})?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Object:
    """An object, a table or a notification."""

    name: str
    oid: str
    kind: str          # scalar, column, index, table, entry, notification
    syntax: str = ""   # name of the type or of the textual convention
    units: str = ""
    text: str = ""
    indexes: tuple = field(default=())

    @property
    def numeric(self):
        """The OID of its value: of the only one, or what the index is put behind."""
        return f"{self.oid}.0" if self.kind == "scalar" else self.oid


class Mib:
    """The objects of the module by name, and its textual conventions."""

    def __init__(self, text):
        strings = []
        text = re.sub(r"^\s*--.*$", "", text, flags=re.MULTILINE)
        # what is said within quotes is no definition
        text = re.sub(TEXT, lambda found: _keep(strings, found[0]), text)
        self.labels = {found["name"]: _labels(found["labels"])
                       for found in CONVENTION.finditer(text) if found["labels"]}
        self.objects, self.root = {}, None
        places = dict(KNOWN)
        for found in ASSIGNED.finditer(text):
            parent = places.get(found["parent"])
            if parent is None:
                raise ValueError(f"{found['name']}: where is {found['parent']}?")
            oid = ".".join([parent, *found["number"].split()])
            places[found["name"]] = oid
            if found["macro"] == "MODULE-IDENTITY":
                self.root = oid
            elif found["macro"] in ("OBJECT-TYPE", "NOTIFICATION-TYPE"):
                self._add(found, oid, strings)

    def _add(self, found, oid, strings):
        body, name = found["body"], found["name"]

        def first(pattern):
            match = re.search(pattern, body)
            return match[1].strip() if match else ""

        def said(word):
            number = first(rf"\b{word}\s+<(\d+)>")
            return " ".join(strings[int(number)].split()) if number else ""

        syntax = first(r"\bSYNTAX\s+((?:SEQUENCE OF \w+)|\w+)")
        indexes = tuple(re.split(r"[\s,]+", first(r"\bINDEX\s*\{([^}]*)\}")))
        self.objects[name] = Object(
            name, oid, self._kind(found, oid, syntax, indexes), syntax,
            said("UNITS"), said("DESCRIPTION"), indexes if indexes != ("",) else ())

    def _kind(self, found, oid, syntax, indexes):
        if found["macro"] == "NOTIFICATION-TYPE":
            return "notification"
        if syntax.startswith("SEQUENCE OF"):
            return "table"
        if indexes != ("",):
            return "entry"
        above = oid.rpartition(".")[0]
        if not any(item.oid == above and item.kind == "entry"
                   for item in self.objects.values()):
            return "scalar"
        return "index" if "not-accessible" in found["body"] else "column"

    def __getitem__(self, name):
        return self.objects[name]

    def columns(self, table):
        """The columns of a table that can be read, in order."""
        prefix = self[table].oid + ".1."
        return [item for item in self.objects.values()
                if item.kind == "column" and item.oid.startswith(prefix)]

    def scalars(self, prefix):
        """The scalars whose names begin so, in order."""
        return [item for item in self.objects.values()
                if item.kind == "scalar" and item.name.startswith(prefix)]

    def enumeration(self, name):
        """Mapping of the numbers of an object to their labels, or None."""
        return self.labels.get(self[name].syntax)


def _keep(strings, text):
    strings.append(text[1:-1])
    return f"<{len(strings) - 1}>"


def _labels(text):
    return {int(number): label
            for label, number in re.findall(r"([a-z]\w*)\s*\(\s*(\d+)\s*\)", text)}


def load(path):
    """The module in a file."""
    with open(path, encoding="utf-8") as file:
        return Mib(file.read())
