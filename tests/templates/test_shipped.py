"""What the files for other systems have in common with the project."""

import configparser
import re
import sys

import checks
from conftest import SOURCE

sys.path.insert(0, str(SOURCE / "docs"))
import diagnoses  # noqa: E402

PLAYPEN = re.compile(r"1\.3\.6\.1\.4\.1\.8072\.9999\.9999(\.\d+)?")


def test_one_root(mib):
    """Nothing that is shipped names another root than the module's."""
    found = {}
    for folder in ("packaging", "docs"):
        for path in (SOURCE / folder).rglob("*"):
            if path.is_file() and path.suffix not in (".png", ".py"):
                text = path.read_text(encoding="utf-8", errors="replace")
                for match in PLAYPEN.finditer(text):
                    found.setdefault(f".{match[0]}", set()).add(path.name)
    assert set(found) == {mib.root}, found


def test_nsclient_reads_it():
    """An ini file with two commands; no Windows is here to run them."""
    parser = configparser.RawConfigParser()
    path = SOURCE / "packaging/nsclient/oa.ini"
    assert parser.read(path, encoding="utf-8")
    commands = parser["/settings/external scripts/alias"]
    assert set(commands) == {"check_oa_configurator", "check_oa_changes"}
    for command in commands.values():
        assert command.startswith("check_eventlog file=Application scan-range=-")
        assert command.count('"') % 2 == 0
        assert "provider = 'MSExchange RPC Over HTTP Autoconfig'" in command
    assert "1024" in commands["check_oa_configurator"]


def test_commands_name_what_they_can_say():
    """Of each symptom: the program has the options, and may say the codes."""
    may_say = {row.name: row.programs for row in diagnoses.rows()}
    text = (SOURCE / "docs/troubleshooting.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]* \| `(check_oa\w*) ([^`]*)` \| ([^|]*) \|$", text,
                      re.MULTILINE)
    assert len(rows) > 6
    for program, words, codes in rows:
        options = checks.descriptor(program)["options"]
        known = {"--" + option["long"] for option in options}
        known |= {f"-{option['short']}" for option in options if option["short"]}
        used = set(re.findall(r"(?<=\s)--?[a-zA-Z][a-z-]*", f" {words}"))
        assert used <= known, words
        for code in re.findall(r"`([^`]*)`", codes):
            assert program in may_say[code], (program, code)


def test_links_lead_somewhere():
    """Every link between the pages."""
    broken = []
    for page in [SOURCE / "README.md", SOURCE / "HACKING.md",
                 *sorted((SOURCE / "docs").glob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
            if not (page.parent / link).exists():
                broken.append(f"{page.name}: {link}")
    assert not broken


def test_readme_has_the_example_that_is_tested():
    """The three lines for Icinga, which tests/monitors loads."""
    example = (SOURCE / "packaging/icinga2/examples/quickstart.conf").read_text(
        encoding="utf-8")
    lines = example.partition("*/\n")[2]
    assert lines.count("\n") == 3
    assert lines in (SOURCE / "README.md").read_text(encoding="utf-8")
