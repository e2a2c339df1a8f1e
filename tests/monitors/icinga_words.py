"""Options of a program as custom variables of the shipped CheckCommands."""

import json
import re

import checks

COMMAND = re.compile(r'^object CheckCommand "(.*?)" \{\n(.*?)^\}', re.S | re.M)
ARGUMENT = re.compile(r'^\t\t"([^"]+)" = \{\n(.*?)^\t\t\}', re.S | re.M)
VARIABLE = re.compile(r'^\t*(?:value|set_if) = "\$(\w+)\$"', re.M)
KEY = re.compile(r'^\t*key = "([^"]+)"', re.M)


def commands(text):
    """Mapping of the commands in a configuration to {option: variable}."""
    return {name: _arguments(body) for name, body in COMMAND.findall(text)}


def _arguments(body):
    found = {}
    for name, rest in ARGUMENT.findall(body):
        key = KEY.search(rest)
        variable = VARIABLE.search(rest)
        if variable:
            found[key[1] if key else name] = variable[1]
    return found


def variables(program, words, arguments, ini):
    """Mapping of the command's variables to values that stand for these words.

    Options for tests alone have no variable: they are written to the file `ini`.
    """
    found, hidden = {}, []
    for option, value in _pairs(program, words):
        names = (f"--{option['long']}", f"-{option['short']}")
        known = [arguments[name] for name in names if name in arguments]
        if option["hidden"]:
            hidden.append(f"{option['long']}={value}\n")
            continue
        assert known, f"{program}: no variable for {names[0]}"
        if option["repeatable"]:
            value = found.get(known[0], []) + [value]
        found[known[0]] = value
    if hidden:
        ini.write_text("[lab]\n" + "".join(hidden))
        found[arguments["--extra-opts"]] = [f"lab@{ini}"]
    return found


def _pairs(program, words):
    """Options as the program describes them, and what is given to each."""
    options = {}
    for option in checks.descriptor(program)["options"]:
        options[f"--{option['long']}"] = option
        if option["short"]:
            options[f"-{option['short']}"] = option
    words = iter(words)
    for word in words:
        option = options[word]
        is_alone = option["type"] in ("flag", "count")
        yield option, True if is_alone else next(words)


def as_text(values):
    """Lines of a service that set its variables."""
    # what JSON writes is what the language of Icinga reads
    return "".join(f"  vars.{key} = {json.dumps(value)}\n"
                   for key, value in values.items())
