"""CheckCommands for Icinga 2."""

import variables
from descriptor import groups

# The programs end by themselves; --tries and --hold make them longer than the minute
# that Icinga gives a command.
TIMEOUT = "5m"

HEAD = """\
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A CheckCommand for each program, named as the program is.  Made by
 * `make definitions'.  The programs are looked for in PluginDir.
 *
 * Options are custom variables, set on the host for all its services or on a service:
 * oa_ and the long name with underscores, as oa_server for --server.  Those of -w and
 * -c have the name of the program: oa_warning for check_oa, oa_tunnel_warning for
 * check_oa_tunnel.  Repeatable options take an array; an empty array takes an option
 * of the host away from a service.
 *
 * oa_hostname is the name that Outlook uses, by default that of the host object and
 * never its address: certificate, SNI and Host header go by it.  oa_address makes a
 * check connect elsewhere without asking DNS.
 *
 * A password is best kept in a file (oa_password_file, oa_credentials_file, or a
 * section by oa_extra_opts).  oa_password goes through the environment, not by the
 * command line that Icinga stores; as a custom variable it can be read in Icinga's API.
 */
"""


def quoted(text):
    """A string of Icinga's language."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def argument(program, option):
    """One entry of the arguments."""
    variable = variables.of_option(program, option)
    kind = "set_if" if variables.is_switch(option) else "value"
    lines = [f'{kind} = "${variable}$"']
    if option.type == "list":
        lines.append("repeat_key = true")
    if option.long in variables.DEFAULTS:
        lines.append("required = true")
    lines.append(f"description = {quoted(variables.description(option))}")
    body = "".join(f"\t\t\t{line}\n" for line in lines)
    return f'\t\t"--{option.long}" = {{\n{body}\t\t}}\n'


def defaults(program):
    """The variables that always have a value."""
    text = ""
    for option in variables.shown(program):
        name = variables.of_option(program, option)
        if option.long in variables.DEFAULTS:
            text += f"\tvars.{name} = {quoted(variables.DEFAULTS[option.long])}\n"
        elif variables.is_switch(option):
            text += f"\tvars.{name} = false\n"
    return text


def command(program):
    """The object of one program."""
    arguments = "".join(
        f"\t\t// {title}\n" + "".join(argument(program, option) for option in members)
        for title, members in groups(variables.shown(program)))
    environment = ""
    if program.option("password"):
        environment = f'\tenv.OA_PASSWORD = "${variables.PASSWORD}$"\n\n'
    return (f"/* {program.summary} */\n"
            f'object CheckCommand "{program.name}" {{\n'
            f'\tcommand = [ PluginDir + "/{program.name}" ]\n'
            f"\ttimeout = {TIMEOUT}\n\n\targuments = {{\n{arguments}\t}}\n\n"
            f"{environment}{defaults(program)}}}\n")


def page(programs):
    """The whole file."""
    return HEAD + "".join("\n" + command(item) for item in programs)
