"""A basket of Icinga Director: the commands of icinga.py with a field for each option.

The Director cannot hand environment variables to a command, so there is no field for a
password; it stands in a file.
"""

import json
import uuid

import variables

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:oa-plugins:director")
TYPES = {"flag": "Boolean", "count": "Boolean", "list": "Array", "integer": "Number"}
TIMEOUT_S = "300"


def identity(*words):
    """A number that stays the same as long as the words do."""
    return str(uuid.uuid5(NAMESPACE, " ".join(words)))


def argument(program, option):
    """One argument of a command."""
    macro = f"${variables.of_option(program, option)}$"
    found = {"description": variables.description(option)}
    found["set_if" if variables.is_switch(option) else "value"] = macro
    if option.type == "list":
        found["repeat_key"] = True
    return found


def datafield(program, option):
    """The field of an option; programs that agree about one share it."""
    name = variables.of_option(program, option)
    kind = TYPES.get(option.type, "String")
    text = variables.description(option)
    words = name[len("oa_"):].replace("_", " ")
    return {
        "varname": name,
        "caption": f"OA: {words}",
        "description": text,
        "datatype": f"Icinga\\Module\\Director\\DataType\\DataType{kind}",
        "format": None,
        "settings": {"visibility": "visible"} if kind == "String" else {},
        "uuid": identity("field", name, text),
    }


def command(program, numbers):
    """One command; its fields are known by the numbers of the basket."""
    options = variables.shown(program)
    fields = [{"datafield_id": numbers[datafield(program, option)["uuid"]],
               "is_required": "n", "var_filter": None} for option in options]
    values = {variables.of_option(program, option): variables.DEFAULTS[option.long]
              for option in options if option.long in variables.DEFAULTS}
    return {
        "arguments": {f"--{option.long}": argument(program, option)
                      for option in options},
        "command": program.name,
        "disabled": False,
        "fields": fields,
        "imports": [],
        "is_string": None,
        "methods_execute": "PluginCheck",
        "object_name": program.name,
        "object_type": "object",
        "timeout": TIMEOUT_S,
        "vars": values,
        "zone": None,
        "uuid": identity("command", program.name),
    }


def page(programs):
    """The whole basket."""
    fields = {}
    for program in programs:
        for option in variables.shown(program):
            field = datafield(program, option)
            fields.setdefault(field["uuid"], field)
    numbers = {key: number for number, key in enumerate(fields, 1)}
    basket = {
        "Command": {item.name: command(item, numbers) for item in programs},
        "Datafield": {str(numbers[key]): field for key, field in fields.items()},
    }
    return json.dumps(basket, indent=1) + "\n"
