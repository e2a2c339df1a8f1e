"""Manual pages of the programs: section 1 for checks, section 8 for the daemon."""

import diagnoses
import mdoc
import prose
from descriptor import groups

# Of the last change to what the pages say; no build date, for reproducible packages.
DATE = "November 21, 2026"

EXITS = (("0", "OK"), ("1", "WARNING"), ("2", "CRITICAL"),
         ("3", "UNKNOWN; also after bad usage, \\-\\-help and \\-\\-version"))


def head(name, section):
    """What every page begins with."""
    return f".Dd {DATE}\n.Dt {name.upper()} {section}\n.Os\n"


def heading(title, body):
    """A section, or nothing without a text."""
    return f".Sh {title}\n{body}" if body else ""


def tag(option):
    """Both names of an option and its argument, as words of mdoc."""
    words = f"Fl {option.short} , " if option.short else ""
    words += f"Fl -{option.long}"
    if option.argument_optional:
        return f"{words} Ns Op = Ns Ar {option.argument}"
    return words + (f" Ar {option.argument}" if option.argument else "")


def remarks(option):
    """What follows the help: choices, default, and how often."""
    said = []
    if option.required:
        said.append("Required.")
    if option.choices:
        said.append(f"One of {mdoc.spoken(option.choices)}.")
    if option.default is not None:
        said.append(f"The default is {option.default}.")
    if option.repeatable:
        said.append("May be repeated.")
    return "".join(mdoc.escaped(item) + "\n" for item in said)


def option_list(options, tagged=tag):
    """The options by group, if there are several, with help, choices and default."""
    parts = groups(options)
    return "".join((f".Ss {title}\n" if len(parts) > 1 else "") + mdoc.tagged(
        [(tagged(item), mdoc.prose(item.sentence + ".") + remarks(item))
         for item in members]) for title, members in parts)


def synopsis(program):
    """The shortest command, and that there are options."""
    needed = "".join(f".Fl {item.short or '-' + item.long} Ar {item.argument}\n"
                     for item in program.shown if item.required)
    return f".Nm\n{needed}.Op Ar OPTION ...\n"


def perfdata(program):
    """The labels with their units."""
    if not program.perfdata:
        return ""
    text = ""
    if program.option("warning") and program.main_label:
        text = f".Fl w\nand\n.Fl c\njudge\n.Li {program.main_label} .\n"
    items = []
    for item in program.perfdata:
        unit = f" Pq {item.unit}" if item.unit else ""
        meaning = item.meaning[:1].upper() + item.meaning[1:] + "."
        items.append((f"Li {item.label}{unit}", mdoc.prose(meaning)))
    return text + mdoc.tagged(items, "time_median_(s)", compact=True)


def codes(program):
    """The codes that it can say, by hop; a daemon's are those of no check."""
    rows = [row for row in diagnoses.rows() if program.name in row.programs
            and (program.is_check or row.is_of_agent_alone)]
    items = []
    for hop, title in diagnoses.HOPS.items():
        names = [f"{row.name} ({row.state})" for row in rows if row.hop == hop]
        if names:
            items.append((title, mdoc.prose(", ".join(names) + ".")))
    if not items:
        return ""
    said = "The codes that the first line can name, with their usual states.\n"
    if not program.is_check:
        said = "The codes that come to those of\n.Xr check_oa 1 .\n"
    return (said + "Their meaning and what to do is in\n.Xr oa-plugins 7 .\n"
            + mdoc.tagged(items))


def examples(program):
    """The command lines of the descriptor."""
    return "".join(mdoc.command(f"{program.name} {words}")
                   for words in program.examples)


def page_list(programs, but):
    """All pages but one, by section and name."""
    pages = {(item.manual_section, item.name) for item in programs}
    pages |= {(5, "oa.ini"), (7, "oa-plugins"), (8, "oa-agentx")}
    pages.discard(but)
    lines = [f".Xr {name} {section}" for section, name in sorted(pages)]
    return " ,\n".join(lines) + "\n"


def exits(program):
    """The exit status of a check; that of the daemon is in its prose."""
    if not program.is_check:
        return ""
    return mdoc.tagged([(number, f"{state}\n") for number, state in EXITS],
                       compact=True)


def page(program, programs):
    """The page of a program."""
    own = prose.sections(program.name)
    names = [option.long for option in program.shown]
    description = own.pop("DESCRIPTION") or mdoc.prose(program.summary)
    sections = {
        "DESCRIPTION": description,
        "OPTIONS": option_list(program.shown),
        "PERFORMANCE DATA": perfdata(program),
        "ENVIRONMENT": mdoc_list(prose.having("environment", names)),
        "FILES": mdoc_list(prose.having("files", names)),
        "EXIT STATUS": exits(program),
        "EXAMPLES": examples(program),
        "DIAGNOSTICS": codes(program),
        "SEE ALSO": page_list(programs, (program.manual_section, program.name)),
        "CAVEATS": "",
    }
    for title, text in own.items():
        sections[title] = sections.get(title, "") + text
    summary = program.summary.split(". ")[0].rstrip(".")
    summary = summary[:1].lower() + summary[1:]
    return (head(program.name, program.manual_section)
            + f".Sh NAME\n.Nm {program.name}\n.Nd {summary}\n"
            + heading("SYNOPSIS", synopsis(program))
            + "".join(heading(*item) for item in sections.items()))


def mdoc_list(items):
    """Items that were written by hand, as a list."""
    return f".Bl -tag -width Ds\n{items}.El\n" if items else ""
