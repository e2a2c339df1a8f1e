"""Options as custom variables of Icinga; they begin with oa_, which nobody else uses.

An option has the same variable in all programs, so that a host can say for all its
services where it is and who logs on.  Only what -w and -c judge is another thing in
each program, and so are their variables.
"""

# The name that Outlook uses stands for the host object, never its address: the
# certificate is judged by it, and DNS is a hop that is checked.
DEFAULTS = {"hostname": "$host.name$"}

# Icinga reads text, and the secret goes through the environment.
LEFT_OUT = ("help", "version", "output", "password")
JUDGED = ("warning", "critical")

PASSWORD = "oa_password"


def has_variable(option):
    """The option can be set by a variable."""
    return option.long not in LEFT_OUT


def of_option(program, option):
    """The variable of an option."""
    name = option.long.replace("-", "_")
    prefix = program.name[len("check_"):] if option.long in JUDGED else "oa"
    return f"{prefix}_{name}"


def is_switch(option):
    """The variable is a boolean."""
    return option.argument is None


def description(option):
    """The help with choices and default, as one line."""
    text = option.sentence
    if option.choices:
        text += ": " + ", ".join(option.choices)
    if option.default is not None:
        text += f" (default {option.default})"
    if option.required and option.long not in DEFAULTS:
        text += " (required, here or in the file of --extra-opts)"
    return text


def shown(program):
    """The options with a variable."""
    return [option for option in program.shown if has_variable(option)]
