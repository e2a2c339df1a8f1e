"""Manual pages that are written by hand around what is generated: sections 5 and 7."""

import diagnoses
import man
import mdoc
import prose

PAGES = (("oa.ini", 5), ("oa-plugins", 7))


def programs_list(programs):
    """Every check with its summary."""
    return mdoc.tagged([(f"Xr {item.name} {item.manual_section}",
                         mdoc.prose(item.summary))
                        for item in programs if item.is_check])


def diagnosis(row):
    """One code: the state, what line 1 says, what to do, and who says it."""
    text = mdoc.prose(f"{row.message}") + ".br\n" + mdoc.prose(f"Fix: {row.hint}.")
    return f"Sy {row.name} Pq {row.state}", text


def diagnoses_list():
    """Every code by hop."""
    rows = diagnoses.rows()
    text = ""
    for hop, title in diagnoses.HOPS.items():
        here = [diagnosis(row) for row in rows if row.hop == hop]
        text += f".Ss {title}\n" + mdoc.tagged(here) if here else ""
    return text


def key(option):
    """An option as a line of the ini file."""
    if not option.argument:
        return f"Li {option.long}"
    return f"Li {option.long} = Ar {option.argument}"


def options_list(programs, name, section):
    """Options of a program that belong to a place, as lines of the ini file."""
    program = next((item for item in programs if item.name == name), None)
    if program is None:
        return None
    return man.option_list([item for item in program.of_section(section)
                            if item.long not in ("help", "version", "extra-opts")], key)


class Unknown(Exception):
    """A page wants a program that is not built here."""


def page(name, section, programs):
    """The page, or None if it wants a program that is not built here."""
    def fill(kind, words):
        if kind == "programs":
            return programs_list(programs)
        if kind == "diagnoses":
            return diagnoses_list()
        if kind == "pages":
            return man.page_list(programs, (section, name))
        if kind == "options":
            text = options_list(programs, words[0], " ".join(words[1:]))
            if text is None:
                raise Unknown(words[0])
            return text
        raise ValueError(f"{name}: @{kind} is not known")

    try:
        return man.head(name, section) + prose.filled(name, fill)
    except Unknown:
        return None
