"""Tables for Markdown: options and performance data, and the part of the README."""

import re

from descriptor import groups

MARKED = re.compile(r"(<!-- programs: begin -->\n).*?(<!-- programs: end -->\n)", re.S)
MADE = "Made from the programs by `make definitions`; changes go into their tables.\n"

OPTIONS = f"""\
# Options

What every program takes, as `--help` of each says it. The ini file of `--extra-opts`
has the long names without dashes.

{MADE}
"""
PERFDATA = f"""\
# Performance data

Every label is there in every run, with the value `U` where nothing was measured. Times
are in seconds. Labels keep their names and their meaning.

{MADE}
"""

# Pages that say more about a program.
MORE = {
    "check_oa_auth": "kerberos", "check_oa_autodiscover": "autodiscover",
    "check_oa_backend": "backend", "check_oa_cert": "certificates",
    "check_oa_mapihttp": "mapihttp", "check_oa_proxylog": "proxylog",
}


def cell(text):
    """Text inside of a table; what is quoted as `this' becomes code."""
    text = re.sub(r"([\\|*_<>\[\]])", r"\\\1", text)
    return re.sub(r"`([^'`]+)'", r"`\1`", text)


def code(text):
    """Text as it is typed, inside of a table."""
    return f"`{text}`".replace("|", "\\|")


def table(heads, rows):
    """A table of cells."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def spelled(option):
    """Both names of an option with its argument."""
    long = f"--{option.long}"
    if option.argument:
        join = "=" if option.argument_optional else " "
        long += join + option.argument
    return (f"`-{option.short}`, " if option.short else "") + code(long)


def described(option):
    """Help and choices."""
    text = cell(option.help)
    if option.choices:
        text += ": " + ", ".join(map(code, option.choices))
    if option.repeatable:
        text += " (may be repeated)"
    return text + (" (required)" if option.required else "")


def sayers(names, programs):
    """Which programs, in words."""
    others = [item.name for item in programs if item.name not in names]
    if not others:
        return "all"
    if len(others) <= 2:
        return "all but " + ", ".join(map(code, others))
    return ", ".join(map(code, names))


def shared(programs):
    """Mapping of titles to {option: programs}, of groups that several have."""
    found = {}
    for program in programs:
        for title, members in groups(program.shown):
            for option in members:
                found.setdefault(title, {}).setdefault(option, []).append(program.name)
    return {title: options for title, options in found.items()
            if len({name for names in options.values() for name in names}) > 1}


def option_rows(options):
    """One row for each option."""
    return [[spelled(item), described(item),
             "" if item.default is None else code(item.default)] for item in options]


def common_table(found, programs):
    """The options of a group with their programs, said once if all have the same."""
    heads = ["option", "what it does", "default"]
    said = [sayers(names, programs) for names in found.values()]
    rows = option_rows(found)
    if len(set(said)) == 1:
        return f"In {said[0]}.\n\n" + table(heads, rows)
    return table([*heads, "programs"], [[*row, who] for row, who in zip(rows, said)])


def options(programs):
    """The page of all options."""
    common = shared(programs)
    text = OPTIONS + "## In several programs\n"
    for title, found in common.items():
        text += f"\n### {title}\n\n" + common_table(found, programs)
    for program in programs:
        text += f"\n## {program.name}\n\n{program.summary}\n"
        for title, members in groups(program.shown):
            if title not in common:
                text += f"\n### {title} ({program.name})\n\n" + table(
                    ["option", "what it does", "default"], option_rows(members))
        others = [title for title, found in common.items()
                  if any(program.name in names for names in found.values())]
        text += f"\nAnd those of: {', '.join(others)}.\n"
    return text


def perfdata(programs):
    """The page of all labels."""
    text = PERFDATA
    for number, program in enumerate(programs):
        rows = [[code(item.label), item.unit, cell(item.meaning)]
                for item in program.perfdata]
        text += (f"{chr(10) if number else ''}## {program.name}\n\n"
                 f"`-w` and `-c` judge `{program.main_label}`.\n\n"
                 + table(["label", "unit", "meaning"], rows))
    return text


def readme_part(programs):
    """What stands between the marks of the README."""
    rows = []
    for program in programs:
        more = MORE.get(program.name)
        rows.append([code(program.name), cell(program.summary),
                     f"[more](docs/{more}.md)" if more else ""])
    text = "\n" + table(["program", "what it does", ""], rows)
    rows = []
    for title, found in shared(programs).items():
        names = [program.name for program in programs
                 if any(program.name in members for members in found.values())]
        longs = dict.fromkeys(f"`--{option.long}`" for option in found)
        rows.append([title, ", ".join(longs), sayers(names, programs)])
    return text + "\n" + table(["options", "", "programs"], rows) + "\n"


def readme(text, programs):
    """The README with its part made anew."""
    part = readme_part(programs)
    return MARKED.sub(lambda match: match[1] + part + match[2], text)
