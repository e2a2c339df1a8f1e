"""What the Zabbix templates have in common, in the words of Zabbix 6.0."""

import hashlib
import uuid

import yamltext

GROUP = "Templates/Outlook Anywhere"
VALUEMAP = "Outlook Anywhere status"
TRUTH = "Outlook Anywhere yes or no"
NOTE = "Written by make definitions; for Zabbix 6.0 and later, see docs/zabbix.md."

ABOUT_CODES = ("The name of the event has the code of the diagnosis, what was seen and "
               "what to do. All codes: docs/diagnoses.md.")

# What a status is worth: number, word in a trigger's name, severity.
BAD = ((3, "critical", "HIGH"), (2, "warning", "WARNING"), (4, "unknown", "AVERAGE"))


def identity(*names):
    """The identity of an object, which Zabbix wants to look like a random UUID and
    which has to stay the same from one release to the next."""
    digest = hashlib.sha256("/".join(("oa-plugins", *names)).encode()).digest()
    return uuid.UUID(bytes=digest[:16], version=4).hex


def tags(component):
    """Tags of an item."""
    return [{"tag": "component", "value": component}]


def step(kind, *parameters, on_error=None):
    """One step of preprocessing; on_error is a handler and its parameter."""
    made = {"type": kind, "parameters": list(parameters)}
    if on_error:
        made["error_handler"] = on_error[0]
        if len(on_error) > 1:
            made["error_handler_params"] = on_error[1]
    return made


def unchanged(period="1h"):
    """Throws a value away that is the one before, until so much time has passed."""
    return step("DISCARD_UNCHANGED_HEARTBEAT", period)


def trigger(template, name, expression, severity, **more):
    """One trigger; expression and name are of the prototype if it is one."""
    return {"uuid": identity(template, "trigger", name, severity),
            "expression": expression, "name": name, **more, "priority": severity}


def last(template, key):
    """The newest value of an item."""
    return f"last(/{template}/{key})"


def macros(*rows):
    """Rows of name, value, meaning."""
    return [{"macro": f"{{$OA.{name}}}", "value": value, "description": text}
            for name, value, text in rows]


def valuemap(template, name, labels):
    """The words for numbers."""
    return {"uuid": identity(template, "valuemap", name), "name": name,
            "mappings": [{"value": str(number), "newvalue": label}
                         for number, label in labels.items()]}


def template(name, description, labels, **parts):
    """A template; labels are the words of a status."""
    maps = {VALUEMAP: labels, TRUTH: {1: "yes", 2: "no"}}
    return {"uuid": identity(name), "template": name, "name": name,
            "description": description, "groups": [{"name": GROUP}], **parts,
            "valuemaps": [valuemap(name, *row) for row in maps.items()]}


def export(*templates, triggers=()):
    """The text of a file with these templates, and with the triggers that look at more
    than one item."""
    return yamltext.document({"zabbix_export": {
        "version": "6.0",
        "groups": [{"uuid": identity("group"), "name": GROUP}],
        "templates": list(templates), "triggers": list(triggers)}}, NOTE)
