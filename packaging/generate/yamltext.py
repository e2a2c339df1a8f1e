"""Writes dictionaries and lists as YAML that people can read."""

import json
import re

# Words that need no quotes; everything else is written as a JSON string, which YAML
# reads as well.
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9_./]|[A-Za-z]")
RESERVED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def scalar(value):
    """One value on a line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if PLAIN.fullmatch(value) and value.lower() not in RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)


def write(value, depth=0):
    """Lines of a dictionary or a list."""
    space = "  " * depth
    lines = []
    if isinstance(value, dict):
        for key, item in value.items():
            lines += _entry(f"{space}{scalar(key)}:", item, depth)
    else:
        for item in value:
            if isinstance(item, (dict, list)) and item:
                inner = write(item, depth + 1)
                lines += [f"{space}- {inner[0].lstrip()}", *inner[1:]]
            else:
                lines.append(f"{space}- {scalar(item)}")
    return lines


def _entry(head, item, depth):
    if isinstance(item, (dict, list)):
        return [head, *write(item, depth + 1)] if item else []
    if isinstance(item, str) and "\n" in item:
        space = "  " * (depth + 1)
        return [f"{head} |", *((space + line).rstrip() for line in item.splitlines())]
    return [f"{head} {scalar(item)}"]


def document(value, comment):
    """The text of a file."""
    head = ["# SPDX-License-Identifier: GPL-3.0-or-later",
            *(f"# {line}".rstrip() for line in comment.splitlines())]
    return "\n".join([*head, *write(value)]) + "\n"
