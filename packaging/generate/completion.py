"""Completion of the command line for bash and zsh."""

from descriptor import groups

HOSTS = ("hostname", "same-cert-as", "backend")

BASH = """\
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash, made by `make definitions'.  bash-completion reads it when one of
# the programs is completed; it can be sourced as well and needs nothing else.
# shellcheck shell=bash

# The options of a program.
_oa_plugins_options() {{
	case $1 in
{options}	esac
}}

# What the option $2 of the program $1 takes: words, or @file, @directory, @host, or @
# for what nobody can guess.  Nothing for an option that takes no value.
_oa_plugins_values() {{
	case "$1 $2" in
{values}	esac
}}

_oa_plugins() {{
	local program=${{1##*/}} current=${{COMP_WORDS[COMP_CWORD]}} previous=$3 values
	COMPREPLY=()
	# bash cuts --option=value in three
	if [[ $current == = ]]; then
		current=
	elif [[ $previous == = ]]; then
		previous=${{COMP_WORDS[COMP_CWORD - 2]}}
	fi
	values=$(_oa_plugins_values "$program" "$previous")
	case $values in
	'')
		mapfile -t COMPREPLY < <(
			compgen -W "$(_oa_plugins_options "$program")" -- "$current"
		)
		;;
	@file)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		;;
	@directory)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$current")
		;;
	@host) mapfile -t COMPREPLY < <(compgen -A hostname -- "$current") ;;
	@) ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current") ;;
	esac
}}

complete -F _oa_plugins {names}
"""

ZSH = """\
#compdef {names}
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for zsh, made by `make definitions'.

_oa_plugins() {{
	local -a options
	case ${{service:t}} in
{cases}	esac
	_arguments -s $options
}}

_oa_plugins "$@"
"""

COLUMNS = 88
TAB = 8


def words(option):
    """Both names of an option."""
    return [f"-{option.short}"] * bool(option.short) + [f"--{option.long}"]


def kind(option):
    """What an option takes, as _oa_plugins_values says it; None for nothing."""
    if option.argument is None:
        return None
    if option.choices:
        return " ".join(option.choices)
    if option.path_kind:
        return f"@{option.path_kind}"
    return "@host" if option.long in HOSTS else "@"


def wrapped(items, begin, separator, end):
    """Items behind two tabs, as many on a line as fit; begin and end each line."""
    lines, current = [], ""
    for item in items:
        longer = f"{current}{separator}{item}" if current else item
        if current and 2 * TAB + len(begin + longer + separator + end) > COLUMNS:
            lines.append(current)
            longer = item
        current = longer
    return lines + [current]


def bash_options(programs):
    """The cases of _oa_plugins_options."""
    text = ""
    for program in programs:
        names = [word for option in program.shown for word in words(option)]
        lines = wrapped(names, "printf '%s\\n' ", " ", " \\")
        body = " \\\n\t\t\t".join(lines)
        text += f"\t{program.name})\n\t\tprintf '%s\\n' {body}\n\t\t;;\n"
    return text


def bash_values(programs):
    """The cases of _oa_plugins_values."""
    patterns = {}
    everywhere = {program.name for program in programs}
    for program in programs:
        for option in program.shown:
            for word in words(option) if kind(option) else ():
                patterns.setdefault((word, kind(option)), []).append(program.name)
    cases = {}
    for (word, value), names in patterns.items():
        is_alone = sum(other == word for other, _ in patterns) == 1
        if is_alone or set(names) == everywhere:
            cases.setdefault(value, []).append(f"*' {word}'")
        else:
            cases.setdefault(value, []).extend(f"'{name} {word}'" for name in names)
    text = ""
    for value, found in cases.items():
        lines = wrapped(found, "", " | ", " | \\")
        text += "\t" + " | \\\n\t\t".join(lines) + f") echo '{value}' ;;\n"
    return text


def bash(programs):
    """The file for bash."""
    return BASH.format(options=bash_options(programs), values=bash_values(programs),
                       names=" ".join(program.name for program in programs))


def zsh_action(option):
    """What follows the help in a specification of _arguments."""
    if option.argument is None:
        return ""
    argument = option.argument.replace(":", r"\:")
    value = kind(option)
    action = {"@file": "_files", "@directory": "_files -/", "@host": "_hosts",
              "@": " "}.get(value, f"({value})")
    return f"{':' if option.argument_optional else ''}:{argument}:{action}"


def zsh_option(option):
    """The specification of one option."""
    names = words(option)
    text = option.help.split(";")[0]
    for mark in "\\[]:":
        text = text.replace(mark, "\\" + mark)
    joined = "=-" if option.argument_optional else "=" if option.argument else ""
    begin = "'*'" if option.repeatable else f"'({' '.join(names)})'"
    if len(names) > 1:
        begin += f"{{{names[0]}{'+' if option.argument else ''},{names[1]}{joined}}}"
    else:
        begin += f"{names[0]}{joined}"
    rest = (f"[{text}]" + zsh_action(option)).replace("'", "'\\''")
    return f"{begin}'{rest}'"


def zsh(programs):
    """The file for zsh."""
    cases = ""
    for program in programs:
        cases += f"\t{program.name})\n\t\toptions=(\n"
        for title, members in groups(program.shown):
            cases += f"\t\t\t# {title}\n"
            cases += "".join(f"\t\t\t{zsh_option(item)}\n" for item in members)
        cases += "\t\t)\n\t\t;;\n"
    return ZSH.format(names=" ".join(program.name for program in programs),
                      cases=cases)
