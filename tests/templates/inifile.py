"""An ini file in place of a command line."""

import checks

# Letters of the options, as checks.options() writes them.
LONG = {"-H": "hostname", "-I": "address", "-p": "port", "-S": "server",
        "-u": "username", "-e": "endpoint", "-t": "timeout", "-w": "warning",
        "-c": "critical"}


def write_section(path, section, program, lab):
    """Appends a section with the options that a scenario wants, and the password."""
    words = checks.options(program, lab)
    lines = [f"[{section}]", f"password = {lab.password}"]
    while words:
        name = words.pop(0)
        line = LONG.get(name) or name.removeprefix("--")
        if words and not words[0].startswith("-"):
            line += f" = {words.pop(0)}"
        lines.append(line)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    path.chmod(0o600)
