"""Command definitions for Nagios, Naemon and what reads their object files."""

PLUGIN_DIR = "$USER1$"

HEAD = """\
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A command for each program, for Nagios, Naemon and Icinga 1.  Made by
# `make definitions'.
#
# The one argument carries any further options, quoted as for a shell; what it says
# wins, so `-H mail.example.com' in it replaces the name of the host object:
#
#   check_command  check_oa!-u probe@example.com --password-file /etc/oa/probe.password
#
# In an object file `!' ends an argument and `;' begins a comment.  Passwords belong in
# files; $USER1$ of the resource file is the directory of the plugins.

"""
COMMAND = """\
# {summary}
define command {{
    command_name    {name}
    command_line    {plugin_dir}/{name} {words}
}}
"""


def command(program, plugin_dir):
    """The definition of one program."""
    words = "-H '$HOSTNAME$' $ARG1$" if program.option("hostname") else "$ARG1$"
    return COMMAND.format(name=program.name, summary=program.summary, words=words,
                          plugin_dir=plugin_dir)


def page(programs, plugin_dir=PLUGIN_DIR):
    """The whole file."""
    return HEAD + "\n".join(command(item, plugin_dir) for item in programs)
